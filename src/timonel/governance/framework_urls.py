"""Addresses of the governance framework, below `framework/`; their names stand in the space of governance."""

from __future__ import annotations

from django.urls import path

from timonel.governance.views import frameworks

urlpatterns = [
    path("", frameworks.framework, name="framework"),
    path("bodies/<slug:name>/", frameworks.body, name="framework-body"),
    path("powers/", frameworks.powers, name="framework-powers"),
    path("instruments/", frameworks.instruments, name="framework-instruments"),
    path("instruments/<slug:name>/", frameworks.instrument, name="framework-instrument"),
    path("parameters/", frameworks.parameters, name="framework-parameters"),
    path("diagnosis/", frameworks.diagnosis, name="framework-diagnosis"),
    path("compare/", frameworks.compare, name="framework-compare"),
    path("approvals/", frameworks.approvals, name="framework-approvals"),
    path("reference/", frameworks.reference, name="framework-reference"),
]
