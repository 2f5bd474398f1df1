"""Nobody changes the record: triggers refuse it, and the serving role is not even allowed to try."""

from django.db import migrations

from timonel.record.grants import allow

KEPT = ("record_entry", "record_node", "record_manifest", "record_manifestrow", "record_checkpoint", "record_timestamp")

REFUSE = """
CREATE FUNCTION record_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record is only added to: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""

GROW = """
CREATE FUNCTION record_head_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.size <= OLD.size OR NEW.recorded_at IS NULL OR NEW.recorded_at < OLD.recorded_at THEN
        RAISE EXCEPTION 'the record only grows: from % to % is refused', OLD.size, NEW.size
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
"""


def trigger(table: str, name: str, when: str, function: str, each: str = "STATEMENT") -> migrations.RunSQL:
    """Make a trigger that no setting of a connection can switch off."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}();"
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name};",
        f"DROP TRIGGER {name} ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("record", "0001_lay_the_tables")]

    operations = [
        migrations.RunSQL("INSERT INTO record_head (id, size, hashes) VALUES (1, 0, '{}')", migrations.RunSQL.noop),
        migrations.RunSQL(REFUSE, "DROP FUNCTION record_refuse_change()"),
        migrations.RunSQL(GROW, "DROP FUNCTION record_head_grows()"),
        *(
            trigger(table, "record_is_only_added_to", "UPDATE OR DELETE OR TRUNCATE", "record_refuse_change")
            for table in KEPT
        ),
        trigger("record_head", "record_head_stays", "INSERT OR DELETE OR TRUNCATE", "record_refuse_change"),
        trigger("record_head", "record_head_only_grows", "UPDATE", "record_head_grows", each="ROW"),
        allow("SELECT, INSERT", *KEPT),
        allow("SELECT, UPDATE", "record_head"),
        allow("SELECT, INSERT, DELETE", "record_opening"),
    ]
