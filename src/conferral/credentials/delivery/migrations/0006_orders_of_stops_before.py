"""What was stopped in one moment, by one person and for one reason, was one order."""

from django.db import migrations
from django.db.models import Count

_ORGANIZATION = "credential__status_list__organization"


def fill(apps, schema_editor):
    Stop = apps.get_model("delivery", "Stop")
    Stopping = apps.get_model("delivery", "Stopping")
    before = Stop.objects.filter(stopping=None)
    orders = before.values_list(_ORGANIZATION, "by", "because", "at").annotate(count=Count("pk"))
    for organization, by, because, at, count in list(orders.order_by("at")):
        said = {"by_id": by, "because": because, "at": at}
        order = Stopping.objects.create(organization_id=organization, count=count, **said)
        ours = before.filter(**said, **{_ORGANIZATION: organization})
        Stop.objects.filter(pk__in=ours.values("pk")).update(stopping=order)


class Migration(migrations.Migration):

    dependencies = [
        ("delivery", "0005_stops_together"),
        ("issuing", "0009_renewed_by"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
