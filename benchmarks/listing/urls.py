"""The platform, and Django's admin list of the same projects with the same columns."""

from django.contrib import admin
from django.urls import include, path

from timonel.governance.queries.institutions import name_of_institution
from timonel.portfolio.models import Project
from timonel.site.urls import handler400, handler403, handler404, handler500  # noqa: F401


class EverybodySite(admin.AdminSite):
    def has_permission(self, request):
        return request.user.is_authenticated


class ProjectAdmin(admin.ModelAdmin):
    list_display = ["name", "number", "institution_name", "stage", "risk_class", "total_budget", "proposed_on"]
    list_per_page = 50
    list_filter = ["stage", "object", "risk_class", "origin"]
    search_fields = ["name", "number"]
    ordering = ["sort_key"]

    def get_queryset(self, request):
        named = name_of_institution("institution", request.on)
        return super().get_queryset(request).annotate(name_on_the_day=named)

    def institution_name(self, row):
        return row.name_on_the_day

    def has_module_permission(self, request):
        return True

    def has_view_permission(self, request, obj=None):
        return True

    has_add_permission = has_change_permission = has_delete_permission = lambda self, request, obj=None: False


site = EverybodySite(name="admin")
site.register(Project, ProjectAdmin)
urlpatterns = [path("admin/", site.urls), path("", include("timonel.site.urls"))]
