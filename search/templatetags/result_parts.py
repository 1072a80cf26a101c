"""What stands around the hits: how many, in which order, how words match, what may be taken away.

A page has thirty links here that differ in one parameter. Written here they take a fifth of the
time of templates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any, Final

from django import template
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from archive.models.page_paths import page_path
from search.index.analyzers import Match
from search.presentation.html_pieces import joined
from search.presentation.links import search_address
from search.query.state import Meaning, SearchState, Sort
from search.service.newest_articles import standing
from search.templatetags.search_links import root_url

register = template.Library()

_TEXT_LETTERS: Final = 80
"""Letters of a search that its total repeats."""


@register.simple_tag
def total_in_words(page: Any, state: SearchState) -> str:
    """Return how much was found, and for which words; as much of it as is known."""
    if page.given_up:
        said = _("Search")
    elif page.near is not None and page.near.alone:
        said = _("The nearest articles")
    else:
        said = _count(page.total, stories=state.collapse)
    if not state.text:
        return said
    text = Truncator(state.text).chars(_TEXT_LETTERS)
    asked = _("for “%(text)s”") % {"text": text}
    return f"{said} {asked}"


@register.simple_tag(takes_context=True)
def switches(context: Mapping[str, Any], state: SearchState) -> SafeString:
    """Return the links to the same search in another order, or with words matched otherwise."""
    alone = context["page"].near is not None and context["page"].near.alone
    found = list[str]()
    if context["searches_by_meaning"] and state.text:
        found += _by_meaning(state, context["questions_go_to"])
    if not alone:
        found += _order(state)
    if state.text and not alone:
        found += _matching(state)
    found.append('<div class="switch">')
    if state.text and not alone:
        any_word = state.with_any_word(not state.any_word)
        found.append(_toggle("any-word", any_word, _("Any of the words"), state.any_word))
    collapsed = state.with_collapse(not state.collapse)
    found.append(_toggle("collapse", collapsed, _("Copies as one"), state.collapse))
    if context["has_machine_found"]:
        told = escape(_("Names that the program found and no editor has reviewed"))
        others = state.with_machine_found(not state.machine_found)
        named, on = _("Unreviewed names too"), state.machine_found
        found.append(_toggle("machine-found", others, named, on, f' title="{told}"'))
    return joined((*found, "</div>"))


@register.simple_tag
def downloads(
    state: SearchState, formats: Mapping[str, Any], captures: Mapping[str, Any]
) -> SafeString:
    """Return the menu of files that hold all that a search finds."""
    query = state.with_meaning(Meaning.UNUSED).to_query_string()
    asked = f"?{query}" if query else ""
    files = {page_path("search_export", ending): form for ending, form in formats.items()}
    files |= {page_path("search_captures", ending): form for ending, form in captures.items()}
    excel, download = escape(_("Results as Excel")), escape(pgettext("results", "Download"))
    return joined(
        (
            f'<a class="button quiet" id="download-excel" rel="nofollow" download'
            f' href="{escape(page_path("search_export", "xlsx") + asked)}">'
            f"{excel}</a>"
            f'<details class="menu" id="download"><summary class="button quiet">'
            f"{download}</summary><ul>",
            *(
                f'<li><a href="{escape(path + asked)}" rel="nofollow" download>'
                f"<bdi>{escape(str(form.name))}</bdi>"
                f' <span class="purpose">{escape(str(form.purpose))}</span></a></li>'
                for path, form in files.items()
            ),
            "</ul></details>",
        )
    )


@register.simple_tag
def result_views(state: SearchState) -> SafeString:
    """Return the links to other views of what a search finds."""
    query = standing(state).to_query_string()
    views = {
        page_path("over_time") + (f"?{query}" if query else ""): _("Over time"),
        f"{page_path('significant')}?{query}": _("What sets them apart"),
        f"{page_path('side_by_side')}?{query}": _("Beside another search"),
    }
    label = escape(_("Other views of these results"))
    return joined(
        (
            f'<nav class="result-views no-print" aria-label="{label}">',
            *(f'<a href="{escape(url)}">{escape(name)}</a>' for url, name in views.items()),
            "</nav>",
        )
    )


def _count(total: int, *, stories: bool) -> str:
    if stories:
        said = ngettext("%(shown)s story", "%(shown)s stories", total)
    else:
        said = ngettext("%(shown)s article", "%(shown)s articles", total)
    return said % {"shown": f"{total:,}"}


def _order(state: SearchState) -> Iterator[str]:
    named = {Sort.RELEVANCE: _("Relevance"), Sort.NEWEST: _("Newest"), Sort.OLDEST: _("Oldest")}
    return _switch(
        _("Order"),
        _("Order"),
        (
            (f"sort-{sort.value}", state.with_sort(sort), name, state.order is sort)
            for sort, name in named.items()
            if state.text or sort is not Sort.RELEVANCE
        ),
    )


def _matching(state: SearchState) -> Iterator[str]:
    exact = state.match is Match.EXACT
    choices = (
        (Match.INFLECTION, _("Every spelling and form"), not exact),
        (Match.EXACT, _("Exactly as typed"), exact),
    )
    yield from _switch(
        _("How words match"),
        pgettext("how they match", "Words"),
        ((f"match-{m.value}", state.with_match(m), name, on) for m, name, on in choices),
        _link(
            "match-root", root_url(state), _("Same root too"), state.match is Match.ROOT, _TOGGLE
        ),
    )


def _by_meaning(state: SearchState, host: str) -> Iterator[str]:
    named = {
        Meaning.UNUSED: _("By words"),
        Meaning.TOO: _("By words and meaning"),
        Meaning.ONLY: _("By meaning"),
    }
    told = _("By meaning, your question is sent to <bdi>%(host)s</bdi>.") % {"host": escape(host)}
    yield from _switch(
        _("How articles are found"),
        pgettext("how articles are found", "Find"),
        (
            (f"meaning-{each.value}", state.with_meaning(each), name, state.meaning is each)
            for each, name in named.items()
        ),
        f'<span class="name">{told}</span>' if host else "",
    )


def _switch(
    told: str, name: str, choices: Iterable[tuple[str, SearchState, str, bool]], more: str = ""
) -> Iterator[str]:
    yield f'<nav class="switch" aria-label="{escape(told)}">'
    yield f'<span class="name">{escape(name)}</span><ul>'
    for mark, chosen, label, on in choices:
        yield f"<li>{_link(mark, search_address(chosen), label, on)}</li>"
    yield f"</ul>{more}</nav>"


_TOGGLE: Final = ' class="toggle"'


def _toggle(mark: str, turned: SearchState, label: str, on: bool, more: str = "") -> str:
    return _link(mark, search_address(turned), label, on, f"{_TOGGLE}{more}")


def _link(mark: str, address: str, label: str, on: bool, more: str = "") -> str:
    current = ' aria-current="true"' if on else ""
    return f'<a id="{mark}"{more} href="{escape(address)}"{current}>{escape(label)}</a>'
