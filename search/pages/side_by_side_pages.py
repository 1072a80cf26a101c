"""Two searches, two outlets or two articles side by side; what sets one search apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.models import Article
from search.pages.outlet_choices import OutletChoices
from search.presentation.aligned_texts import aligned_texts
from search.presentation.links import search_address
from search.query.added_words import with_word
from search.query.compared_searches import ComparedSearch, compared_searches
from search.query.state import SearchState, quoted
from search.service.prepared_search import TimeBudget
from search.service.side_by_side import Side, side_by_side
from search.service.significance import Significant, significance

_SIDES: Final = 2
_ARTICLES: Final = 10


@require_safe
def searches(request: HttpRequest) -> HttpResponse:
    """Compare the two searches that the address states; without them, ask for them."""
    choices = OutletChoices.of_archive()
    asked = compared_searches(request.GET, _SIDES, choices.keys)
    shared = asked.shared
    rows = [(row.text, row.outlet) for row in asked.rows]
    context: dict[str, Any] = {
        "searches": asked,
        "choices": choices,
        "rows": [*rows, *[("", "")] * _SIDES][:_SIDES],
        "after": shared.after.isoformat() if shared.after else "",
        "before": shared.before.isoformat() if shared.before else "",
    }
    if len(asked.rows) == _SIDES:
        one, other = asked.rows
        found = side_by_side((one.state, other.state), TimeBudget(), _ARTICLES)
        pairs = [*asked.pairs(), ("after", context["after"]), ("before", context["before"])]
        query = "&".join(f"{name}={quoted(value)}" for name, value in pairs if value or name == "q")
        context |= {
            "found": found,
            "columns": [
                (_label(row, choices), row, side, _words(side))
                for row, side in zip(asked.rows, found.sides, strict=True)
            ],
            "over_time_url": f"{reverse('over_time')}?{query}",
        }
    return render(request, "side_by_side.html", context)


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """Show two articles (``?a=`` and ``?b=``, public ids) with their differences marked."""
    shown = [_article(request.GET.get(name, "")) for name in ("a", "b")]
    if shown[0].pk == shown[1].pk:
        raise Http404
    texts = [[each.title, *filter(None, map(str.strip, each.body.split("\n")))] for each in shown]
    context = {"articles": shown, "texts": aligned_texts(*texts)}
    return render(request, "articles_side_by_side.html", context)


@require_safe
def significant(request: HttpRequest) -> HttpResponse:
    """Show the words and names that a search's articles have more often than the archive."""
    state = SearchState.from_querydict(request.GET)
    found = significance(state, TimeBudget())
    context = {
        "state": state,
        "found": found,
        "words": [(word, _with_word(state, word)) for word in found.words],
        "names": [
            (
                group.title,
                [
                    (name, search_address(state.with_facet(group.facet, name.value)))
                    for name in group.names
                ],
            )
            for group in found.names
        ],
    }
    return render(request, "significant.html", context)


def _article(public_id: str) -> Article:
    return get_object_or_404(Article.objects.for_display(), public_id=public_id[:200])


def _label(row: ComparedSearch, choices: OutletChoices) -> str:
    named = row.outlet and choices.name(row.state.chosen["outlet"][0])
    return " · ".join(part for part in (row.text, named) if part) or _("All articles")


def _words(side: Side) -> Iterator[tuple[Significant, str]]:
    """Yield the significant words of a side, each with the search that it narrows."""
    for word in side.significance.words if side.significance else ():
        yield word, _with_word(side.state, word)


def _with_word(state: SearchState, word: Significant) -> str:
    return search_address(with_word(state, word.value))
