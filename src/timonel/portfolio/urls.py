"""Addresses of projects."""

from __future__ import annotations

from django.urls import path

from timonel.portfolio.views import projects

app_name = "portfolio"
urlpatterns = [
    path("projects/", projects.projects, name="projects"),
    path("projects/<str:number>/", projects.project, name="project"),
]
