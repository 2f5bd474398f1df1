"""What people read for the codes that acts, findings and errors carry, in their language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, str | Promise] = {
    "governance.begin": _("The platform was put into service with {subject}"),
    "governance.register_institution": _("{subject} was entered into the register of institutions"),
    "governance.rename_institution": _("The name of {subject} was changed"),
    "governance.move_institution": _("{subject} was put under another ministry"),
    "governance.close_institution": _("The end of {subject} was entered"),
    "governance.merge_institutions": _("Institutions were merged into {subject}"),
    "governance.split_institution": _("{subject} was divided"),
    "governance.assign_identifier": _("A code was assigned to {subject}"),
    "governance.import_institutions": _("A file of institutions was imported"),
    "governance.import_identifiers": _("A file of codes was imported"),
    "governance.erase_reserved_value": _("A reserved value of an earlier entry was erased ({subject})"),
    "governance.register_person": _("{subject} was entered into the register of people"),
    "governance.establish_post": _("The post {subject} was established"),
    "governance.appoint_person": _("A person was appointed to {subject}"),
    "governance.end_appointment": _("An appointment to {subject} was ended"),
    "governance.record_absence": _("An absence from {subject} was recorded"),
    "governance.delegate_power": _("{subject} delegated a power"),
    "governance.revoke_delegation": _("{subject} revoked a delegation"),
    "governance.declare_interest": _("{subject} declared an interest"),
    "governance.recuse_oneself": _("{subject} stood aside from a matter"),
    "governance.name_focal_point": _("A focal point was named at {subject}"),
    "governance.open_account": _("An account was opened for {subject}"),
    "governance.close_account": _("The account of {subject} was closed"),
    "governance.reopen_account": _("The account of {subject} was reopened"),
    "governance.issue_token": _("{subject} issued a token"),
    "governance.revoke_token": _("{subject} voided a token"),
    "governance.adopt_framework": _("The governance framework was adopted ({subject})"),
    "governance.set_parameter": _("A parameter of the framework was set ({subject})"),
    "governance.publish_model": _("A version of a project model was published ({subject})"),
    "governance.assign_follow_up": _("Follow-up {subject} was assigned"),
    "governance.complete_follow_up": _("Follow-up {subject} was completed"),
}
"""Each act as a sentence in the past; `{subject}` is the title of what it was about."""

TITLES: dict[str, str | Promise] = {
    "governance.register_institution": _("Register an institution"),
    "governance.rename_institution": _("Rename an institution"),
    "governance.move_institution": _("Move an institution to another ministry"),
    "governance.close_institution": _("End an institution"),
    "governance.merge_institutions": _("Merge institutions"),
    "governance.split_institution": _("Divide an institution"),
    "governance.assign_identifier": _("Assign a code to an institution"),
    "governance.import_institutions": _("Import institutions from a spreadsheet"),
    "governance.import_identifiers": _("Import codes from a spreadsheet"),
    "governance.erase_reserved_value": _("Erase a reserved value"),
    "governance.register_person": _("Register a person"),
    "governance.establish_post": _("Establish a post"),
    "governance.appoint_person": _("Appoint a person to a post"),
    "governance.end_appointment": _("End an appointment"),
    "governance.record_absence": _("Record an absence"),
    "governance.delegate_power": _("Delegate a power"),
    "governance.revoke_delegation": _("Revoke a delegation"),
    "governance.declare_interest": _("Declare an interest"),
    "governance.recuse_oneself": _("Stand aside from a matter"),
    "governance.name_focal_point": _("Name a focal point"),
    "governance.open_account": _("Open an account"),
    "governance.close_account": _("Close an account"),
    "governance.reopen_account": _("Reopen an account"),
    "governance.issue_token": _("Issue a token"),
    "governance.revoke_token": _("Void a token"),
    "governance.adopt_framework": _("Adopt a governance framework"),
    "governance.set_parameter": _("Set a parameter"),
    "governance.publish_model": _("Publish a version of a project model"),
    "governance.assign_follow_up": _("Assign a follow-up"),
    "governance.complete_follow_up": _("Complete a follow-up"),
}
"""Each act as what one does; the heading of its form and its button."""

CODES: dict[str, str | Promise] = {
    "input-fault": _("Some inputs are missing or have another form than expected."),
    "account-closed": _("This account was closed after it asked."),
    "jobs-too-many": _("You have {most} jobs under way already. Wait until one of them ends."),
    "file-has-faults": _("{count} places of the file are faulty; the report names each."),
    "job-given-up": _("The job broke off {tries} times and was given up."),
    "no-token": _("A token is needed, or this one is over, void, or its account is closed."),
    "not-json": _("The body is not JSON: {fault}."),
    "not-an-object": _("The body must be a JSON object."),
    "body-too-large": _("The body is larger than {most} bytes."),
    "header-no-number": _("The header {header} must be a whole number, not “{value}”."),
    "no-such-act": _("There is no act with this code: {value}."),
    "after-today": _("The day {value} is after today."),
    "cause-not-recorded": _("There is no entry {value} in the record that this could carry out."),
    "no-such": _("There is none with the number “{value}”."),
    "not-allowed": _("You may not act in this post."),
    "not-appointed": _(
        "You cannot act in the post {post} on {on}: you are not its holder that day, nor the "
        "substitute whose turn it is."
    ),
    "recused": _("You stood aside from this matter ({ground}), so you cannot act in it."),
    "no-mandate": _(
        "The framework in force does not give the post {post} the power “{power}” over this matter on {on}."
    ),
    "refused": _("A rule stands against it."),
    "stale-subject": _("Somebody has changed it since you saw it (entry {entry}). Look at it again and repeat."),
    "record-unsealed": _(
        "Acts of more than {minutes} minutes ago still wait to be sealed by a checkpoint, so no further act is taken"
        " until it is made. Nothing was changed: try again later, and tell whoever operates the platform."
    ),
    "too-many-acts": _(
        "Nothing was done: {most} acts were asked for in this minute, the most there may be. Repeat it in {seconds} "
        "seconds."
    ),
    "versions-not-read": _("The versions seen must read as 7, or as i-1=7, i-2=0; not as “{value}”."),
    "key-reused": _("This key was already used for another act (entry {entry})."),
    "nothing-adopted": _("No governance framework has been adopted yet."),
    "number-is-taken": _("The number {number} is already in the register."),
    "not-in-existence": _("{institution} does not exist on {on}."),
    "later-change-exists": _("{institution} already has a change on or after {on}; correct that one first."),
    "under-itself": _("{institution} cannot stand under itself."),
    "merged-into-itself": _("{institution} cannot be merged into itself."),
    "split-into-itself": _("{institution} cannot come out of itself."),
    "already-followed": _("It is already in the register that {successor} followed {institution}."),
    "code-is-taken": _("The code {code} of {scheme} belongs to {holder} on one of those days."),
    "run-not-valid": _("This is no RUN: write it with hyphen and the right check digit."),
    "run-is-taken": _("Another person is registered with this RUN."),
    "no-such-post-kind": _("The framework in force has no post “{post_kind}”."),
    "post-needs-institution": _("Each institution has its own post “{post_kind}”: say of which."),
    "post-has-no-institution": _("There is one post “{post_kind}” for the whole State: name no institution."),
    "post-exists": _("The post {post} is already established."),
    "ends-before-it-begins": _("It would end ({to_on}) before it begins ({from_on})."),
    "post-is-held": _(
        "The post {post} has another titular holder on a day from {from_on} on. End that appointment first."
    ),
    "already-appointed": _("This person already holds the post {post} on a day from {from_on} on."),
    "not-appointed-then": _("This person does not hold the post {post} on {on}."),
    "already-absent": _("An absence from {post} that includes those days is already recorded."),
    "selection-other": _(
        "The framework demands “{demanded}” for the post {post_kind}; the appointment says “{proposed}”."
    ),
    "selection-missing": _(
        "The framework demands the selection “{demanded}” for the post {post_kind}; the appointment says none."
    ),
    "substitute-other": _(
        "The framework names who stands in for the post {post_kind}: {named}. This person holds none of these posts."
    ),
    "rank-other": _(
        "The framework states the rank “{stated}” for the post {post_kind}; the appointment says “{proposed}”."
    ),
    "delegates-anothers-power": _("Only the post {post} itself may delegate its powers."),
    "delegates-to-itself": _("A post cannot delegate to itself."),
    "no-such-delegation": _("There is no delegation of “{power}” to {post} in force on that day."),
    "no-such-ground": _("“{ground}” is not one of the grounds of abstention."),
    "no-such-matter": _("There is no matter {kind} {number}."),
    "already-focal-point": _("This person is already a focal point of {institution} in those days."),
    "email-is-taken": _("Another account has this e-mail."),
    "account-exists": _("{person} already has an account."),
    "no-account": _("{person} has no open account."),
    "no-closed-account": _("{person} has no closed account."),
    "token-too-long": _("A token may hold until {latest} at most, not {expires_on}."),
    "token-already-over": _("The last day of the token ({expires_on}) is already past."),
    "no-such-token": _("You have no token {token} in force."),
    "framework-has-faults": _("The framework “{country}” has faults and cannot be adopted: {fault}"),
    "hash-differs": _("The files at hand give the hash {found}, not {expected}."),
    "before-adoption-in-force": _("{from_on} is before the day of the adoption in force."),
    "no-such-instrument": _("The framework in force has no instrument “{instrument}”."),
    "among-its-duties": _("“{matter}” is among the duties of the post {post_kind}."),
    "duties-not-stated": _("The framework states no duties for the post {post_kind}."),
    "not-among-its-duties": _("“{matter}” is none of the duties of the post {post_kind}: {duties}."),
    "model_version_exists": _("The framework already has a project model “{version}”."),
    "model_not_in_force": _("The project model {model} is not surely in force on {on}, so nothing can follow it then."),
    "phases-have-faults": _("The phases cannot be read: {fault}"),
    "adoption-not-in-force": _("The adoption {adoption} is not in force; {in_force} is. Set the value there."),
    "token-issues-no-token": _(
        "A program does not issue tokens with its token: it would outlive its own end. Issue it signed in, or on the "
        "server with “timonel token create”."
    ),
    "already-done": _("{follow_up} is already done."),
    "file-too-large": _("The file is larger than {most} bytes."),
    "file-empty": _("The file is empty."),
    "files-unnamed": _(
        "Too many of your files wait for an act that names them; those of {hours} hours ago are removed."
    ),
    "file-altered": _("The file in the store is no longer the one that was sent."),
    "already-begun": _("This installation has begun already."),
    "no-such-ministry": _("Row {row}: no ministry has the number “{found}”."),
    "no-such-institution": _("Row {row}: no institution has the number “{found}”."),
    "row-ends-before-it-begins": _("Row {row}: it ends ({found}) before it begins."),
    "row-code-is-taken": _("Row {row}: the code {found} belongs to {holder} on one of those days."),
    "row-overlaps": _("Row {row}: its days overlap another version of the same institution (from {found})."),
    "sheet-empty": _("The sheet has no rows."),
    "sheet-too-large": _("The file is larger than {largest} bytes."),
    "sheet-unpacks-too-large": _("Unpacked, the file is larger than {largest} bytes."),
    "sheet-too-many-rows": _("The sheet has more than {most} rows."),
    "sheet-too-many-cells": _("The sheet has more than {most} cells."),
    "sheet-unreadable": _("The file cannot be read as a spreadsheet."),
    "sheet-format": _("Send the sheet as XLSX or CSV."),
    "sheet-encoding": _("The text of the file cannot be read: save it as UTF-8."),
    "sheet-more-faults": _("There are more faults after row {row}; correct these first."),
    "header-unknown": _("Row {row}: “{found}” is no column of this sheet."),
    "header-twice": _("Row {row}: the column {column} stands twice."),
    "header-missing": _("Row {row}: the column {column} is missing."),
    "cell-required": _("Row {row}, {column}: required."),
    "cell-not-a-date": _("Row {row}, {column}: “{found}” is no day; write it as 2026-11-23."),
    "cell-not-a-code": _("Row {row}, {column}: “{found}” does not have the form of a code, as {example}."),
    "cell-not-a-choice": _("Row {row}, {column}: “{found}” is none of the words of the list."),
    "cell-not-an-amount": _(
        "Row {row}, {column}: “{found}” is no amount; write figures, and decimals behind a point or comma."
    ),
    "cell-amount-ambiguous": _("Row {row}, {column}: “{found}” may mean thousands or decimals; write it without."),
    "sheet-tab-missing": _("The workbook has no sheet “{tab}”."),
    "cell-not-a-whole-number": _("Row {row}, {column}: “{found}” is no whole number."),
    "cell-too-long": _("Row {row}, {column}: the text is too long."),
    "cell-control-character": _("Row {row}, {column}: it holds a character that cannot be read."),
    "cell-is-a-formula": _("Row {row}, {column}: it is a formula; paste its value."),
    "cell-is-an-error": _("Row {row}, {column}: the cell shows an error."),
    "cell-without-header": _("Row {row}: “{found}” stands in a column without a header."),
    "row-repeated": _("Row {row} repeats an earlier row."),
    "nothing-to-erase": _("Entry {entry} has nothing to erase at {name}."),
    "demonstration-mixed": _(
        "A demonstration does not become an installation in earnest, nor the other way round: begin anew."
    ),
    "missing": _("Required."),
    "string_too_short": _("Required."),
    "string_too_long": _("At most {max_length} characters."),
    "string_pattern_mismatch": _("It does not have the expected form."),
    "string_type": _("Text is expected."),
    "date_from_datetime_parsing": _("A day is expected, as 2026-11-23."),
    "date_from_datetime_inexact": _("A day is expected, without an hour."),
    "date_parsing": _("A day is expected, as 2026-11-23."),
    "date_type": _("A day is expected, as 2026-11-23."),
    "int_parsing": _("A whole number is expected."),
    "int_type": _("A whole number is expected."),
    "decimal_parsing": _("A number is expected."),
    "bool_parsing": _("Yes or no is expected."),
    "bool_type": _("Yes or no is expected."),
    "list_type": _("A list is expected."),
    "too_short": _("Required."),
    "too_long": _("At most {max_length} values; bring more in by a file."),
    "control-character": _("It holds a character that cannot be kept."),
    "string_unicode": _("It holds a character that cannot be kept."),
    "greater_than_equal": _("It must be {ge} or more."),
    "less_than_equal": _("It must be {le} or less."),
    "int_from_float": _("A whole number is expected."),
    "int_parsing_size": _("A whole number is expected."),
    "finite_number": _("A whole number is expected."),
    "literal_error": _("It must be one of: {expected}."),
    "extra_forbidden": _("The act takes no such input."),
    "rut-shape": _("“{found}” is no RUT or RUN: write it with hyphen and check digit."),
    "rut-range": _("The number of the RUT or RUN is out of range."),
    "rut-check-digit": _("The check digit of {found} should be {expected}."),
    "identifier-scheme": _("“{found}” is not a known register of codes."),
    "identifier-empty": _("The code is empty."),
    "identifier-shape": _("“{found}” does not have the form of {scheme}; an example: {example}."),
}
"""Each code of a refusal, finding or fault as a sentence with its values."""


class _Shown(dict[str, Any]):
    """Values of a sentence; one that is missing shows as a dash, not as a fault."""

    def __missing__(self, name: str) -> str:
        return "–"


def sentence(code: str, params: Mapping[str, Any] | None = None) -> str:
    """Give the sentence of a code with its values; the code itself where nobody wrote one."""
    text = CODES.get(code)
    return str(text).format_map(_Shown(params or {})) if text is not None else code


def act_sentence(code: str, subject: str) -> str:
    """Say what an act did, with the title of its subject."""
    text = ACTS.get(code)
    return str(text).format_map(_Shown(subject=subject)) if text is not None else f"{code}: {subject}"


def act_title(code: str) -> str:
    """Name an act as what one does."""
    text = TITLES.get(code)
    return str(text) if text is not None else code


Texts = Mapping[str, str | Promise]


def register(*, acts: Texts | None = None, titles: Texts | None = None, codes: Texts | None = None) -> None:
    """Add the sentences of another room, once each."""
    for known, new in ((ACTS, acts or {}), (TITLES, titles or {}), (CODES, codes or {})):
        twice = known.keys() & new.keys()
        if twice:
            raise TypeError(f"two sentences for {sorted(twice)}")
        known.update(new)
