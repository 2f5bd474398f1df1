"""Addresses of business cases, by kind and number of what they are about."""

from __future__ import annotations

from django.urls import path

from timonel.businesscases import views

app_name = "businesscases"
ABOUT = "business-cases/<slug:kind>/<str:number>/"
urlpatterns = [
    path(ABOUT, views.case, name="case"),
    path(f"{ABOUT}versions/<int:ordinal>/", views.case, name="version"),
    path(f"{ABOUT}compare/", views.compare, name="compare"),
    path(f"{ABOUT}edit/", views.edit, name="edit"),
    path(f"{ABOUT}edit/adopt/", views.adopt, name="adopt"),
    path(f"{ABOUT}edit/upload/", views.upload, name="upload"),
    path(f"{ABOUT}edit/workbook.xlsx", views.workbook, name="workbook"),
    path(f"{ABOUT}edit/<slug:name>/", views.edit_part, name="edit-part"),
]
