"""Addresses of reports, lights and imported portfolios."""

from __future__ import annotations

from django.urls import path

from timonel.monitoring.views import gaps, imports, reports, reviews

app_name = "monitoring"
urlpatterns = [
    path("projects/<str:number>/report/", reports.report, name="report"),
    path("portfolios/", imports.portfolios, name="imports"),
    path("portfolios/template.csv", imports.template_file, name="template"),
    path("portfolios/table-schema.json", imports.table_schema_file, name="table-schema"),
    path("portfolios/<str:number>/", imports.portfolio, name="import"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/<str:number>/", reviews.review, name="review"),
    path("stops/", reviews.stops, name="stops"),
    path("lights/", gaps.gaps, name="gaps"),
]
