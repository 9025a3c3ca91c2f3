"""A log that has begun anew under another name may sign the sizes of the old one again."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("transparency", "0002_signed_checkpoint_root_entry_recovered")]

    operations = [
        migrations.AlterField("signedcheckpoint", "size", models.PositiveBigIntegerField()),
        migrations.AddConstraint(
            "signedcheckpoint",
            models.UniqueConstraint(fields=["origin", "size"], name="one_checkpoint_per_size"),
        ),
    ]
