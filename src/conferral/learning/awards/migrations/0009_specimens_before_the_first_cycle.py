from django.db import migrations


def lay_aside(apps, schema_editor):
    """Whoever took a specimen can earn the certificate still: in the first cycle."""
    Enrolment = apps.get_model("progress", "Enrolment")
    Award = apps.get_model("awards", "Award")
    specimens = Award.objects.filter(is_specimen=True)
    # In a demonstration they are of learners, who go on.
    taken = Enrolment.objects.filter(pk__in=specimens.values("enrolment"), cycle=1)
    taken.exclude(version__course__organization__is_specimen=True).update(cycle=0)


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0008_reported_since"),
        ("progress", "0008_cohorts"),
        ("accounts", "0001_initial"),
    ]

    operations = [migrations.RunPython(lay_aside, migrations.RunPython.noop)]
