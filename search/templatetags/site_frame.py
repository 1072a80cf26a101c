"""What every page has: where one can go from here. It is made once for each language."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Final

from django import template
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from archive.models.page_paths import page_path
from search.presentation.html_pieces import joined

register = template.Library()

_PLACES: Final = {
    "search": gettext_lazy("Articles"),
    "outlets": gettext_lazy("Outlets"),
    "entities": gettext_lazy("People and places"),
    "browse": gettext_lazy("Browse"),
    "help": gettext_lazy("Help"),
}

_CURRENT: Final = ' aria-current="page"'


@register.simple_tag
def main_navigation(path: str) -> SafeString:
    """Return the links to the main pages, that of ``path`` marked where it is one of them."""
    here = next((place for place in _PLACES if page_path(place) == path), "")
    return _navigation(here, get_language(), get_script_prefix())


@lru_cache(maxsize=64)
def _navigation(here: str, _language: str | None, _prefix: str) -> SafeString:
    label = escape(_("Main navigation"))
    return joined(
        (
            f'<nav aria-label="{label}"><ul>',
            *(
                f'<li><a href="{page_path(place)}"'
                f"{_CURRENT if place == here else ''}>"
                f"{escape(str(name))}</a></li>"
                for place, name in _PLACES.items()
            ),
            "</ul></nav>",
        )
    )
