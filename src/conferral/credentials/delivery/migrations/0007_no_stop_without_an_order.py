"""By whom, when and why stands in the order alone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("delivery", "0006_orders_of_stops_before"),
    ]

    operations = [
        migrations.RemoveField(model_name="stop", name="at"),
        migrations.RemoveField(model_name="stop", name="because"),
        migrations.RemoveField(model_name="stop", name="by"),
        migrations.AlterField(
            model_name="stop",
            name="stopping",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="stops", to="delivery.stopping"),
        ),
    ]
