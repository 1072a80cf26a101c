"""The form of an advanced search: it writes the search into the box, where it can be read."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from search.fields import FIELDS
from search.presentation.links import search_address
from search.query.advanced_query import AdvancedFields, composed
from search.query.lexer import DEFAULT_SLOP
from search.query.periods import read_period
from search.query.state import MAX_TEXT_LETTERS, SearchState

_TITLES: Final = {"title": _("Title"), "byline": _("Byline")}
"""What fields are called that have no facet."""
_TEXTS: Final = ("every", "any", "none", "phrase", "near", "value")
_MOST_DIGITS: Final = 2


@require_safe
def advanced(request: HttpRequest) -> HttpResponse:
    """Show the form; where it is filled, go to the search that it says."""
    menu = _menu()
    typed = {name: request.GET.get(name, "")[:MAX_TEXT_LETTERS].strip() for name in _TEXTS}
    field = request.GET.get("field", "")
    distance = request.GET.get("distance", "")
    text = composed(
        AdvancedFields(
            typed["every"],
            typed["any"],
            typed["none"],
            typed["phrase"],
            typed["near"],
            int(distance) if _is_number(distance) else DEFAULT_SLOP,
            field if field in {name for name, _title in menu} else "",
            typed["value"],
        )
    )
    ends = {name: read_period(request.GET.get(name, "").strip()) for name in ("after", "before")}
    first, last = ends["after"], ends["before"]
    if text or first or last:
        state = SearchState().with_text(text)
        state = state.with_dates(first.first if first else None, last.last if last else None)
        return redirect(search_address(state))
    return render(request, "advanced.html", {"menu": menu, "typed": typed})


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= _MOST_DIGITS


def _menu() -> list[tuple[str, str]]:
    """Return the fields that a search can ask for, by the name that it gives them, with titles."""
    arabic = (get_language() or "ar").startswith("ar")
    menu = []
    for field in FIELDS.declared:
        if field.name in _TITLES:
            title = str(_TITLES[field.name])
        elif field.spellings and field.facet is not None and field.name != "date":
            title = str(field.facet.title)
        else:
            continue
        own = [each for each in field.spellings if each.isascii() != arabic]
        menu.append((own[0] if own else field.spellings[0], title))
    return menu
