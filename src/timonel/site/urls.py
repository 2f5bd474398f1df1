"""Every address of the platform, by the room that answers it."""

from __future__ import annotations

from django.urls import include, path

from timonel.businesscases.api import router as business_cases
from timonel.governance.api import acts as act_door
from timonel.governance.api.reads import api as reads
from timonel.governance.views import home, record
from timonel.portfolio.api import router as projects
from timonel.site.health import healthz
from timonel.site.views import errors, openapi, styleguide

reads.add_router("", business_cases)
reads.add_router("", projects)

urlpatterns = [
    path("", home.home, name="home"),
    path("desk/", home.desk, name="desk"),
    path("search/", home.search, name="search"),
    path("switch-post/", home.switch_post, name="switch-post"),
    path("views/", home.save_view, name="save-view"),
    path("language/", home.choose_language, name="language"),
    path("", include("timonel.governance.urls")),
    path("", include("timonel.portfolio.urls")),
    path("", include("timonel.businesscases.urls")),
    path("", include("timonel.monitoring.urls")),
    path("record/", record.record, name="record"),
    path("record/state/", record.record_state, name="record-state"),
    path("record/<int:seq>/", record.record_entry, name="record-entry"),
    path("verify", record.verify, name="verify"),
    path("", include("timonel.record.urls")),
    path("accounts/", include("timonel.governance.signin_urls")),
    path("api/", openapi.browse, name="api"),
    path("api/v1/openapi.json", openapi.document, name="openapi"),
    path("api/v1/acts/<str:code>", act_door.act, name="api-act"),
    path("api/v1/", reads.urls),
    path("api/v1/files", act_door.store_file, name="api-files"),
    path("healthz", healthz, name="healthz"),
    path("styleguide", styleguide.styleguide, name="styleguide"),
]

handler400 = errors.bad_request
handler403 = errors.not_allowed
handler404 = errors.not_found
handler500 = errors.server_error
handler429 = "timonel.governance.signin_views.too_many_tries"
