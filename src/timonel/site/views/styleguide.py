"""The style page: every component in every state, with long names and figures of twenty digits."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from timonel.site.views import styleguide_charts
from timonel.site.views import styleguide_examples as examples


class ExampleForm(forms.Form):
    """A form of Django's, to show that its fields are drawn like ours."""

    name = forms.CharField(label="Nombre del proyecto", max_length=120, help_text="Como aparecerá en el registro.")
    email = forms.EmailField(label="Correo de contacto", required=False)
    amount = forms.DecimalField(label="Costo total (pesos)", max_digits=20, decimal_places=0)
    starts_on = forms.DateField(label="Fecha de inicio", widget=forms.DateInput)
    ministry = forms.ChoiceField(label="Ministerio", choices=examples.MINISTRIES)
    agreed = forms.BooleanField(label="Declaro que los datos son correctos")


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component; `?errors=1` shows the forms after a refusal."""
    bound = ExampleForm({"name": "", "email": "sin-arroba", "amount": "doce"}) if "errors" in request.GET else None
    context = {
        "example": examples,
        "django_form": bound or ExampleForm(),
        "with_errors": bound is not None,
        "trail": [(_("Framework"), "#"), (_("Institutions"), "#")],
        "charts": styleguide_charts.charts(),
    }
    return render(request, "styleguide/styleguide.html", context)
