"""Each line knows the hash of the line before it; what was written until now is chained as it is."""

from django.db import migrations, models

from conferral.foundation.audit import chain


def chain_up(apps, schema_editor):
    previous = chain.BEGINNING
    for line in apps.get_model("audit", "Entry").objects.order_by("pk").iterator():
        who = line.actor_id, line.organization_id
        line.previous = previous
        line.hash = previous = chain.digest(
            previous, line.at, who, line.deed, line.target, line.details
        )
        line.save(update_fields=["previous", "hash"])


class Migration(migrations.Migration):

    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.AlterField("entry", "at", models.DateTimeField()),
        migrations.AddField("entry", "previous", models.CharField(max_length=64, null=True)),
        migrations.AddField("entry", "hash", models.CharField(max_length=64, null=True)),
        migrations.RunPython(chain_up, migrations.RunPython.noop),
    ]
