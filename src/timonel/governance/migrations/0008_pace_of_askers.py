"""How many acts each asker asks for in a minute; not logged, for nothing is lost with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the table, which costs no write to the log."""

    dependencies = [("governance", "0007_a_code_is_one_institutions_on_a_day")]
    operations = [
        migrations.CreateModel(
            name="AskerPace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asker", models.CharField(max_length=80, unique=True)),
                ("minute", models.DateTimeField()),
                ("acts", models.PositiveIntegerField()),
            ],
        ),
        migrations.RunSQL(
            "ALTER TABLE governance_askerpace SET UNLOGGED", "ALTER TABLE governance_askerpace SET LOGGED"
        ),
    ]
