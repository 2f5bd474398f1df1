"""What stands under `/record/`; the pages for people are the site's."""

from django.urls import path

from timonel.record import views

app_name = "record"
urlpatterns = [
    path("checkpoint", views.checkpoint, name="checkpoint"),
    path("keys", views.keys, name="keys"),
    path("tile/<path:path>", views.tile, name="tile"),
    path("<int:seq>/certificate.json", views.certificate_json, name="certificate-json"),
    path("<int:seq>/certificate.pdf", views.certificate_page, name="certificate-pdf"),
]
