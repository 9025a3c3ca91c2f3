from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('envelopes', '0003_key_of_the_issuer'),
        ('sealing', '0002_certificates_of_issuer_keys'),
    ]

    operations = [
        migrations.DeleteModel(name='DocumentKey'),
    ]
