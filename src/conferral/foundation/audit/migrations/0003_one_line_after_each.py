"""No line is without a hash, and no two follow the same line."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("audit", "0002_lines_hold_each_other")]

    operations = [
        migrations.AlterField("entry", "previous", models.CharField(max_length=64, unique=True)),
        migrations.AlterField("entry", "hash", models.CharField(max_length=64, unique=True)),
    ]
