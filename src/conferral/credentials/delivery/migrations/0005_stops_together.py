"""Certificates that were stopped together share one order, which says by whom and why."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0007_language"),
        ("delivery", "0004_letters_sent_again"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Stopping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("because", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("count", models.PositiveIntegerField()),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("organization", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization")),
            ],
        ),
        migrations.AddField(
            model_name="stop",
            name="stopping",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="stops", to="delivery.stopping"),
        ),
        migrations.AddField(
            model_name="stop",
            name="refused",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]
