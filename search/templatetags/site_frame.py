"""What every page has: where one can go from here. Most of it is made once for each language.

Written here it takes a tenth of the time of templates.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import Any, Final

from django import template
from django.templatetags.static import static
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from archive.models.page_paths import page_path
from search.presentation.html_pieces import joined
from search.query.state import SearchState
from search.templatetags.search_links import state_inputs

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


@register.simple_tag
def frame_links() -> SafeString:
    """Return what each page's head names: the search of the site, its icon, fonts, style and script."""
    return _frame_links(get_language(), get_script_prefix())


@lru_cache(maxsize=64)
def _frame_links(_language: str | None, _prefix: str) -> SafeString:
    fonts = ("fonts/khizana-sans-400.woff2", "fonts/noto-naskh-arabic.woff2")
    return joined(
        (
            f'<link rel="search" href="{page_path("open_search")}"'
            ' type="application/opensearchdescription+xml"'
            f' title="{escape(_("Khizana"))}">',
            f'<link rel="icon" href="{static("icon.svg")}" type="image/svg+xml">',
            *(
                f'<link rel="preload" href="{static(font)}" as="font" type="font/woff2" crossorigin>'
                for font in fonts
            ),
            f'<link rel="stylesheet" href="{static("css/site.css")}">',
            f'<script src="{static("js/frame.js")}" type="module"></script>',
        )
    )


@register.simple_tag
def search_box(field_id: str, state: SearchState | str = "", size: str = "") -> SafeString:
    """Return the form that searches, with the search that it changes where there is one."""
    asked = state if isinstance(state, SearchState) else None
    told, search = _search_words(get_language())
    return joined(
        (
            f'<form class="search-box {size}" role="search" action="{page_path("search")}"'
            f' method="get">{state_inputs(asked, "q") if asked is not None else ""}',
            f'<div class="field" data-suggest="{page_path("suggest")}">'
            f'<label class="visually-hidden" for="{field_id}">{told}</label>'
            f'<input type="search" id="{field_id}" name="q"'
            f' value="{escape(asked.text) if asked is not None else ""}" dir="auto"'
            ' maxlength="1000" autocomplete="off" autocapitalize="off" spellcheck="false"'
            f' placeholder="{told}"></div>',
            f'<button type="submit" class="button">{search}</button></form>',
        )
    )


@lru_cache(maxsize=8)
def _search_words(_language: str | None) -> tuple[str, str]:
    return escape(_("Search the archive")), escape(_("Search"))


@register.simple_tag(takes_context=True)
def language_switch(context: Mapping[str, Any]) -> SafeString:
    """Return the form that shows the page in the other language; a page without a token has none."""
    token = str(context.get("csrf_token") or "")
    if not token:
        return SafeString("")
    other, name = ("en", "English") if get_language() == "ar" else ("ar", "العربية")
    here = escape(context["request"].get_full_path()) if "request" in context else ""
    return joined(
        (
            f'<form id="language-switch" method="post" action="{page_path("set_language")}">'
            f'<input type="hidden" name="csrfmiddlewaretoken" value="{escape(token)}">'
            f'<input type="hidden" name="next" value="{here}">'
            f'<button type="submit" class="button quiet" name="language" value="{other}"'
            f' lang="{other}">{name}</button></form>',
        )
    )
