"""A framework's text is what record entries cite by hash: it is never changed or removed."""

from django.db import migrations

GUARD = """
CREATE FUNCTION governance_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a framework text is never changed or removed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER governance_frameworktext_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON governance_frameworktext
    FOR EACH STATEMENT EXECUTE FUNCTION governance_refuse_change();
"""
UNGUARD = """
DROP TRIGGER governance_frameworktext_fixed ON governance_frameworktext;
DROP FUNCTION governance_refuse_change();
"""


class Migration(migrations.Migration):
    """Guard the texts by a trigger."""

    dependencies = [("governance", "0002_shared_cache_table")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
