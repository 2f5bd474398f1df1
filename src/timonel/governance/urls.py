"""Addresses of institutions, people, posts and acts."""

from __future__ import annotations

from django.urls import include, path

from timonel.governance import framework_urls
from timonel.governance.views import acts, home, institutions, jobs, people, selections

app_name = "governance"
urlpatterns = [
    path("acts/", acts.act_index, name="acts"),
    path("acts/<str:code>/", acts.act_form, name="act"),
    path("institutions/", institutions.institutions, name="institutions"),
    path("institutions/template.xlsx", institutions.template, name="institutions-template"),
    path("institutions/<str:number>/", institutions.institution, name="institution"),
    path("jobs/", jobs.job_list, name="jobs"),
    path("jobs/<str:number>/", jobs.job, name="job"),
    path("posts/", people.posts, name="posts"),
    path("posts/<str:number>/", people.post, name="post"),
    path("posts/<str:number>/selection/", selections.selection, name="selection"),
    path("people/", people.people, name="people"),
    path("people/<str:number>/", people.person, name="person"),
    path("follow-ups/<str:number>/", people.follow_up, name="follow-up"),
    path("framework/", include(framework_urls)),
    path("me/", home.my_account, name="my-account"),
]
