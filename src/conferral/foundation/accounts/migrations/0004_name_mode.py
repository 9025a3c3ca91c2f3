from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_brand_and_promise")]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="name_mode",
            field=models.CharField(default="full", max_length=10),
        ),
    ]
