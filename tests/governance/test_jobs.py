"""Long work: asked for, done once as who asked, found again, ended with a report, whatever changes meanwhile."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.db.models.functions import Now
from django.test import Client
from django.utils import translation

from tests.durability.together import together
from tests.examples import a_world
from tests.factories import act, asker
from timonel.governance import files, jobs
from timonel.governance.acting.act import ACTIONS
from timonel.governance.acting.errors import InputFault, TooManyActs
from timonel.governance.acting.tally import counted, tallied
from timonel.governance.expectations import EXPECTED, expected_in
from timonel.governance.models import Account, Appointment, Institution, InstitutionVersion, Job, Person
from timonel.governance.queries.jobs import job_page, own_jobs, recent_jobs, work_state
from timonel.governance.queries.viewers import Viewer
from timonel.governance.sentences import CODES
from timonel.record.models import Entry
from timonel.site.health import health

CODE = "governance.import_institutions"
HEAD = "number,name,kind,level,from,to,ministry,source,checked_on"
GOOD = "i-7,Uno,agency,central,2026-01-01,,,test,2026-11-01"
ALSO_GOOD = "i-8,Dos,agency,central,2026-01-01,,,test,2026-11-01"
NO_KIND = "i-9,Tres,castle,central,2026-01-01,,,test,2026-11-01"
NO_MINISTRY = "i-10,Cuatro,agency,central,2026-01-01,,i-none,test,2026-11-01"


class Installed:
    """An installation whose registrar has an account and asks for imports."""

    def __init__(self):
        self.world = a_world()
        self.world.adoption.__class__.objects.update(demonstration=True)
        self.account = Account.objects.get(person=self.world.registrar.person)
        self.viewer = Viewer(person=self.account.person)

    def file(self, *rows, name="instituciones.csv"):
        content = "\r\n".join([HEAD, *rows]).encode()
        return files.keep(io.BytesIO(content), name, "text/csv", self.account.person)

    def typed(self, *rows, how="refuse-all"):
        return {"adoption": self.world.adoption.number, "file": self.file(*rows).sha256, "when_faulty": how}

    def asked(self, *rows, how="refuse-all", key="k-1", post="registrar"):
        return jobs.ask(self.account, post, CODE, self.typed(*rows, how=how), key)

    def page(self, job):
        with translation.override("es-cl"):
            return job_page(self.viewer, job.number, "cl")

    def browser(self, account=None):
        browser = Client()
        browser.force_login(account or self.account)
        return browser

    def post(self, *rows, how="refuse-all", key="k-form", browser=None):
        content = io.BytesIO("\r\n".join([HEAD, *rows]).encode())
        content.name = "instituciones.csv"
        sent = {"adoption": self.world.adoption.number, "file": content, "when_faulty": how, "idempotency_key": key}
        return (browser or self.browser()).post(f"/acts/{CODE}/", sent)


@pytest.fixture
def installed(db):
    return Installed()


@pytest.fixture
def committed(fresh_database):
    return Installed()


def now(job):
    return Job.objects.get(pk=job.pk)


def imports():
    return Entry.objects.filter(act=CODE, outcome="done").count()


def test_an_import_asked_for_is_one_act_of_who_asked_and_ends_with_its_counts(installed):
    job = installed.asked(GOOD, ALSO_GOOD)
    assert (job.stage, imports()) == (Job.WAITING, 0)
    assert jobs.run_one(job.pk, telling=False)
    done = now(job)
    assert (done.stage, done.done, done.total) == (Job.DONE, 2, 2)
    entry = Entry.objects.get(seq=done.entry)
    assert (entry.person, entry.post) == (installed.account.person.number, "registrar")
    assert installed.page(job).counts == {"rows": 2, "added": 2, "unchanged": 0, "faulty_rows": 0}
    assert Institution.objects.filter(number__in=["i-7", "i-8"]).count() == 2


def test_a_job_that_has_ended_is_not_done_again(installed):
    job = installed.asked(GOOD)
    assert jobs.run_one(job.pk, telling=False)
    assert not jobs.run_one(job.pk, telling=False)
    assert imports() == 1


def test_asked_twice_under_one_key_it_is_one_job_and_gives_no_number_away(installed):
    first, again, other = installed.asked(GOOD), installed.asked(GOOD), installed.asked(GOOD, key="k-2")
    assert first.number == again.number
    assert int(other.number.partition("-")[2]) == int(first.number.partition("-")[2]) + 1


def test_one_fault_refuses_the_whole_and_the_report_names_row_column_value_and_what_was_expected(installed):
    job = installed.asked(GOOD, NO_KIND)
    jobs.run_one(job.pk, telling=False)
    page = installed.page(job)
    assert (now(job).stage, page.line.stage) == (Job.REFUSED, "refused")
    assert not Institution.objects.filter(number="i-7").exists()
    (fault,) = page.faults
    assert (fault.row, fault.column, fault.found) == ("3", "Clase", "castle")
    assert fault.expected.startswith("una de estas: ")
    assert Entry.objects.get(seq=page.entry).outcome == "refused"


def test_good_rows_are_kept_when_that_was_chosen_beforehand_and_the_report_names_the_others(installed):
    job = installed.asked(GOOD, NO_KIND, NO_MINISTRY, how="keep-good")
    jobs.run_one(job.pk, telling=False)
    page = installed.page(job)
    assert page.line.stage == "done"
    assert page.counts == {"rows": 1, "added": 1, "unchanged": 0, "faulty_rows": 2}
    assert [(fault.row, fault.column, fault.found) for fault in page.faults] == [
        ("3", "Clase", "castle"),
        ("4", "Ministerio", "i-none"),
    ]
    assert page.faults[1].expected == "el número de un ministerio"


def test_the_refusal_of_a_faulty_file_counts_its_places_and_leaves_them_to_the_report(installed):
    job = installed.asked(NO_KIND, NO_MINISTRY, GOOD)
    jobs.run_one(job.pk, telling=False)
    refused = installed.page(job).refused
    assert (refused["code"], refused["params"], refused["findings"]) == ("file-has-faults", {"count": 2}, [])


def test_each_code_of_a_faulty_cell_or_row_says_what_was_expected_with_its_values():
    for code in EXPECTED:
        said = expected_in(code, {"example": "08.02", "longest": "60", "words": "a, b"})
        assert said
        assert "{" not in said
    assert "60" in expected_in("cell-too-long", {"longest": "60"})
    assert expected_in("sheet-empty", {}) == str(CODES["sheet-empty"])


def test_the_appointment_that_ended_meanwhile_refuses_the_job_and_nothing_changes(installed):
    job = installed.asked(GOOD)
    yesterday = Appointment.objects.get(post__number="registrar")
    Appointment.objects.filter(pk=yesterday.pk).delete()
    before = Institution.objects.count()
    jobs.run_one(job.pk, telling=False)
    ended = now(job)
    assert (ended.stage, ended.answer["code"], ended.answer["error"]) == (Job.REFUSED, "not-appointed", "NotAllowed")
    assert Institution.objects.count() == before
    assert imports() == 0


def test_an_account_closed_meanwhile_refuses_the_job(installed):
    job = installed.asked(GOOD)
    Account.objects.filter(pk=installed.account.pk).update(is_active=False)
    jobs.run_one(job.pk, telling=False)
    assert (now(job).stage, now(job).answer["code"]) == (Job.REFUSED, "account-closed")
    assert imports() == 0


def test_a_post_that_the_person_never_held_is_refused(installed):
    job = installed.asked(GOOD, post="operator")
    jobs.run_one(job.pk, telling=False)
    assert (now(job).stage, now(job).answer["code"]) == (Job.REFUSED, "not-appointed")


def test_inputs_without_the_form_of_the_act_make_no_job(installed):
    with pytest.raises(InputFault):
        jobs.ask(installed.account, "registrar", CODE, {"adoption": installed.world.adoption.number}, "k")
    with pytest.raises(InputFault):
        jobs.ask(installed.account, "regis\0trar", CODE, installed.typed(GOOD), "k")
    assert not Job.objects.exists()


def test_nobody_has_more_than_the_most_open_jobs(installed):
    made = [installed.asked(GOOD, key=str(place)) for place in range(jobs.MOST_OPEN)]
    with pytest.raises(InputFault) as refused:
        installed.asked(GOOD, key="one more")
    assert refused.value.fields[0]["code"] == "jobs-too-many"
    assert Job.objects.count() == jobs.MOST_OPEN
    jobs.run_one(made[0].pk, telling=False)
    assert installed.asked(GOOD, key="one more").stage == Job.WAITING


def test_a_file_over_the_largest_size_is_refused_before_it_is_read(installed, monkeypatch):
    file = installed.file(GOOD)
    type(file).objects.filter(pk=file.pk).update(size=5_000_001)
    monkeypatch.setattr(files, "read", lambda stored: pytest.fail("it was read"))
    job = jobs.ask(
        installed.account,
        "registrar",
        CODE,
        {"adoption": installed.world.adoption.number, "file": file.sha256, "when_faulty": "keep-good"},
        "k",
    )
    jobs.run_one(job.pk, telling=False)
    assert now(job).stage == Job.REFUSED
    assert [each["code"] for each in now(job).answer["findings"]] == ["sheet-too-large"]


@pytest.mark.parametrize(("size", "read"), [(5_000_000, True), (5_000_001, False)])
def test_the_largest_size_is_included(installed, monkeypatch, size, read):
    file = installed.file(GOOD)
    type(file).objects.filter(pk=file.pk).update(size=size)
    seen = []
    monkeypatch.setattr(files, "read", lambda stored: seen.append(stored) or b"x")
    typed = {"adoption": installed.world.adoption.number, "file": file.sha256, "when_faulty": "keep-good"}
    jobs.run_one(jobs.ask(installed.account, "registrar", CODE, typed, "k").pk, telling=False)
    assert bool(seen) is read


def test_a_job_that_broke_off_too_often_is_given_up(installed):
    job = installed.asked(GOOD)
    Job.objects.filter(pk=job.pk).update(tries=jobs.MOST_TRIES - 1, stage=Job.RUNNING)
    other = installed.asked(GOOD, key="k-2")
    Job.objects.filter(pk=other.pk).update(tries=jobs.MOST_TRIES, stage=Job.RUNNING)
    jobs.run_one(job.pk, telling=False)
    jobs.run_one(other.pk, telling=False)
    assert (now(job).stage, now(other).stage) == (Job.DONE, Job.FAILED)
    assert installed.page(other).given_up


def test_while_acts_are_stopped_a_job_waits_and_loses_no_try(installed, monkeypatch):
    job = installed.asked(GOOD)
    monkeypatch.setattr("timonel.governance.acting.frame.acts_are_stopped", lambda: True)
    assert not jobs.run_one(job.pk, telling=False)
    assert (now(job).stage, now(job).tries) == (Job.WAITING, 0)
    monkeypatch.undo()
    assert jobs.run_one(job.pk, telling=False)
    assert now(job).stage == Job.DONE


def test_two_at_once_do_a_job_once(committed):
    job = committed.asked(GOOD)
    ended = together([lambda: jobs.run_one(job.pk, telling=False)] * 4)
    assert sorted(ended) == [False, False, False, True]
    assert (now(job).stage, now(job).tries, imports()) == (Job.DONE, 1, 1)


def test_two_who_ask_at_once_under_one_key_have_one_job(committed):
    typed = committed.typed(GOOD)
    made = together([lambda: jobs.ask(committed.account, "registrar", CODE, typed, "k").number] * 4)
    assert len(set(made)) == 1
    assert Job.objects.count() == 1


def test_killed_after_the_act_and_before_its_answer_was_noted_a_job_is_not_done_twice(committed, monkeypatch):
    job = committed.asked(GOOD, NO_KIND, how="keep-good")
    monkeypatch.setattr(jobs, "_ended", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        jobs.run_one(job.pk, telling=False)
    monkeypatch.undo()
    assert (now(job).stage, imports()) == (Job.RUNNING, 1)
    assert jobs.run_one(job.pk, telling=False)
    assert (now(job).stage, now(job).tries, imports()) == (Job.DONE, 2, 1)
    assert [fault.found for fault in committed.page(job).faults] == ["castle"]


def test_a_running_job_is_told_to_others_while_its_act_is_under_way(committed, monkeypatch):
    job = committed.asked(*[f"i-{n},N,agency,central,2026-01-01,,,test,2026-11-01" for n in range(20, 30)])
    seen = []

    def looking_on(rows):
        for place, row in enumerate(counted(rows)):
            yield row
            if place == 6:
                with ThreadPoolExecutor(1) as pool:
                    seen.append(pool.submit(wait_for_progress, job).result(30))

    monkeypatch.setattr("timonel.governance.actions.imports.counted", looking_on)
    assert jobs.run_one(job.pk)
    assert seen == [(Job.RUNNING, 6, 10)]
    assert (now(job).done, now(job).total) == (10, 10)


def wait_for_progress(job):
    try:
        for _place in range(200):
            found = now(job)
            if found.total:
                return found.stage, found.done, found.total
            connection.cursor().execute("SELECT pg_sleep(0.05)")
        return None
    finally:
        connections.close_all()


def test_whoever_works_on_a_job_keeps_others_away_until_their_connection_ends(committed):
    job = committed.asked(GOOD)
    with ThreadPoolExecutor(1) as pool:
        taken = pool.submit(lambda: jobs._locks("SELECT pg_try_advisory_lock(%s, %s)", job.pk)).result(30)
        assert taken
        assert not jobs.run_one(job.pk, telling=False)
        assert now(job).stage == Job.WAITING
        pool.submit(connections.close_all).result(30)
        for _place in range(200):
            if jobs.run_one(job.pk, telling=False):
                break
            connection.cursor().execute("SELECT pg_sleep(0.05)")
    assert now(job).stage == Job.DONE


def test_jobs_are_done_in_the_order_in_which_they_were_asked(installed):
    first, second = installed.asked(GOOD), installed.asked(ALSO_GOOD, key="k-2")
    assert jobs.run_next()
    assert (now(first).stage, now(second).stage) == (Job.DONE, Job.WAITING)
    assert jobs.run_next()
    assert not jobs.run_next()


def test_nobody_sees_the_job_of_another(installed):
    job = installed.asked(GOOD)
    other = Viewer(person=installed.world.operator.person)
    assert list(own_jobs(other)) == []
    assert list(own_jobs(Viewer(person=None))) == []
    assert job_page(other, job.number, "cl") is None
    act(installed.world.operator, "governance.open_account", person=other.person.number, email="o@example.org", on=None)
    browser = installed.browser(Account.objects.get(person=other.person))
    assert browser.get(f"/jobs/{job.number}/").status_code == 404
    assert browser.get("/jobs/2026-999/").status_code == 404
    assert job.about not in browser.get("/jobs/").content.decode()
    assert Client().get(f"/jobs/{job.number}/").status_code == 302


def test_a_small_file_sent_by_form_leads_to_a_job_that_is_done(installed):
    browser = installed.browser()
    answer = installed.post(GOOD, NO_KIND, how="keep-good", browser=browser)
    job = Job.objects.get()
    assert answer["Location"] == f"/jobs/{job.number}/"
    page = browser.get(answer["Location"]).content.decode()
    assert "Filas incorporadas" in page
    assert "castle" in page
    assert f"/record/{job.entry}/" in page
    assert '<div class="flow" id="job">' in page
    assert "instituciones.csv" in browser.get("/desk/").content.decode()
    assert "instituciones.csv" in browser.get("/jobs/").content.decode()


def test_who_asks_too_often_is_told_so_by_the_form(installed, monkeypatch):
    monkeypatch.setattr("timonel.governance.views.jobs.keep_pace", too_many)
    assert installed.post(GOOD).status_code == 429
    assert not Job.objects.exists()


def too_many(asker):
    raise TooManyActs(most=1, seconds=30)


def test_the_same_form_sent_twice_is_one_import(installed):
    assert installed.post(GOOD)["Location"] == installed.post(GOOD)["Location"]
    assert imports() == 1


def test_a_larger_file_waits_and_its_page_asks_for_itself_again_and_can_be_reloaded(installed, monkeypatch):
    monkeypatch.setattr(jobs, "AT_ONCE", 10)
    browser = installed.browser()
    address = installed.post(GOOD, browser=browser)["Location"]
    page = browser.get(address).content.decode()
    assert "En espera" in page
    assert f'id="job" hx-get="{address}"' in page
    assert f'href="{address}"' in page
    assert imports() == 0


def test_a_refused_job_leads_back_to_the_form_with_what_was_typed(installed):
    browser = installed.browser()
    address = installed.post(NO_KIND, browser=browser)["Location"]
    page = browser.get(address).content.decode()
    given = f"?adoption={installed.world.adoption.number}&amp;when_faulty=refuse-all"
    assert f"/acts/{CODE}/{given}" in page
    assert "castle" in page


def test_a_form_without_its_file_is_shown_again_and_makes_no_job(installed):
    answer = installed.browser().post(f"/acts/{CODE}/", {"adoption": installed.world.adoption.number})
    assert answer.status_code == 422
    assert not Job.objects.exists()


@pytest.mark.parametrize(("minutes", "stands"), [(9, False), (11, True)])
def test_jobs_that_nobody_does_are_told_to_who_operates(installed, monkeypatch, minutes, stands):
    monkeypatch.setattr("timonel.site.health.faults", tuple)
    job = installed.asked(GOOD)
    Job.objects.filter(pk=job.pk).update(asked_at=Now() - timedelta(minutes=minutes))
    told = health()["jobs"]
    assert (told["jobs_waiting"], told["jobs_running"], told["jobs_failed"]) == (1, 0, 0)
    assert [fault["code"] for fault in told["faults"]] == ["jobs-stand-still"] * stands


def test_one_long_job_that_moves_is_no_standing_still(installed):
    waiting, running = installed.asked(GOOD), installed.asked(GOOD, key="k-2")
    Job.objects.filter(pk=waiting.pk).update(asked_at=Now() - timedelta(hours=1))
    Job.objects.filter(pk=running.pk).update(stage=Job.RUNNING, asked_at=Now() - timedelta(hours=1), told_at=Now())
    state = work_state()
    assert (state.waiting, state.running) == (1, 1)
    assert state.still_for < timedelta(minutes=1) < state.oldest


@pytest.mark.parametrize(("days", "left"), [(89, 1), (91, 0)])
def test_a_job_is_forgotten_ninety_days_after_it_ended_and_an_open_one_never(installed, days, left):
    job, still_open = installed.asked(GOOD), installed.asked(GOOD, key="k-2")
    jobs.run_one(job.pk, telling=False)
    long_ago = Now() - timedelta(days=days)
    Job.objects.filter(pk=job.pk).update(ended_at=long_ago)
    Job.objects.filter(pk=still_open.pk).update(asked_at=long_ago)
    jobs.forget()
    assert Job.objects.filter(pk=job.pk).count() == left
    assert Job.objects.filter(pk=still_open.pk).exists()


def test_the_desk_shows_what_is_open_or_ended_within_a_week(installed):
    old, job = installed.asked(GOOD), installed.asked(GOOD, key="k-2")
    jobs.run_one(old.pk, telling=False)
    Job.objects.filter(pk=old.pk).update(ended_at=Now() - timedelta(days=8))
    assert [line.number for line in recent_jobs(installed.viewer)] == [job.number]


def test_through_its_other_doors_an_import_is_done_at_once(installed):
    assert ACTIONS[CODE].long
    done = act(asker(Person.objects.get(pk=installed.account.person.pk), "registrar"), CODE, **installed.typed(GOOD))
    assert done.reply == {"added": "1", "faulty_rows": "0"}
    assert not Job.objects.exists()
    assert InstitutionVersion.objects.filter(institution__number="i-7").exists()


def test_rows_are_counted_only_where_somebody_asked():
    assert list(counted([1, 2])) == [1, 2]
    with tallied() as tally:
        rows = counted("abc")
        next(rows)
        assert (tally.done, tally.total) == (0, 3)
        assert [*rows] == ["b", "c"]
        assert (tally.done, tally.total) == (3, 3)


@pytest.mark.parametrize("row", [GOOD, NO_KIND])
def test_the_page_of_a_job_says_its_title_once(installed, row):
    job = installed.asked(row)
    jobs.run_one(job.pk, telling=False)
    page = installed.browser().get(f"/jobs/{job.number}/").content.decode()
    assert page.partition("<main")[2].count("Importar instituciones") == 1
