"""The list component: columns and filters are declared, the rest follows.

Filters, sorting, paging by key, totals in a second request, a link that carries
the view, CSV and XLSX. A view is three lines::

    def institutions(request):
        rows = queries.institutions(viewer(request), on=today(request))
        return INSTITUTIONS.respond(request, rows, "governance/institutions.html")

and its template calls `list_view(list, shell, csrf_input)` of `components/list.html`.
"""

from timonel.pages.lists.columns import Column, Kind
from timonel.pages.lists.filters import Filter, FilterKind
from timonel.pages.lists.listing import Listing
from timonel.pages.lists.page import ListPage

__all__ = ["Column", "Filter", "FilterKind", "Kind", "ListPage", "Listing"]
