"""Each accreditation of one course gets a scope, and each body an organization that knows it."""

import uuid

from django.db import migrations


def fill(apps, schema_editor):
    Organization = apps.get_model("accounts", "Organization")
    Body = apps.get_model("accreditation", "Body")
    Accreditation = apps.get_model("accreditation", "Accreditation")
    for row in Accreditation.objects.select_related("course__organization", "body").order_by("pk"):
        row.uuid = uuid.uuid4()
        row.body = _of(row.body, row.course.organization, Body)
        row.save()
        row.courses.add(row.course)
    somebody = Organization.objects.order_by("pk").first()
    for body in Body.objects.filter(organization=None).order_by("pk"):
        _of(body, somebody, Body) if somebody else body.delete()
    Body.objects.filter(organization=None).delete()  # Twins of one that is known by now.


def _of(body, organization, Body):
    """The body as this organization knows it: itself, its twin, or a copy."""
    if body.organization_id == organization.pk:
        return body
    if twin := Body.objects.filter(organization=organization, name=body.name).first():
        return twin
    if body.organization_id is not None:
        body.pk = None
    body.organization = organization
    body.save()
    return body


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0003_brand_and_promise"),
        ("accreditation", "0002_scope_standards_and_qualifications"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
