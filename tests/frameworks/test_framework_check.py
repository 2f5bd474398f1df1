import pytest

from tests.frameworks.a_country import write
from timonel.frameworks.check import check, main
from timonel.frameworks.faults import FrameworkInvalid
from timonel.frameworks.loader import load_framework


def faults(root, changes=None, **more):
    return check("qq", write(root, changes, **more))


def only(found):
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]


def test_a_sound_country_has_no_fault(tmp_path):
    assert faults(tmp_path) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "key", "code"),
    [
        ("posts.yaml", "of: {body: council}", "of: {body: counsil}", 1, "cio.of.body", "names_nothing"),
        ("posts.yaml", "role: cio", "role: boss", 1, "cio.role", "not_in_list"),
        ("posts.yaml", ", checked_on: 2026-11-23", "", 1, "cio.checked_on", "missing_key"),
        ("posts.yaml", "checked_on: 2026-11-23", "checked_on: 2026-11", 1, "cio.checked_on", "not_a_date"),
        (
            "posts.yaml",
            "basis: {source: book, where: p. 1}",
            "basis: {where: p. 1}",
            1,
            "cio.basis",
            "basis_names_nothing",
        ),
        (
            "posts.yaml",
            "basis: {source: book, where: p. 1}",
            "basis: adoption",
            1,
            "posts.cio.basis",
            "adoption_is_for_the_house",
        ),
        ("posts.yaml", "from: 2016-02-03", "from: 2016-02-30", 1, "cio.from", "not_a_date"),
        ("posts.yaml", "from: 2016-02-03, ", "", 1, "cio.from", "missing_key"),
        (
            "posts.yaml",
            "from: 2016-02-03",
            "from: 2016-02-03, to: 2016-02-02",
            1,
            "posts.cio.to",
            "ends_before_it_begins",
        ),
        ("posts.yaml", "from: 2016-02-03", "from: stage", 1, "posts.cio.from", "stage_outside_reform"),
        ("posts.yaml", "heads: council", "head: council", 1, "cio.head", "unknown_key"),
        ("instruments.yaml", 'number: "1"', "number: 1", 4, "decree-1.number", "not_text"),
        ("instruments.yaml", 'number: "1"', "number: 1.5", 4, "decree-1.number", "float"),
        ("instruments.yaml", "  issued: 2016-02-03\n", "", 2, "decree-1.from", "missing_key"),
        (
            "bodies.yaml",
            "established_by: [decree-1]",
            "established_by: decree-1",
            4,
            "council.established_by",
            "not_in_list",
        ),
        (
            "bodies.yaml",
            "kind: council",
            "kind: council\n  from: 2016-02-02",
            4,
            "bodies.council.from",
            "begins_before_its_instrument",
        ),
        (
            "bodies.yaml",
            "quorum: quorum",
            "quorum: limit",
            5,
            "bodies.council.procedure.quorum",
            "parameter_of_other_kind",
        ),
        (
            "bodies.yaml",
            "{whom: {post: cio}}",
            "{whom: {post: cio, body: council}}",
            6,
            "council.reports_to[0].whom",
            "one_of_two",
        ),
        ("parameters.yaml", 'value: "10"', "value: 10", 6, "limit.versions[0].value", "not_text"),
        ("parameters.yaml", 'value: "10"', "value: 10.5", 6, "limit.versions[0].value", "float"),
        ("parameters.yaml", 'value: "10"', 'value: "ten"', 6, "parameters.limit.versions[0].value", "not_of_the_kind"),
        (
            "parameters.yaml",
            'value: "10"',
            'value: "1.00001"',
            6,
            "parameters.limit.versions[0].value",
            "not_of_the_kind",
        ),
        ("parameters.yaml", 'value: "10", ', "", 6, "limit.versions[0].value", "value_or_not_stated"),
        (
            "parameters.yaml",
            'value: "10"',
            'value: "10", not_stated: true',
            6,
            "limit.versions[0].value",
            "value_or_not_stated",
        ),
        ("parameters.yaml", "comparator: over, ", "", 6, "parameters.limit.versions[0]", "comparator_missing"),
        ("parameters.yaml", "unit: DKK", "unit: crowns", 6, "parameters.limit.versions[0].value", "not_of_the_kind"),
        (
            "approvals.yaml",
            "amount: limit",
            "amount: quorum",
            4,
            "approvals.review.when.amount",
            "parameter_of_other_kind",
        ),
        ("approvals.yaml", "when: {amount: limit}", "when: {}", 4, "review.when", "empty_condition"),
        (
            "approvals.yaml",
            "{amount: limit}",
            "{flag: {any_of: [clowd]}}",
            4,
            "review.when.flag.any_of[0]",
            "names_nothing",
        ),
        (
            "approvals.yaml",
            "effect: binding",
            "effect: binding\n  power: aprove-projects",
            7,
            "approvals.review.power",
            "names_nothing",
        ),
        ("powers.yaml", "holder: none", "holder: nobody", 2, "stop-projects.nobody.holder", "not_in_list"),
        ("powers.yaml", "[adopt-strategy, ", "[", 1, "powers", "power_not_answered"),
        ("framework.yaml", "country: qq", "country: zz", 1, "framework.country", "wrong_name"),
        ("sources.yaml", "kind: secondary", "kind: hearsay", 1, "book.kind", "not_in_list"),
        ("reforms/agency.yaml", "reform: agency", "reform: other", 1, "reforms/agency.reform", "wrong_name"),
        (
            "reforms/agency.yaml",
            "starts_on: 2018-01-01",
            "starts_on: 2017-11-30",
            16,
            None,
            "begins_before_its_instrument",
        ),
        ("reforms/agency.yaml", "nobody: stage", "somebody: stage", 21, None, "not_there"),
        (
            "overlays/qq-demo.yaml",
            "from: 2017-01-01",
            "from: 2016-02-03",
            1,
            "overlays/qq-demo.overlay",
            "version_out_of_order",
        ),
        ("overlays/qq-demo.yaml", "from: 2017-01-01", "from: stage", 6, None, "stage_outside_reform"),
        ("cases/routing.yaml", "date: 2016-02-03", "date: 2016", 2, "[0].date", "not_a_date"),
    ],
)
def test_each_fault_is_named_with_file_line_and_key(tmp_path, file, old, new, line, key, code):
    if file == "powers.yaml" and old == "[adopt-strategy, ":
        old, new = "adopt-strategy, ", ""
    found = faults(tmp_path, {file: (old, new)})
    matching = [fault for fault in found if fault.code == code]
    assert matching, "\n".join(map(str, found))
    assert matching[0].file == f"qq/{file}"
    assert matching[0].line == line
    assert key is None or matching[0].key == key
    assert matching[0].found and matching[0].expected


def test_a_key_that_is_a_number_or_reads_as_a_boolean_is_refused(tmp_path):
    text = "2016: {title: A, publisher: B, kind: primary}\nno: {title: A, publisher: B, kind: primary}\n"
    found = faults(tmp_path, sources=text + "book: {title: A, publisher: B, kind: primary}\n")
    assert [(fault.line, fault.code) for fault in found] == [(1, "key_not_text"), (2, "key_reads_as_boolean")]


def test_a_key_written_twice_is_refused(tmp_path):
    found = faults(tmp_path, sources="book: {title: A, publisher: B, kind: primary}\n" * 2)
    assert [(fault.line, fault.code) for fault in found] == [(2, "key_twice")]


def test_broken_yaml_is_one_fault_with_its_line(tmp_path):
    found = [fault for fault in faults(tmp_path, traits="a: {label: x\nb: 1\n") if fault.file == "qq/traits.yaml"]
    assert (only(found).code, only(found).line) == ("not_yaml", 2)


def test_a_file_nobody_knows_is_refused(tmp_path):
    assert only(faults(tmp_path, treaties="{}\n")).code == "unknown_file"


def test_a_country_without_files_is_refused(tmp_path):
    assert "no_file" in {fault.code for fault in check("zz", tmp_path)}


def test_two_versions_that_overlap_are_refused(tmp_path):
    more = (
        'not_stated: true, basis: {source: book, where: p. 1}, checked_on: 2026-11-23}\n    - {from: 2020, value: "5", '
    )
    found = faults(tmp_path, {"parameters.yaml": ("not_stated: true, ", more)})
    assert [(fault.code, fault.key) for fault in found] == [("versions_overlap", "parameters.quorum.versions[1]")]


def test_all_faults_of_all_files_come_in_one_run_in_order(tmp_path):
    found = faults(
        tmp_path,
        {
            "posts.yaml": ("role: cio", "role: boss"),
            "bodies.yaml": ("kind: council", "kind: circle"),
            "parameters.yaml": ('value: "10"', "value: 10.5"),
        },
    )
    assert [(fault.file, fault.line) for fault in found] == [
        ("qq/bodies.yaml", 3),
        ("qq/parameters.yaml", 6),
        ("qq/posts.yaml", 1),
    ]


def test_a_fault_says_what_was_found_and_what_was_expected(tmp_path):
    fault = only(faults(tmp_path, {"posts.yaml": ("body: council", "body: counsil")}))
    assert str(fault) == (
        "qq/posts.yaml:1: cio.of.body: found counsil; expected the id of one of bodies (nearest: council)"
    )


def test_nothing_loads_while_a_fault_is_left(tmp_path):
    root = write(tmp_path, {"posts.yaml": ("role: cio", "role: boss")})
    with pytest.raises(FrameworkInvalid) as refusal:
        load_framework("qq", root=root)
    assert [fault.code for fault in refusal.value.faults] == ["not_in_list"]
    assert refusal.value.params == {"country": "qq", "faults": 1}
    assert "qq/posts.yaml:1" in str(refusal.value)


def test_an_entry_that_only_a_reform_adds_is_not_there_for_the_files(tmp_path):
    found = faults(tmp_path, {"powers.yaml": ("instrument: decree-1", "instrument: law-9")})
    assert only(found).code == "names_nothing"


def test_the_command_prints_the_faults_and_their_number(capsys):
    assert main(["no-such-country"]) == 1
    printed = capsys.readouterr().out
    assert "no-such-country/framework.yaml:1" in printed and printed.rstrip().endswith("faults")
