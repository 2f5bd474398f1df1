"""Addresses of projects."""

from __future__ import annotations

from django.urls import path

from timonel.portfolio.views import decisions, drafts, load, overview, projects, statistics

app_name = "portfolio"
urlpatterns = [
    path("portfolio/", overview.portfolio, name="portfolio"),
    path("portfolio/load/", load.load, name="load"),
    path("portfolio/comparison/", statistics.comparison, name="comparison"),
    path("portfolio/statistics/", statistics.statistics, name="statistics"),
    path("portfolio/schedule/", overview.schedule, name="schedule"),
    path("projects/", projects.projects, name="projects"),
    path("projects/drafts/", drafts.drafts, name="drafts"),
    path("projects/drafts/new/", drafts.new_draft, name="new-draft"),
    path("projects/drafts/<int:draft>/forget/", drafts.forget_draft, name="forget-draft"),
    path("projects/drafts/<int:draft>/review/", drafts.review_draft, name="review-draft"),
    path("projects/drafts/<int:draft>/<slug:page>/", drafts.draft_page, name="draft"),
    path("projects/<str:number>/", projects.project, name="project"),
    path("projects/<str:number>/approvals/<slug:approval>/", decisions.decide, name="decide"),
    path("projects/<str:number>/approvals/<slug:approval>/resolution.pdf", decisions.resolution, name="resolution"),
]
