from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('envelopes', '0002_signed_by_issuer_key'),
    ]

    operations = [
        migrations.RemoveField(model_name='envelope', name='key'),
        migrations.RenameField(model_name='envelope', old_name='signed_by', new_name='key'),
    ]
