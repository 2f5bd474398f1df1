"""On one day a code is one institution's: the database refuses the second, so that a race cannot give it twice."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.db import migrations, models

import timonel.governance.models.subject

TYPE = "CREATE TYPE governance_textrange AS RANGE (subtype = text, collation = \"C\")"
"""Ranges of text: an exclusion of equal texts without an extension is one of ranges that hold one text each."""


class Migration(migrations.Migration):
    """Add the type and the exclusion; fails while a code is two institutions' on one day."""

    dependencies = [("governance", "0006_saved_views")]
    operations = [
        migrations.RunSQL(TYPE, "DROP TYPE governance_textrange"),
        migrations.AddConstraint(
            model_name="institutionidentifier",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                name="governance_one_institution_of_a_code_a_day",
                expressions=[
                    (
                        timonel.governance.models.subject.TextRange(models.F("scheme"), models.F("scheme")),
                        django.contrib.postgres.fields.ranges.RangeOperators.OVERLAPS,
                    ),
                    (
                        timonel.governance.models.subject.TextRange(models.F("code"), models.F("code")),
                        django.contrib.postgres.fields.ranges.RangeOperators.OVERLAPS,
                    ),
                    ("period", django.contrib.postgres.fields.ranges.RangeOperators.OVERLAPS),
                ],
                violation_error_code="code-is-taken",
            ),
        ),
    ]
