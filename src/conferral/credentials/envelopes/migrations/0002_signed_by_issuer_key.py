"""Beside the document key that signed a token, the issuer's key that it has become."""

import django.db.models.deletion
from django.db import migrations, models


def point(apps, schema_editor):
    IssuerKey = apps.get_model('issuing', 'IssuerKey')
    Envelope = apps.get_model('envelopes', 'Envelope')
    for old in apps.get_model('sealing', 'DocumentKey').objects.all():
        signed = Envelope.objects.filter(key=old)
        signed.update(signed_by=IssuerKey.objects.get(multikey=old.multikey))


class Migration(migrations.Migration):

    dependencies = [
        ('envelopes', '0001_envelopes'),
        ('sealing', '0002_certificates_of_issuer_keys'),
    ]

    operations = [
        migrations.AddField(
            model_name='envelope',
            name='signed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='issuing.issuerkey'),
        ),
        migrations.RunPython(point, migrations.RunPython.noop),
    ]
