"""The facets beside the hits: their values, the links that choose and exclude them, their search box.

They are most of a results page. Written here they take a tenth of the time of a template's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any, Final

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from archive.models.page_paths import page_path
from search.facets.facets import FacetValue
from search.presentation.html_pieces import joined
from search.presentation.value_links import ValueLinks
from search.query.state import SearchState
from search.templatetags.search_links import (
    machine_found_url,
    more_url,
    over_time_url,
    state_inputs,
)

register = template.Library()

_CURRENT: Final = ' aria-current="true"'


@register.simple_tag
def facet_block(state: SearchState, view: Any) -> SafeString:
    """Return a facet with the values that stand open, and the way to its others."""
    return joined(_block(state, view))


@register.simple_tag
def facet_rows(state: SearchState, facet: str, values: Iterable[FacetValue]) -> SafeString:
    """Return the list items of a facet's values."""
    return joined(_rows(state, facet, values))


@register.simple_tag
def date_rows(state: SearchState, facet: str, branches: Iterable[Any]) -> SafeString:
    """Return the list items of years, each with its months and their days where they are counted."""
    return joined(_branch_rows(state, facet, branches))


@register.simple_tag
def over_time_links(state: SearchState) -> SafeString:
    """Return the links to the drawing of a search over time."""
    units = {
        "month": pgettext("over time", "month"),
        "week": pgettext("over time", "week"),
        "day": pgettext("over time", "day"),
    }
    said = escape(_("Over time, by"))
    return joined(
        (
            f'<p class="rest over-time" hx-boost="false">{said} ',
            " · ".join(
                f'<a href="{escape(over_time_url(state, unit))}">{escape(name)}</a>'
                for unit, name in units.items()
            ),
            "</p>",
        )
    )


def _block(state: SearchState, view: Any) -> Iterator[str]:
    name, label = view.facet.name, escape(view.facet.label)
    yield f'<details class="facet" open data-facet="{name}" id="facet-{name}">'
    yield f"<summary>{label}</summary>"
    if view.searchable:
        yield _search(state, view)
    if view.shown:
        yield from ("<ul>", *_rows(state, name, view.shown), "</ul>")
    elif view.facet.values:
        none = escape(_("No such value among these results."))
        yield f'<p class="lead">{none}</p>'
    if view.rest:
        more = escape(_("More"))
        # The script puts the facet in place; without it the link leads to a page with more of it.
        yield f'<p class="rest"><a href="{escape(more_url(state, name))}#facet-{name}" data-more>'
        yield f'{more}<span class="visually-hidden">: {label}</span></a></p>'
    if view.facet.offers_machine_found:
        yield from _machine_found(state, name, view.machine_found)
    yield "</details>"


def _search(state: SearchState, view: Any) -> str:
    """Return the form that looks for a value of a facet."""
    name, find = view.facet.name, escape(_("Find"))
    told = escape(_("Find in “%(facet)s”") % {"facet": view.facet.label})
    return (
        f'<form role="search" action="{page_path("search")}" method="get" data-facet-search'
        f"{' data-partial' if view.partial else ''}>{state_inputs(state)}"
        f'<input type="search" id="find-{name}" name="{view.find_name}"'
        f' value="{escape(view.needle)}" dir="auto" autocomplete="off" placeholder="{find}"'
        f' aria-label="{told}"><button type="submit" class="button quiet">{find}</button></form>'
    )


def _machine_found(
    state: SearchState, facet: str, values: Iterable[FacetValue] | None
) -> Iterator[str]:
    """Yield the group of names that no editor has reviewed, ``None`` where it is not open."""
    told = escape(_("Found by the program, not reviewed by an editor"))
    yield f'<details class="more machine-found" id="found-{facet}"'
    if values is None:
        address, show = escape(machine_found_url(state, facet)), escape(_("Show these names"))
        yield f'><summary>{told}</summary><p><a href="{address}#found-{facet}" data-more>'
        yield f"{show}</a></p>"
    elif rows := list(_rows(state, facet, values)):
        yield from (f" open><summary>{told}</summary><ul>", *rows, "</ul>")
    else:
        none = escape(_("No such name among these results."))
        yield f' open><summary>{told}</summary><p class="lead">{none}</p>'
    yield "</details>"


def _branch_rows(state: SearchState, facet: str, branches: Iterable[Any]) -> Iterator[str]:
    for branch in branches:
        yield from _rows(state, facet, branch.own)
        if branch.children:
            yield from ("<li><ul>", *_branch_rows(state, facet, branch.children), "</ul></li>")


def _rows(state: SearchState, facet: str, values: Iterable[FacetValue]) -> Iterator[str]:
    links = ValueLinks(state, facet)
    exclude, allow = escape(_("Exclude")), escape(_("Allow again"))
    note = f' <span class="unreviewed">{escape(_("not reviewed"))}</span>'
    for each in values:
        label, act = escape(each.label), allow if each.excluded else exclude
        yield (
            f'<li class="row{" excluded" if each.excluded else ""}"><a class="choose"'
            f' id="{facet}-{escape(each.value)}" href="{escape(links.choose(each.value))}"'
            f"{_CURRENT if each.chosen else ''}><bdi>{label}</bdi>"
            f"{note if each.machine_found and state.machine_found else ''}"
            f' <span class="count">{each.count:,}</span></a>'
            f'<a class="exclude" href="{escape(links.exclude(each.value))}" title="{act}"'
            f' aria-label="{act}: {label}">−</a></li>'
        )
