"""The JSON door: every act by `POST /api/v1/acts/<code>`, and the description of them all."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from timonel.governance import files
from timonel.governance.acting import ACTIONS, Action
from timonel.governance.acting.errors import ActError, InputFault, retry_after
from timonel.governance.acting.frame import perform
from timonel.governance.acting.locking import seen_in
from timonel.governance.entry import Entry, enters
from timonel.governance.sentences import sentence
from timonel.governance.tokens import asker_of_token

LARGEST_BODY = 1_000_000


def error_body(error: ActError) -> dict[str, Any]:
    """Give an error in the one shape of every door: code, sentence, findings, fields, and the entry if recorded."""
    return {
        "code": error.code,
        "sentence": sentence(error.code, error.params),
        "findings": [
            {**finding, "sentence": sentence(finding.get("code", ""), finding.get("params"))}
            for finding in error.findings
        ],
        "fields": [
            {**fault, "sentence": sentence(fault["code"], {**fault["params"], "value": fault["value"]})}
            for fault in error.fields
        ],
        "entry": error.entry,
    }


def _refuse(status: int, code: str, **params: Any) -> JsonResponse:
    error = ActError(code, **params)
    return JsonResponse(error_body(error), status=status)


def _body(request: HttpRequest) -> dict[str, Any]:
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        raise InputFault("body-too-large", most=LARGEST_BODY)
    try:
        typed = json.loads(request.body or b"{}")
    except ValueError as fault:
        raise InputFault("not-json", fault=str(fault)) from None
    except RecursionError:
        raise InputFault("not-json", fault="nested too deeply") from None
    if not isinstance(typed, dict):
        raise InputFault("not-an-object")
    return typed


def _number(request: HttpRequest, header: str) -> int | None:
    given = request.headers.get(header, "").strip().strip('"')
    if not given:
        return None
    if not given.isascii() or not given.isdigit() or len(given) > 18:
        raise InputFault("header-no-number", header=header, value=given[:80])
    return int(given)


@csrf_exempt
@require_POST
@enters(Entry.TOKEN)
def act(request: HttpRequest, code: str) -> JsonResponse:
    """Do the act for the bearer of the token, in the token's post.

    `Idempotency-Key` makes it safe to send again; `If-Match` is the version of
    the subject that was seen, or of each row as `number=version`; `Timonel-Cause` the entry it carries out.
    """
    asker = asker_of_token(request.headers.get("Authorization", ""))
    if asker is None or asker.post is None:
        answer = _refuse(401, "no-token")
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    if code not in ACTIONS:
        return _refuse(404, "no-such-act", value=code)
    try:
        done = perform(
            asker,
            code,
            _body(request),
            post=asker.post,
            key=request.headers.get("Idempotency-Key", "")[:80] or None,
            seen=seen_in(request.headers.get("If-Match", "")),
            cause=_number(request, "Timonel-Cause"),
        )
    except ActError as error:
        return JsonResponse(error_body(error), status=error.status, headers=retry_after(error))
    return JsonResponse({**done.as_answer(), "reply": done.reply}, status=201)


_HEADERS = [
    {
        "name": "Idempotency-Key",
        "in": "header",
        "schema": {"type": "string", "maxLength": 80},
        "description": "Sent again with the same key, the act is not done twice: the first answer comes again.",
    },
    {
        "name": "If-Match",
        "in": "header",
        "schema": {"type": "string", "examples": ["7", "i-1=7, i-2=0"]},
        "description": "The version of the subject that was seen, or of each row that the act changes, by number; "
        "another version is refused with 409.",
    },
    {
        "name": "Timonel-Cause",
        "in": "header",
        "schema": {"type": "integer", "minimum": 0},
        "description": "The record entry that this act carries out.",
    },
]
_ERROR = {
    "type": "object",
    "required": ["code", "sentence", "findings", "fields"],
    "properties": {
        "code": {"type": "string"},
        "sentence": {"type": "string"},
        "findings": {"type": "array", "items": {"type": "object"}},
        "fields": {"type": "array", "items": {"type": "object"}},
        "entry": {"type": ["integer", "null"]},
    },
}
_DONE = {
    "type": "object",
    "required": ["entry", "code", "subject", "findings"],
    "properties": {
        "entry": {"type": "integer"},
        "code": {"type": "string"},
        "subject": {
            "type": "object",
            "properties": {"kind": {"type": "string"}, "number": {"type": "string"}},
        },
        "findings": {"type": "array", "items": {"type": "object"}},
        "reply": {"type": "object"},
    },
}
_REFUSALS = {
    "401": "no token, or one that is over, void or of a closed account",
    "403": "not allowed in the post, or the framework does not give the power",
    "409": "changed since it was seen, or the key was used for something else",
    "429": "as many acts in this minute as one may ask for; `Retry-After` says when to ask again",
    "422": "refused by a rule, or the inputs are not of the act's form",
}


def _operation(action: Action) -> dict[str, Any]:
    schema = action.inputs.model.model_json_schema(ref_template="#/components/schemas/{model}")
    for each in action.inputs.each:
        schema.get("properties", {}).get(each.name, {})["title"] = str(each.ask.label)
        if each.ask.hint:
            schema["properties"][each.name]["description"] = str(each.ask.hint)
    answers = {
        code: {"description": why, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
        for code, why in _REFUSALS.items()
    }
    done = {"description": "done", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Done"}}}}
    return {
        "operationId": action.code,
        "summary": action.title,
        "description": "\n\n".join(part for part in (action.description, f"Power: `{action.power}`.") if part),
        "tags": [action.code.split(".")[0]],
        "security": [{"token": []}],
        "parameters": _HEADERS,
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {"201": done, **answers},
    }


def act_paths() -> dict[str, Any]:
    """Give the OpenAPI paths of every act."""
    return {f"/api/v1/acts/{code}": {"post": _operation(ACTIONS[code])} for code in sorted(ACTIONS)}


def act_schemas() -> dict[str, Any]:
    """Give the schemas that the answers share."""
    return {"Error": _ERROR, "Done": _DONE}


def as_day(text: str | None, otherwise: date) -> date:
    """Read a day from an address; what is no day counts as not said."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return otherwise


@csrf_exempt
@require_POST
@enters(Entry.TOKEN)
def store_file(request: HttpRequest) -> JsonResponse:
    """Store a file for an act that will name it by its hash: the body is the file, `Timonel-File-Name` its name."""
    asker = asker_of_token(request.headers.get("Authorization", ""))
    if asker is None:
        answer = _refuse(401, "no-token")
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    name = request.headers.get("Timonel-File-Name", "file")[:300]
    try:
        stored = files.keep(request, name, request.content_type or "application/octet-stream", asker.person)
    except ActError as error:
        return JsonResponse(error_body(error), status=error.status)
    return JsonResponse({"sha256": stored.sha256, "size": stored.size, "name": stored.name}, status=201)
