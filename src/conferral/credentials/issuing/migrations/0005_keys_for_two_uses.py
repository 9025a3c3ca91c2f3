from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('issuing', '0004_key_history'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='issuerkey',
            name='one_current_key',
        ),
        migrations.AddField(
            model_name='issuerkey',
            name='use',
            field=models.CharField(default='credentials', max_length=20),
        ),
        migrations.AddConstraint(
            model_name='issuerkey',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_until', None)), fields=('organization', 'use'), name='one_current_key_of_a_use'),
        ),
    ]
