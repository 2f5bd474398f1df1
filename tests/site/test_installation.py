"""The database that tests get: the serving role on one alias, the owner on the other, on one database."""

from django.db import connection, connections


def ask(alias, query):
    with connections[alias].cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()


def test_both_aliases_lead_to_one_database_as_two_roles(db):
    (app, here), (owner, there) = (ask(alias, "SELECT current_user, current_database()") for alias in connections)
    assert (app, owner) == ("timonel_app", "timonel_owner")
    assert here == there != "timonel"


def test_a_fresh_database_is_a_clone_of_its_own_with_all_migrations(fresh_database):
    assert ask("default", "SELECT current_database()") == (fresh_database.name,)
    assert ask("default", "SELECT count(*) > 0 FROM django_migrations") == (True,)


def test_the_serving_role_cannot_create_or_truncate(fresh_database):
    allowed = "SELECT has_schema_privilege('public', 'CREATE'), has_table_privilege('django_session', 'TRUNCATE')"
    assert ask("default", allowed) == (False, False)
    assert ask("default", "SELECT has_table_privilege('django_session', 'DELETE')") == (True,)
    assert connection.settings_dict["USER"] == "timonel_app"
