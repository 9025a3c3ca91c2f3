from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("designs", "0002_certificate_level"),
    ]

    operations = [
        migrations.AddField(
            model_name="certificate",
            name="stub",
            field=models.CharField(blank=True, max_length=1200),
        ),
    ]
