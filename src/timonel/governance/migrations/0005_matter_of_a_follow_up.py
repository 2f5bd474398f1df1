"""A follow-up says in which of its owner's duties it falls."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the matter; follow-ups assigned before have none."""

    dependencies = [("governance", "0004_selections_and_role_splits")]
    operations = [
        migrations.AddField(
            model_name="followup",
            name="matter",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        )
    ]
