"""Renewals that are open say until when what was carried over counts: to the end of their grace."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import migrations


def fill(apps, schema_editor):
    Renewal = apps.get_model("renewal", "Renewal")
    related = "enrolment__version__course__organization"
    held = Renewal.objects.filter(lapsed_at=None, enrolment__counts_from__isnull=False)
    for row in held.select_related(related).order_by("pk").iterator():
        zone = ZoneInfo(row.enrolment.version.course.organization.time_zone)
        over = datetime.combine(row.closes_on + timedelta(days=1), time(), zone)
        row.enrolment.carried_until = over
        row.enrolment.save(update_fields=["carried_until"])


class Migration(migrations.Migration):

    dependencies = [
        ("progress", "0007_carried_until"),
        ("renewal", "0002_reported_late"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
