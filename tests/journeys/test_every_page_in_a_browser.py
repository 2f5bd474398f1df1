"""Every page, in both languages, on a telephone and on a desk: axe, overflow, keyboard and console."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import WIDTHS, chromium, visit
from tests.serving import HERE, Installation

pytestmark = pytest.mark.long

PUBLIC = (
    "/",
    "/framework/",
    "/framework/bodies/digital-development-committee/",
    "/framework/powers/",
    "/framework/instruments/",
    "/framework/instruments/law-21658/",
    "/framework/parameters/",
    "/framework/diagnosis/?on=2016-01-31",
    "/framework/compare/",
    "/framework/approvals/",
    "/institutions/",
    "/institutions/?q=nothing-is-called-this",
    "/institutions/cl-08-03/",
    "/posts/",
    "/posts/cio/",
    "/people/",
    "/record/",
    "/record/?since=no-day",
    "/portfolio/",
    "/projects/",
    "/projects/2026-1/",
    "/projects/2026-15/",
    "/projects/2026-17/",
    "/business-cases/project/2026-15/",
    "/record/20/",
    "/record/state/",
    "/verify",
    "/search/?q=impuestos",
    "/search/?q=zzz",
    "/api/",
    "/accounts/login/",
    "/accounts/password/reset/",
    "/nowhere/",
)
SIGNED_IN = (
    "/desk/",
    "/acts/",
    "/acts/governance.appoint_person/",
    "/acts/governance.import_institutions/",
    "/acts/portfolio.propose_project/",
    "/acts/portfolio.pass_gate/",
    "/projects/drafts/",
    "/projects/2026-16/approvals/agency-funding-approval/",
    "/jobs/",
    "/me/",
    "/institutions/cl-08-03/",
    "/posts/auditor/",
    "/accounts/2fa/",
)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    """Load the demonstration into a folder of its own and serve it."""
    folder = tmp_path_factory.mktemp("demonstration")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TIMONEL_")}
    environment.pop("DATABASE_URL", None)
    environment |= {"TIMONEL_DATA": str(folder / "timonel"), "PYTHONPATH": f"{HERE / 'src'}{os.pathsep}{HERE}"}
    for words in (["migrate", "--quiet"], ["demo"]):
        subprocess.run([sys.executable, "-m", "timonel", *words], env=environment, check=True, capture_output=True)
    installation = Installation(folder, environment)
    try:
        installation.serve(workers=1, threads=4)
        yield installation
    finally:
        for node in list(installation.nodes):
            installation.kill(node)
        installation.run("database", "stop")


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def cookies(demonstration, browser):
    """Sign the registrar in once and give their cookies."""
    secret = Path(demonstration.environment["TIMONEL_DATA"], "demonstration-password").read_text()
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{demonstration.port}/accounts/login/")
    page.fill("input[name=login]", "registrar@demostracion.example")
    page.fill("input[name=password]", secret)
    page.click("main button[type=submit]")
    page.wait_for_url("**/desk/")
    found = [{name: each[name] for name in ("name", "value", "domain", "path")} for each in context.cookies()]
    context.close()
    return [each for each in found if each["name"] != "django_language"]


def looked_at(browser: Browser, installation: Installation, path: str, cookies=()):
    """Open a page in both languages at both widths and tell everything that is wrong with it."""
    faults = []
    for language in ("es-cl", "en"):
        for where, width in WIDTHS.items():
            url = f"http://127.0.0.1:{installation.port}{path}"
            with visit(browser, url, width=width, language=language, cookies=cookies) as seen:
                assert seen.page.url.split("?")[0] == url.split("?")[0], "led elsewhere"
                told = [f"{language} {where}: {fault}" for fault in seen.faults()]
                if overflow := seen.overflow():
                    told.append(f"{language} {where}: {overflow} px too wide")
                expected = "/nowhere/" in path or "no-day" in path
                told += [f"{language} {where}: {said}" for said in seen.complaints if not expected]
                faults += told
    return faults


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_is_accessible_and_fits(browser, demonstration, path):
    assert looked_at(browser, demonstration, path) == []


@pytest.mark.parametrize("path", SIGNED_IN)
def test_a_page_of_who_is_signed_in_is_accessible_and_fits(browser, demonstration, cookies, path):
    assert looked_at(browser, demonstration, path, cookies) == []


@pytest.mark.parametrize("path", ["/", "/institutions/", "/framework/powers/", "/record/", "/verify"])
def test_the_keyboard_reaches_everything_on_a_page(browser, demonstration, path):
    with visit(browser, f"http://127.0.0.1:{demonstration.port}{path}") as seen:
        assert seen.walked_by_keyboard() == []


def test_an_act_is_done_without_javascript_and_its_certificate_verifies(browser, demonstration, cookies, tmp_path):
    home = f"http://127.0.0.1:{demonstration.port}"
    form = f"{home}/acts/governance.rename_institution/?institution=cl-08-03"
    with visit(browser, form, script=False, cookies=cookies) as seen:
        page = seen.page
        page.fill("[name=name]", "Servicio de Impuestos Internos de Prueba")
        page.fill("[name=from_on]", "2026-06-01")
        page.fill("[name=instrument]", "Ley de prueba")
        page.click("main form.form button[type=submit]")
        assert page.url.startswith(f"{home}/institutions/cl-08-03/")
        assert "Asiento" in page.content()
        page.click(".timeline__proof a")
        page.click("text=Cuándo estará su certificado")
        assert "El certificado aún no está listo" in page.content()
        assert demonstration.run("record", "checkpoint").returncode == 0
        page.go_back()
        page.reload()
        with page.expect_download() as loaded:
            page.click("text=Certificado (JSON)")
        certificate = tmp_path / "certificate.json"
        loaded.value.save_as(certificate)
        page.goto(f"{home}/verify")
        page.set_input_files("[name=certificate]", certificate)
        page.click("main form.form button[type=submit]")
        assert "El certificado es auténtico" in page.content()
        certificate.write_text(certificate.read_text().replace('"index": ', '"index": 1'))
        page.goto(f"{home}/verify")
        page.set_input_files("[name=certificate]", certificate)
        page.click("main form.form button[type=submit]")
        assert "El certificado no es auténtico" in page.content()


def test_a_form_sent_with_a_fault_keeps_what_was_typed_and_leads_to_it(browser, demonstration, cookies):
    url = f"http://127.0.0.1:{demonstration.port}/acts/governance.register_institution/"
    with visit(browser, url, cookies=cookies) as seen:
        page = seen.page
        page.fill("[name=number]", "¡mal!")
        page.fill("[name=name]", "Nombre que no se pierde")
        page.click("main form.form button[type=submit]")
        assert page.input_value("[name=name]") == "Nombre que no se pierde"
        assert page.locator(".error-summary a[href='#id_number']").count() == 1
        assert seen.faults() == []
