"""Each code that a rule of the domain answers with, or refuses with, is a sentence in both languages."""

import ast
import string

import pytest
from django.utils import translation

from tests.guards.source import SOURCE, modules, place
from timonel.domain.diagnosis import CHECKS
from timonel.domain.facts import ProjectFacts
from timonel.domain.findings import Finding, Reason
from timonel.domain.mandates import who_may
from timonel.domain.powers import POWERS
from timonel.domain.questions import bodies_without_legal_basis, holder_of, legal_basis, overlaps, reports_to
from timonel.domain.routing import approvals_required, regimes_for
from timonel.governance.reasons import SENTENCES
from timonel.governance.sentences import CODES

INTERNAL = {"canonical.py"}
"""Modules whose errors are faults of a program, which nobody is shown."""
BY_DATA = {"anyone", "none", "framework_does_not_set", "all_of", "any_of", "none_of", *CHECKS}
"""Codes that are values of the data, kinds of a condition or ids of checks: no literal in a place of a code."""
FINDINGS = {"Finding": 3, "Reason": 0}


def trees():
    return {path: tree for path, tree in modules(SOURCE / "domain").items() if path.name not in INTERNAL}


def places_of_codes():
    """Say which argument of which function or class of the domain is a code, counted from none."""
    found = dict(FINDINGS)
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and "code" in (names := [each.arg for each in node.args.args]):
                found[node.name] = names.index("code")
            elif isinstance(node, ast.ClassDef):
                above = [ast.unparse(parent) for parent in node.bases]
                if "Finding" in above:
                    found[node.name] = FINDINGS["Finding"]
                elif any(name.endswith("Error") for name in above):
                    found[node.name] = 0
    return found


def literals(node):
    """Give the texts that an expression may come to: of a choice both, of a table all its values."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        return [node.value]
    if isinstance(node, ast.IfExp):
        return [*literals(node.body), *literals(node.orelse)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        table = node.func.value
        inner = [*(table.values if isinstance(table, ast.Dict) else ()), *node.args[1:]]
        return [text for each in inner for text in literals(each)]
    return []


def named_code(target):
    return isinstance(target, ast.Name) and target.id == "code"


def codes_in(node, places):
    """Give the expressions in a node that stand for a code."""
    if isinstance(node, ast.Call):
        at = places.get(ast.unparse(node.func))
        yield from node.args[at : at + 1] if at is not None else ()
        yield from (keyword.value for keyword in node.keywords if keyword.arg == "code")
    elif isinstance(node, ast.Assign):
        yield from (node.value for target in node.targets if named_code(target))
        if isinstance(node.value, ast.Dict) and ast.unparse(node.targets[0]) == "codes":
            yield from node.value.values
        for target in node.targets:
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                yield from (value for name, value in zip(target.elts, node.value.elts, strict=True) if named_code(name))
    elif isinstance(node, ast.For) and isinstance(node.target, ast.Tuple) and isinstance(node.iter, ast.Tuple):
        at = next((at for at, name in enumerate(node.target.elts) if named_code(name)), None)
        yield from (each.elts[at] for each in node.iter.elts if at is not None)
    elif isinstance(node, ast.Tuple) and len(node.elts) > 1 and ast.unparse(node.elts[0]).startswith("Outcome."):
        yield node.elts[1]


def emitted():
    places = places_of_codes()
    for path, tree in trees().items():
        for node in ast.walk(tree):
            for expression in codes_in(node, places):
                for code in literals(expression):
                    yield code, place(path, node)


def test_every_code_of_the_domain_has_a_sentence():
    found = dict(emitted())
    assert {
        "grant_not_in_force",
        "excepted",
        "level_exempt",
        "granted",
        "no_such_entry",
        "shared",
        "both",
        "neither",
    } <= found.keys()
    missing = [f"{where} {code}" for code, where in sorted(found.items()) if code not in CODES]
    missing += [code for code in sorted(BY_DATA) if code not in CODES]
    assert not missing, "\n".join(missing)


def walked(finding):
    yield finding
    for reason in finding.because:
        yield from walked(reason)


def test_what_a_framework_answers_is_said_in_sentences():
    from datetime import date

    from timonel.domain.diagnosis import diagnose
    from timonel.frameworks.loader import load_framework

    framework = load_framework("dk")
    silent = set()
    for on in (date(2004, 1, 1), date(2016, 1, 31), date(2026, 11, 2)):
        answers = [*diagnose(framework, on), *bodies_without_legal_basis(framework, on)]
        answers += [found for power in POWERS for found in who_may(framework, power, on=on)]
        answers += [finding for post in framework.posts for finding in [holder_of(framework, post, on)]]
        answers += [line for body in framework.bodies for line in reports_to(framework, body, on)]
        answers += [legal_basis(framework, body, on) for body in framework.bodies.values()]
        answers += [overlaps(framework, "standards", on)]
        answers += approvals_required(framework, ProjectFacts(object="project"), on)
        answers += [reason for _regime, _truth, found in regimes_for(framework, ProjectFacts(), on) for reason in found]
        said = [each for answer in answers for each in walked(answer)]
        assert all(isinstance(each, Finding | Reason) for each in said)
        silent |= {each.code for each in said} - CODES.keys()
    assert not silent


@pytest.mark.parametrize("language", ["es-cl", "en"])
def test_every_sentence_names_its_values_and_ends_as_sentences_do(language):
    with translation.override(language):
        for code, text in SENTENCES.items():
            shown = str(text)
            assert [name for _text, name, _format, _conversion in string.Formatter().parse(shown) if name == ""] == []
            assert shown[-1] in ".}" or code in CHECKS, (code, shown)
