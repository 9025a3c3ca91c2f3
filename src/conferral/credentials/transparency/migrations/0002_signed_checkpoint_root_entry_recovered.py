"""A checkpoint's row says what its note says; an entry may have come back from a copy."""

import base64

from django.db import migrations, models


def read_notes(apps, schema_editor):
    for signed in apps.get_model("transparency", "SignedCheckpoint").objects.iterator():
        signed.origin, _, root = signed.note.split("\n")[:3]
        signed.root = base64.b64decode(root)
        signed.save(update_fields=["origin", "root"])


class Migration(migrations.Migration):

    dependencies = [("transparency", "0001_initial")]

    operations = [
        migrations.AddField("entry", "recovered_at", models.DateTimeField(null=True)),
        migrations.AddField("signedcheckpoint", "origin", models.CharField(max_length=255, default=""), preserve_default=False),
        migrations.AddField("signedcheckpoint", "root", models.BinaryField(max_length=32, default=b""), preserve_default=False),
        migrations.RunPython(read_notes, migrations.RunPython.noop),
    ]
