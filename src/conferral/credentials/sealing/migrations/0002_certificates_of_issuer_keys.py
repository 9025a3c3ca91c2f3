"""A document key becomes one of the issuer's keys; its certificates become rows of their own."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def move(apps, schema_editor):
    IssuerKey = apps.get_model('issuing', 'IssuerKey')
    DocumentCertificate = apps.get_model('sealing', 'DocumentCertificate')
    for old in apps.get_model('sealing', 'DocumentKey').objects.order_by('valid_from', 'pk'):
        # A key that got another certificate was a new row.
        key, _ = IssuerKey.objects.get_or_create(
            multikey=old.multikey,
            defaults={
                'organization_id': old.organization_id,
                'use': 'documents',
                'name': old.name,
                'valid_from': old.valid_from,
            },
        )
        key.valid_until = old.valid_until
        key.save(update_fields=['valid_until'])
        DocumentCertificate.objects.create(
            key=key,
            pem=old.certificates,
            used_from=old.valid_from,
            used_until=old.valid_until,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_organization_lists_suspensions'),
        ('issuing', '0005_keys_for_two_uses'),
        ('sealing', '0001_document_keys'),
    ]

    operations = [
        migrations.CreateModel(
            name='DocumentCertificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pem', models.TextField()),
                ('used_from', models.DateTimeField()),
                ('used_until', models.DateTimeField(null=True)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='issuing.issuerkey')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('used_until', None)), fields=('key',), name='one_current_certificate')],
            },
        ),
        migrations.CreateModel(
            name='CertificateRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_attempt_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('problem', models.TextField(blank=True)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('pem', models.TextField(blank=True)),
                ('key', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='issuing.issuerkey')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('pem', '')), fields=('organization',), name='one_open_certificate_request')],
            },
        ),
        migrations.RunPython(move, migrations.RunPython.noop),
    ]
