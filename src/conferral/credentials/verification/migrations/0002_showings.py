import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("issuing", "0007_credentials_wait_for_their_page"),
        ("verification", "0001_prepared_pages"),
    ]

    operations = [
        migrations.CreateModel(
            name="Showing",
            fields=[
                (
                    "credential",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="showing",
                        serialize=False,
                        to="issuing.credential",
                    ),
                ),
                ("name_mode", models.CharField(max_length=10)),
                ("is_listed", models.BooleanField(default=False)),
                ("chosen_at", models.DateTimeField()),
            ],
        ),
    ]
