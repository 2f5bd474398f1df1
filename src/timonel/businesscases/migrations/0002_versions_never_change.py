"""A version of a business case is what was adopted: nothing but the number of its record entry is ever written into it."""

from django.db import migrations

GUARD = """
CREATE FUNCTION businesscases_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.entry IS NULL
       AND to_jsonb(OLD) - 'entry' = to_jsonb(NEW) - 'entry' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a version of a business case is never changed or removed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER businesscases_caseversion_fixed BEFORE UPDATE OR DELETE ON businesscases_caseversion
    FOR EACH ROW EXECUTE FUNCTION businesscases_refuse_change();
CREATE TRIGGER businesscases_caseversion_kept BEFORE TRUNCATE ON businesscases_caseversion
    FOR EACH STATEMENT EXECUTE FUNCTION businesscases_refuse_change();
"""
UNGUARD = """
DROP TRIGGER businesscases_caseversion_kept ON businesscases_caseversion;
DROP TRIGGER businesscases_caseversion_fixed ON businesscases_caseversion;
DROP FUNCTION businesscases_refuse_change();
"""


class Migration(migrations.Migration):
    """Guard the versions by triggers."""

    dependencies = [("businesscases", "0001_versions_and_drafts")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
