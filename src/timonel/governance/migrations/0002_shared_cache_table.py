"""The table of the cache that all web nodes share: rate limits count across nodes."""

from django.db import migrations

TABLE = """
CREATE TABLE timonel_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX timonel_cache_expires ON timonel_cache (expires);
"""


class Migration(migrations.Migration):
    """Make the table as Django's own database cache expects it."""

    dependencies = [("governance", "0001_people_institutions_posts_and_the_frame")]
    operations = [migrations.RunSQL(TABLE, "DROP TABLE timonel_cache")]
