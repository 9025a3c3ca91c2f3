"""Whose letters those are that were written before: of whom they were addressed to."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def find(apps, schema_editor):
    readers = apps.get_model("accounts", "Person").objects.filter(email=OuterRef("to"))
    apps.get_model("mail", "Message").objects.update(person=Subquery(readers.values("pk")[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ("mail", "0007_whose_letters"),
    ]

    operations = [migrations.RunPython(find, migrations.RunPython.noop)]
