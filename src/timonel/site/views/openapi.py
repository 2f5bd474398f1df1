"""The description of the API, for programs and for people."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from timonel.governance.acting import ACTIONS
from timonel.governance.api.acts import act_paths, act_schemas
from timonel.governance.api.reads import api as reads
from timonel.governance.entry import Entry, enters


@lru_cache(maxsize=4)
def openapi(language: str) -> dict[str, Any]:
    """Give the whole OpenAPI 3.1 document: reads and acts, in a language."""
    described = reads.get_openapi_schema(path_prefix="/api/v1/")
    described["openapi"] = "3.1.0"
    described["paths"] = {**described["paths"], **act_paths()}
    components = described.setdefault("components", {})
    components["schemas"] = {**components.get("schemas", {}), **act_schemas()}
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    return described


@require_safe
@enters(Entry.PUBLIC)
def document(request: HttpRequest) -> HttpResponse:
    """Give the OpenAPI document."""
    return JsonResponse(openapi(get_language() or "es-cl"))


@require_safe
@enters(Entry.PUBLIC)
def browse(request: HttpRequest) -> HttpResponse:
    """Show the API to people: every read and act, its inputs and its refusals."""
    described = openapi(get_language() or "es-cl")
    operations = [
        {"path": path, "method": method.upper(), **operation}
        for path, methods in sorted(described["paths"].items())
        for method, operation in methods.items()
    ]
    return render(request, "api/browse.html", {"operations": operations, "act_codes": set(ACTIONS)})
