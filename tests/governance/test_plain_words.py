"""A person who knows no codes reads and does everything by names: forms, the record, registers, search."""

import json
import re
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tests.factories import TODAY, a_person, a_post, act, an_installation, an_institution, appointed
from timonel.governance.acting import ACTIONS
from timonel.governance.acting.errors import ActError
from timonel.governance.acting.frame import perform
from timonel.governance.choices import called, choices_for
from timonel.governance.explaining import refusal_of
from timonel.governance.forms import fields_of
from timonel.governance.models import Account, Adoption, Post
from timonel.governance.queries.viewers import PUBLIC
from timonel.record.models import Entry

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def registrar():
    return an_installation("cl")


@pytest.fixture
def ana(registrar):
    return a_person(registrar, "Ana Soto")


@pytest.fixture
def read(client: Client):
    """Read a page in Spanish, without its markup."""

    def get(path, **query):
        client.cookies["django_language"] = "es-cl"
        html = client.get(path, query).content.decode()
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("<main")[2].partition("</main>")[0]))

    return get


def last_entry():
    return Entry.objects.order_by("-seq").first()


# --- forms


@pytest.mark.parametrize(
    ("act_code", "name", "code"),
    [
        ("governance.establish_post", "post_kind", "head-of-service"),
        ("governance.appoint_person", "selection", "senior-public-management"),
        ("governance.delegate_power", "power", "approve-projects"),
        ("governance.assign_identifier", "scheme", "cl-rut"),
        ("governance.register_institution", "region", "13"),
        ("governance.register_institution", "comuna", "13101"),
        ("governance.register_institution", "kind", "ministry"),
        ("governance.recuse_oneself", "subject_kind", "institution"),
        ("governance.assign_follow_up", "instrument", "law-21180"),
        ("governance.import_institutions", "when_faulty", "refuse-all"),
    ],
)
def test_a_form_offers_what_a_code_may_be_by_its_name(registrar, act_code, name, code):
    field = next(each for each in fields_of(ACTIONS[act_code], PUBLIC, {}) if each.name == name)
    assert field.kind == "choice"
    offered = {key: str(label) for key, label in field.options}
    assert offered.get(code, code) != code, sorted(offered)


def test_a_free_text_stays_free(registrar):
    fields = {each.name: each for each in fields_of(ACTIONS["governance.appoint_person"], PUBLIC, {})}
    assert fields["instrument"].kind == "text"


def test_regions_and_comunas_are_offered_apart(registrar):
    regions, comunas = (choices_for("governance.register_institution", name) for name in ("region", "comuna"))
    assert {len(code) for code, _name in regions} == {2} and {len(code) for code, _name in comunas} == {5}


def test_an_input_of_another_room_is_not_taken_for_one_of_ours(registrar):
    assert choices_for("portfolio.propose_project", "kind") == ()
    assert called("portfolio.propose_project", "kind", "ministry") == "ministry"


def test_acts_stand_under_the_power_they_exercise(registrar, client, read):
    Adoption.objects.update(demonstration=True)
    client.force_login(Account.objects.get(person=registrar.person))
    html = read(reverse("governance:acts"))
    assert html.index("Llevar los registros") < html.index("Fusionar instituciones")
    assert html.index("Fusionar instituciones") < html.index("Registrar nombramientos")
    assert html.index("Registrar nombramientos") < html.index("Nombrar a una persona en un cargo")


# --- the record


def test_an_entry_names_who_did_it_what_it_is_about_and_what_changed(registrar, ana, read):
    sii = an_institution(registrar, "sii", name="Servicio de Impuestos Internos")
    appointed(registrar, a_post(registrar, "head-of-service", sii), ana, selection="senior-public-management")
    text = read(reverse("record-entry", args=[last_entry().seq]))
    for words in ("Persona Rosa Registradora", "Persona Ana Soto", "Vigencia desde el 01-01-2026"):
        assert words in text
    assert "Jefe/a superior de servicio · Servicio de Impuestos Internos" in text
    assert ana.number not in text and "appointment-1" not in text and "head-of-service@" not in text


def test_an_entry_that_withholds_a_name_says_so_and_gives_its_hash_alone(registrar, ana, read):
    text = read(reverse("record-entry", args=[last_entry().seq]))
    withheld = json.loads(bytes(last_entry().body))["changes"]["subject"]["name"]["withheld"]
    assert f"Nombre reservado; su huella: {withheld[:16]}…" in text


def test_what_was_refused_does_not_read_as_done(registrar, ana, read):
    post = a_post(registrar, "auditor")
    appointed(registrar, post, ana)
    with pytest.raises(ActError) as refused:
        appointed(registrar, post, a_person(registrar, "Eva Ruiz"))
    assert [each["code"] for each in refused.value.findings] == ["post-is-held"]
    entry = last_entry()
    assert entry.outcome == "refused" and post.appointments.get().person == ana
    for path in (reverse("record-entry", args=[entry.seq]), reverse("record"), "/"):
        text = read(path)
        assert "No se realizó: Nombrar a una persona en un cargo" in text and "Rechazado" in text


def test_the_record_says_whom_an_act_on_a_post_concerns(registrar, ana, read):
    appointed(registrar, a_post(registrar, "operator"), ana)
    said = "Se nombró a una persona en Operador/a de la plataforma Encargado/a de registros Ana Soto"
    assert said in read("/record/")


def test_the_record_is_narrowed_by_the_name_of_an_institution_or_post(registrar, ana, read):
    an_institution(registrar, "sii", name="Servicio de Impuestos Internos")
    an_institution(registrar, "dt", name="Dirección del Trabajo")
    for number in ("sii", "dt"):
        named = {"institution": number, "person": ana.number, "matter": "TIC", "from_on": "2026-01-01"}
        act(registrar, "governance.name_focal_point", **named)
    for words in ("sii", "Servicio de Impuestos Internos", "impuestos internos"):
        text = read("/record/", body=words)
        assert "Se designó un punto focal en Servicio de Impuestos Internos" in text
        assert "Dirección del Trabajo" not in text
    assert "Se designó un punto focal en Dirección del Trabajo" in read("/record/", post="encargado de registros")


def test_a_name_that_nothing_has_or_that_several_have_shows_nothing_and_says_so(registrar, read):
    an_institution(registrar, "sn", name="Servicio de Salud Norte")
    an_institution(registrar, "ss", name="Servicio de Salud Sur")
    assert "Nada en los registros tiene este nombre o número." in read("/record/", body="ninguna parte")
    several = read("/record/", body="servicio salud")
    assert "Servicio de Salud Norte (sn); Servicio de Salud Sur (ss)" in several
    assert "No se muestra nada" in several and "Certificado del asiento" not in several


def test_the_acts_to_choose_from_are_named_as_what_one_does(registrar, read):
    assert "{subject}" not in read("/record/")


# --- registers


@pytest.mark.parametrize(("on", "there"), [("2023-08-16", False), ("2023-08-17", True)])
def test_a_post_is_vacant_only_from_the_day_on_which_the_framework_has_it(registrar, read, on, there):
    sii = an_institution(registrar, "sii", name="Servicio de Impuestos Internos")
    post = a_post(registrar, "digital-transformation-coordinator", sii)
    page = read(reverse("governance:post", args=[post.number]), on=on)
    assert ("Vacante" in page, "El marco no tiene este cargo" in page) == (there, not there)
    row = (
        read("/posts/", on=on).rpartition("Coordinador/a de Transformación Digital (CTD)")[2].partition(post.number)[0]
    )
    assert ("vacante" in row, "no existía" in row) == (there, not there)


def test_people_are_listed_with_the_post_they_hold_and_how_many(registrar, ana, read):
    appointed(registrar, a_post(registrar, "auditor"), ana)
    appointed(registrar, a_post(registrar, "operator"), ana)
    assert "Ana Soto Auditor/a 2" in read("/people/")


def test_an_institution_shows_names_for_codes_sources_and_what_became_of_it(registrar, read):
    an_institution(registrar, "nueva", name="Servicio Nuevo")
    an_institution(registrar, "vieja", name="Servicio Viejo", source="bcn-comunas")
    code = {"institution": "vieja", "scheme": "cl-budget", "code": "08.03", "source": "test"}
    perform(registrar, "governance.assign_identifier", code, post="registrar", on=TODAY)
    merged = {"successor": "nueva", "merged": ["vieja"], "on": "2026-06-01", "instrument": "Ley 1"}
    perform(registrar, "governance.merge_institutions", merged, post="registrar", on=TODAY)
    text = read("/institutions/vieja/", on="2026-01-01")
    assert "Código presupuestario (partida, capítulo, programa) 08.03" in text
    assert "código único territorial" in text and "bcn-comunas" not in text
    assert "Servicio Nuevo" in text


# --- search


@pytest.mark.parametrize("words", ["auditor", "auditor/a", "Auditora"])
def test_a_post_is_found_by_either_form_of_its_name(registrar, read, words):
    a_post(registrar, "auditor")
    assert "Auditor/a Cargo" in read("/search/", q=words)


def test_the_ministry_stands_before_the_services_of_its_sector(registrar, read):
    an_institution(registrar, "a", name="Central de Abastecimiento del Sistema Nacional de Servicios de Salud")
    an_institution(registrar, "b", name="Ministerio de Salud")
    text = read("/search/", q="salud")
    assert text.index("Ministerio de Salud") < text.index("Central de Abastecimiento")


def test_instruments_and_bodies_of_the_framework_are_found_by_all_the_words(registrar, read):
    assert "Ley 21.658, crea la Secretaría de Gobierno Digital Instrumento" in read("/search/", q="ley 21.658")
    assert "Instrumento" not in read("/search/", q="ley 99.999")


# --- an address that nothing answers


def test_the_page_of_an_unknown_address_has_the_search_and_the_way_back(registrar, client):
    html = client.get("/nada/").content.decode()
    assert 'role="search"' in html and reverse("governance:institutions") in html


# --- refusals and shorter ways


@pytest.fixture
def desk(registrar, client):
    """Read a page as the registrar, markup and all."""
    Adoption.objects.update(demonstration=True)
    client.force_login(Account.objects.get(person=registrar.person))
    client.cookies["django_language"] = "es-cl"
    return lambda path, **query: client.get(path, query).content.decode()


def refused(registrar, code, **inputs):
    """Ask for what is refused, and say why in Spanish."""
    before = Entry.objects.filter(outcome="done").count()
    with pytest.raises(ActError) as refusal, override("es-cl"):
        perform(registrar, code, inputs, post="registrar", on=TODAY)
    assert Entry.objects.filter(outcome="done").count() == before and last_entry().outcome == "refused"
    with override("es-cl"):
        return refusal_of(refusal.value, "")


def test_a_refusal_names_the_post_and_writes_the_day_as_people_do(registrar, ana):
    post = a_post(registrar, "auditor")
    appointed(registrar, post, ana)
    again = {"post": "auditor", "person": a_person(registrar, "Eva Ruiz").number}
    why = refused(registrar, "governance.appoint_person", **again, from_on="2026-11-02", instrument="Decreto 2")
    assert why.because[0].startswith("El cargo Auditor/a tiene otro titular algún día desde el 02-11-2026.")


def test_who_stood_aside_reads_the_ground_and_who_acts_instead(registrar):
    an_institution(registrar, "sii", name="Servicio de Impuestos Internos")
    ground = {"subject_kind": "institution", "subject_number": "sii", "ground": "kinship"}
    perform(registrar, "governance.recuse_oneself", ground, post="registrar", on=TODAY)
    renamed = {"institution": "sii", "name": "Otro", "from_on": "2026-11-02", "instrument": "Ley 1"}
    why = refused(registrar, "governance.rename_institution", **renamed)
    assert "(Parentesco hasta el cuarto grado" in why.because[0]
    assert why.now == ("En este asunto actúa quien le subroga en el cargo.",)


def test_an_institution_that_is_over_is_named_in_the_refusal(registrar):
    an_institution(registrar, "sii", name="Servicio de Impuestos Internos", from_on="2026-11-01")
    moved = {"institution": "sii", "name": "Otro", "from_on": "2026-10-31", "instrument": "Ley 1"}
    why = refused(registrar, "governance.rename_institution", **moved)
    assert why.because == ("Servicio de Impuestos Internos no existe el 31-10-2026.",)


def test_where_there_is_one_row_to_choose_it_is_chosen(registrar):
    fields = {each.name: each for each in fields_of(ACTIONS["governance.import_institutions"], PUBLIC, {})}
    assert fields["adoption"].value == Adoption.objects.get().number
    assert str(dict(fields["adoption"].options)[fields["adoption"].value]).startswith("Chile")


def test_where_there_are_several_rows_none_is_chosen(registrar, ana):
    viewer = replace(PUBLIC, person=registrar.person, post=Post.objects.get(number="registrar"))
    fields = {each.name: each for each in fields_of(ACTIONS["governance.appoint_person"], viewer, {})}
    assert len(fields["person"].options) > 1 and fields["person"].value == ""


def test_ending_an_appointment_begins_with_who_holds_the_post(registrar, ana, desk):
    post = a_post(registrar, "auditor")
    assert "end_appointment/?post=auditor&amp;person=" not in desk("/posts/auditor/")
    appointed(registrar, post, ana)
    assert f"end_appointment/?post=auditor&amp;person={ana.number}" in desk("/posts/auditor/")


def test_one_stands_aside_from_a_matter_on_its_own_page(registrar, desk, client):
    an_institution(registrar, "sii", name="Servicio de Impuestos Internos")
    way = "recuse_oneself/?subject_kind=institution&amp;subject_number=sii"
    assert way in desk("/institutions/sii/")
    client.logout()
    assert way not in client.get("/institutions/sii/").content.decode()


def test_the_template_is_offered_beside_the_import_to_who_may_import(registrar, desk, client):
    template = reverse("governance:institutions-template")
    assert template in desk("/institutions/")
    client.logout()
    assert template not in client.get("/institutions/").content.decode()


def test_a_parameter_is_set_from_how_its_value_in_force_is_compared(registrar, desk):
    html = desk("/framework/parameters/", q="bajo riesgo") + desk("/framework/parameters/", q="banda de costo base")
    assert "parameter=" in html and "comparator=at-most&amp;unit=UTM" in html


@pytest.mark.parametrize(("words", "found"), [("encargado", True), ("REGISTROS", True), ("contralor", False)])
def test_the_list_of_posts_is_searched_by_what_posts_are_called(registrar, read, words, found):
    assert ("Encargado/a de registros Rosa Registradora" in re.sub(" +", " ", read("/posts/", q=words))) == found


def test_english_calls_the_one_who_holds_a_post_the_holder(registrar, client):
    client.cookies["django_language"] = "en"
    html = client.get("/posts/registrar/").content.decode()
    assert ">holder<" in html and "titular" not in html.partition("<main")[2]


def test_who_lacks_the_mandate_reads_the_power_by_its_name_and_the_day_as_people_write_it(registrar, ana):
    auditor = appointed(registrar, a_post(registrar, "auditor"), ana)
    with pytest.raises(ActError) as refusal:
        act(auditor, "governance.register_person", name="Eva Ruiz")
    assert refusal.value.code == "no-mandate" and last_entry().outcome == "refused"
    with override("es-cl"):
        why = refusal_of(refusal.value, "")
    assert "Auditor/a la atribución «Llevar los registros» sobre este asunto el 02-11-2026." in why.because[0]


def test_days_of_a_refusal_are_whole_in_english_too(registrar, ana):
    post = a_post(registrar, "auditor")
    appointed(registrar, post, ana)
    with pytest.raises(ActError) as refusal:
        appointed(registrar, post, a_person(registrar, "Eva Ruiz"), from_on="2026-11-02")
    with override("en"):
        assert "on a day from 2 Nov 2026 on" in refusal_of(refusal.value, "").because[0]
