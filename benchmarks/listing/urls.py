from django.contrib import admin
from django.urls import include, path

from benchmarks.listing.models import Project
from timonel.pages.lists import Column, Filter, FilterKind, Kind, Listing
from timonel.site.urls import handler400, handler403, handler404, handler500  # noqa: F401

FIELDS = ["number", "name", "ministry", "stage", "amount", "started_on", "people", "recorded_at"]
MINISTRIES = {"08": "Ministerio de Hacienda", "16": "Ministerio de Salud", "22": "Secretaría General de la Presidencia"}
STAGES = {"draft": "Borrador", "running": "En ejecución", "closed": "Cerrado"}

PROJECTS = Listing(
    name="projects",
    caption="Proyectos",
    order="number",
    counted=lambda n: "%(n)s proyectos",
    columns=[
        Column(key="number", label="Número", field="number", kind=Kind.CODE, link="project"),
        Column(key="name", label="Nombre", field="name"),
        Column(key="ministry", label="Ministerio", field="ministry", words=MINISTRIES),
        Column(key="stage", label="Etapa", field="stage", kind=Kind.TAG, words=STAGES, tones={"running": "info"}),
        Column(key="amount", label="Costo", field="amount", kind=Kind.MONEY, currency="CLP", total=True),
        Column(key="started", label="Inicio", field="started_on", kind=Kind.DAY),
        Column(key="people", label="Personas", field="people", kind=Kind.NUMBER, total=True),
        Column(key="recorded", label="Anotado", field="recorded_at", kind=Kind.INSTANT),
    ],
    filters=[
        Filter(key="q", label="Nombre", lookups=("name__icontains",)),
        Filter(
            key="ministry", label="Ministerio", kind=FilterKind.CHOICE, lookups=("ministry",),
            choices=lambda: list(MINISTRIES.items()),
        ),
        Filter(
            key="stage", label="Etapa", kind=FilterKind.CHOICE, lookups=("stage",), choices=lambda: list(STAGES.items())
        ),
    ],
)  # fmt: skip


class EverybodySite(admin.AdminSite):
    def has_permission(self, request):
        return request.user.is_authenticated


class ProjectAdmin(admin.ModelAdmin):
    list_display = FIELDS
    list_per_page = 50
    list_filter = ["ministry", "stage"]
    search_fields = ["name"]
    ordering = ["number"]
    show_full_result_count = True

    def has_module_permission(self, request):
        return True

    def has_view_permission(self, request, obj=None):
        return True

    has_add_permission = has_change_permission = has_delete_permission = lambda self, request, obj=None: False


site = EverybodySite(name="admin")
site.register(Project, ProjectAdmin)


def projects(request):
    return PROJECTS.respond(request, Project.objects.all(), "benchmark_projects.html")


urlpatterns = [
    path("projects/", projects, name="projects"),
    path("projects/<str:number>/", projects, name="project"),
    path("admin/", site.urls),
    path("", include("timonel.site.urls")),
]
