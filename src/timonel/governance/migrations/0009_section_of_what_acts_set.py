"""Acts set values of parameters, and publish versions of project models."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Say of what an act has set in which section of the framework it stands."""

    dependencies = [("governance", "0008_pace_of_askers")]
    operations = [
        migrations.AddField(
            model_name="parametervalue",
            name="section",
            field=models.CharField(default="parameters", max_length=20),
        ),
    ]
