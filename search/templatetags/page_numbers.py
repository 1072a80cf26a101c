"""The links under a list to its other pages."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any, Final

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from search.presentation.html_pieces import joined

register = template.Library()

_NOTHING: Final = SafeString("")
_GAP: Final = '<span aria-hidden="true">…</span>'


@register.simple_tag
def pagination(links: Any) -> SafeString:
    """Return the links to the pages of a list (``PageLinks``); nothing where it has one alone."""
    return joined(_pieces(links)) if links and links.links else _NOTHING


def _pieces(links: Any) -> Iterator[str]:
    yield f'<nav class="pagination" aria-label="{escape(_("Pages"))}">'
    if links.previous:
        yield f'<a href="{escape(links.previous)}" rel="prev">{escape(_("Previous"))}</a>'
    named = escape(_("Page %(n)s"))
    for link in links.links:
        if link.gap:
            yield _GAP
        if link.current:
            yield f'<span aria-current="page">{link.number}</span>'
        else:
            told = named % {"n": link.number}
            yield f'<a href="{escape(link.url)}" aria-label="{told}">{link.number}</a>'
    if links.next:
        yield f'<a href="{escape(links.next)}" rel="next">{escape(_("Next"))}</a>'
    yield "</nav>"
