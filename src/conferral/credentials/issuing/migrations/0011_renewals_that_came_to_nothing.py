from django.db import migrations
from django.db.models import Exists, OuterRef, Subquery


def undo(apps, schema_editor):
    """Those whose certificate was revoked, and nothing took its place."""
    Credential = apps.get_model("issuing", "Credential")
    Renewal = apps.get_model("renewal", "Renewal")
    of_renewal = Credential.objects.filter(award__enrolment=OuterRef("enrolment"))
    revoked = of_renewal.filter(replaced_by=None, revoked_at__isnull=False)
    Renewal.objects.filter(Exists(revoked)).update(
        undone_at=Subquery(revoked.values("revoked_at")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [
        ("issuing", "0010_forgotten_credentials_are_found"),
        ("renewal", "0007_came_to_nothing"),
    ]

    operations = [migrations.RunPython(undo, migrations.RunPython.noop)]
