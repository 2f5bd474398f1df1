"""No environment variable lets privileged posts go without a second factor."""

import os
import subprocess
import sys

from tests.signing_in import a_house
from timonel.site.configuration import Configuration

ASK = """
import django; django.setup()
from timonel.governance.models import Account
from timonel.governance.second_factor import demanded_of
print("demanded", demanded_of(Account.objects.get(email="registrar@example.org")))
"""


def test_no_environment_variable_switches_it_off(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        a_house()
    known = {str(field.validation_alias) for field in Configuration.model_fields.values()}
    guessed = ["DEMO", "DEMONSTRATION", "SECOND_FACTOR", "NO_SECOND_FACTOR", "MFA", "DEBUG", "TESTING", "COUNTRY"]
    said = dict.fromkeys(known, "demonstration") | {f"TIMONEL_{name}": "0" for name in guessed}
    said |= dict.fromkeys(guessed, "1") | {"TIMONEL_PROXIES": "5", "TIMONEL_OPENID": "[]"}
    said |= {"TIMONEL_IDLE_MINUTES": "1", "TIMONEL_ACTS_A_MINUTE": "1"}
    said |= {"TIMONEL_UNSEALED": "warn", "TIMONEL_UNSEALED_MINUTES": "15"}
    said |= {name: "http://127.0.0.1:1" for name in known if name.endswith("ADDRESS")}
    said |= {"TIMONEL_FILES": "s3://key:secret@demonstration/x?endpoint=http://127.0.0.1:1"}
    said |= {"TIMONEL_MAIL_URL": "smtp://demonstration@localhost", "TIMONEL_DATA": os.environ["TIMONEL_DATA"]}
    environment = {
        **os.environ,
        **said,
        **fresh_database.environment,
        "DJANGO_SETTINGS_MODULE": "timonel.site.settings",
    }
    answer = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=False)
    assert answer.stdout.strip() == "demanded True", answer.stderr[-2000:]
