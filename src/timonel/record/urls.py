"""What anybody may fetch under `/record/`."""

from django.urls import path

from timonel.record import views

app_name = "record"
urlpatterns = [
    path("record/checkpoint", views.checkpoint, name="checkpoint"),
    path("record/keys", views.keys, name="keys"),
    path("record/tile/<path:path>", views.tile, name="tile"),
    path("record/<int:seq>/certificate.json", views.certificate_json, name="certificate-json"),
    path("record/<int:seq>/certificate.pdf", views.certificate_page, name="certificate-pdf"),
]
