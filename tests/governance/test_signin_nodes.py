"""Two web nodes on one database count tries together and know each other's sessions."""

import os
import subprocess
import sys

from django.conf import settings
from django.test import Client

from tests.signing_in import a_house, sign_in

NODE = """
import sys
import django; django.setup()
from django.test import Client
from django.conf import settings
settings.ALLOWED_HOSTS.append("testserver")
from tests.signing_in import sign_in, signed_in
print(sign_in(Client(REMOTE_ADDR=sys.argv[1])).status_code)
browser = Client(); browser.cookies[settings.SESSION_COOKIE_NAME] = sys.argv[2]
print(signed_in(browser))
"""


def node(database, *said):
    environment = {**os.environ, **database.environment, "DJANGO_SETTINGS_MODULE": "timonel.site.settings"}
    command = [sys.executable, "-c", NODE, *said]
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr[-3000:]
    return answer.stdout.split()


def test_what_one_node_counts_and_knows_the_other_does_too(fresh_database):
    ana = a_house().account()
    browser = Client()
    browser.force_login(ana)
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    assert node(fresh_database, "192.0.2.1", key) == ["302", "True"]
    for _ in range(5):
        assert sign_in(Client(REMOTE_ADDR="192.0.2.1"), password="not the password").status_code == 200
    assert node(fresh_database, "192.0.2.2", key) == ["429", "True"]
