"""The page of a person, an organisation or a place, and its mentions as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from archive.lasting_addresses import lasting_address
from archive.models import Article, Entity
from archive.models.article import RESULTS_BY_KEY
from archive.models.dates_in_words import month_in_words
from archive.models.kept_statements import KeptStatement
from archive.models.page_paths import page_path
from search.exports.mention_tables import articles_of_part, mention_table, parts_of
from search.fields import APPROXIMATE, DATE, DATE_MONTH, FIELDS, column_of_period, first_day
from search.fields.value_names import entity_labels, outlet_labels
from search.pages.entity_facts import (
    articles_naming,
    described,
    facts_of,
    life_of,
    mentions_for_page,
    sentences_in,
    spellings_in,
)
from search.pages.long_answers import long_answer
from search.presentation.charts import Bar, BarCount, bars, month_chart, year_bars
from search.presentation.links import (
    ROWS_A_PAGE,
    RowPage,
    listed_page,
    page_number,
    row_page,
    search_address,
    wikidata_address,
)
from search.presentation.name_graph import MOST_NAMES, NameGraph, Neighbour, name_graph
from search.query.state import NAMES, SearchState
from search.service.entity_articles import EntityArticles, articles_of_entity, shared_articles
from search.service.prepared_search import TimeBudget

_NAMES: Final = 10
"""Names of each kind that stand beside an entity, and outlets."""
_DRAWN: Final = 3
"""Names of each kind that are drawn: by frequency alone nearly all would be countries."""
_MOST_PARTS: Final = 1_000
"""Parts of a table that can be asked for; no entity has as many mentions."""


@dataclass(frozen=True, slots=True)
class NamedTogether:
    """A name that stands in articles of the entity; ``both`` is the search for these."""

    key: str
    url: str
    label: str
    kind: str
    count: int
    both: str
    machine_found: bool


@dataclass(frozen=True, slots=True)
class NamesTogether:
    """The names of one kind that stand in articles of the entity."""

    title: str
    kind: str
    names: tuple[NamedTogether, ...]


@require_safe
def entity(request: HttpRequest, key: str) -> HttpResponse:
    """Show what an entity is and the articles that name it; a merged one redirects.

    ``?names=all`` counts names that no editor has reviewed among those beside it.
    """
    shown = entity_with_page(key)
    if shown.merged_into_id is not None:
        # For the time being: an editor may undo the merge.
        return redirect(shown.canonical())
    asked = SearchState.from_querydict({NAMES: request.GET.get(NAMES, "")})
    state, budget = asked.with_facet("entity", shown.key), TimeBudget()
    number, found = _found(state, shown.key, page_number(request), budget)
    rows = _articles(request, shown, found)
    facts = facts_of(shown)
    mentions = mentions_for_page(shown, rows.rows)
    together = _together(shown, asked, found)
    context = {
        "entity": shown,
        "description": described(shown),
        "life": life_of(shown),
        "relations": facts.relations,
        "spellings": spellings_in(mentions, shown, facts.aliases),
        "wikidata_url": wikidata_address(shown.wikidata),
        "state": asked,
        "found": found,
        "switch_url": f"?{asked.with_machine_found(not asked.machine_found).to_query_string()}",
        **_over_time(shown, found),
        "outlet_bars": _outlet_bars(shown, found),
        "together": together,
        "graph": _graph(shown, state, together, budget),
        "total": rows.total,
        "sentences": sentences_in(rows.rows, mentions),
        "links": rows.links
        if found.given_up
        else listed_page((), number, found.total, dict(asked.to_pairs())).links,
        "parts": _parts(shown, rows.total) if rows.total else {},
    }
    return render(request, "entity.html", context)


@require_safe
@long_answer
def mentions(request: HttpRequest, key: str) -> HttpResponseBase:
    """Return every mention of an entity as CSV, in parts of which ``?part=`` names one."""
    shown = entity_with_page(key)
    if shown.merged_into_id is not None:
        return redirect("entity_mentions", key=shown.canonical().key)
    asked = request.GET.get("part", "1")
    number = int(asked) if asked.isdecimal() and len(asked) < len(str(_MOST_PARTS)) else 0
    articles = articles_of_part(shown, number) if number else []
    if number != 1 and not articles:
        raise Http404
    lines = mention_table(
        shown, articles, lambda article: lasting_address(article.get_absolute_url())
    )
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="mentions-{shown.pk}-{number}.csv"'
    return response


def entity_with_page(key: str) -> Entity:
    """Return the entity ``key`` where it, or what it was merged into, has a page."""
    found = next(_ENTITY.read(key), None)
    if found is None:
        raise Http404
    canonical = found if found.merged_into_id is None else found.canonical()
    if not (canonical.is_shown or canonical.is_machine_found):
        raise Http404
    return found


def _with_key(key: str) -> QuerySet[Entity]:
    return Entity.objects.select_related("parent").filter(key=key).order_by()


_ENTITY: Final = KeptStatement[Entity](_with_key, "?")


def _found(
    state: SearchState, key: str, number: int, budget: TimeBudget
) -> tuple[int, EntityArticles]:
    """Return the page that is shown, the last one where ``number`` is beyond it, and what it holds."""

    def of(page: int) -> EntityArticles:
        offset = (page - 1) * ROWS_A_PAGE
        return articles_of_entity(
            state, key, budget, offset=offset, limit=ROWS_A_PAGE, names=_NAMES + 1
        )

    found = of(number)
    last = max(-(-found.total // ROWS_A_PAGE), 1)
    if found.given_up or number <= last:
        return number, found
    return last, of(last)


def _articles(request: HttpRequest, shown: Entity, found: EntityArticles) -> RowPage[Article]:
    """Return the articles of the page: those that the index found, else the database's."""
    if found.given_up:
        return row_page(request, articles_naming(shown).for_display().newest_first())
    articles = RESULTS_BY_KEY.in_bulk(found.keys)
    rows = [articles[key] for key in found.keys if key in articles and not articles[key].hidden]
    return listed_page(rows, 1, found.total, {})


def _over_time(shown: Entity, found: EntityArticles) -> dict[str, Any]:
    """Return the charts of the articles by month and by year, and how many are on none."""
    narrowed = SearchState().with_facet(shown.kind, shown.key)

    def count(value: str, label: str) -> BarCount:
        address = search_address(narrowed.with_facet(DATE, value))
        return BarCount(label, found.periods[value], address)

    dated = [value for value in found.periods if value != APPROXIMATE]
    years = {int(value): count(value, value) for value in dated if len(value) == len("2024")}
    months = {
        value: count(value, month_in_words(first_day(value)))
        for value in dated
        if column_of_period(value) == DATE_MONTH
    }
    counted = sum(each.count for each in years.values())
    return {
        "month_chart": month_chart(months, years),
        "year_bars": year_bars(years),
        "undated": found.total - counted,
    }


def _outlet_bars(shown: Entity, found: EntityArticles) -> tuple[Bar, ...]:
    narrowed = SearchState().with_facet(shown.kind, shown.key)
    labels = outlet_labels([slug for slug, _count in found.outlets])
    return bars(
        BarCount(labels.get(slug, slug), count, search_address(narrowed.with_facet("outlet", slug)))
        for slug, count in found.outlets[:_NAMES]
    )


def _together(
    shown: Entity, asked: SearchState, found: EntityArticles
) -> tuple[NamesTogether, ...]:
    """Return the names of each kind that stand in the same articles, without the entity's own."""
    counted = {
        kind: [pair for pair in joined.counts if pair[0] != shown.key][:_NAMES]
        for kind, joined in found.names.items()
    }
    labels = entity_labels([key for pairs in counted.values() for key, _count in pairs])
    beside = asked.with_facet("entity", shown.key)
    return tuple(
        NamesTogether(
            str(FIELDS.facets[kind].title),
            kind,
            tuple(
                NamedTogether(
                    key,
                    page_path("entity", key),
                    labels[key],
                    kind,
                    count,
                    search_address(beside.with_facet(kind, key)),
                    key in found.names[kind].unreviewed,
                )
                for key, count in pairs
                if key in labels
            ),
        )
        for kind, pairs in counted.items()
        if any(key in labels for key, _count in pairs)
    )


def _graph(
    shown: Entity, state: SearchState, together: Sequence[NamesTogether], budget: TimeBudget
) -> NameGraph | None:
    """Return the drawing of the names that stand most often in the entity's articles."""
    names = [name for kind in together for name in kind.names[:_DRAWN]]
    nearest = sorted(names, key=lambda each: -each.count)[:MOST_NAMES]
    around = [Neighbour(name.label, name.kind, name.count, name.url) for name in nearest]
    shared = shared_articles(state, [name.key for name in nearest], budget) if around else None
    name = shown.name(get_language() or "ar")
    return name_graph(Neighbour(name, shown.kind, 0, ""), around, shared)


def _parts(shown: Entity, articles: int) -> Mapping[int, str]:
    """Return number → address of each part of the table of mentions in so many ``articles``."""
    address = page_path("entity_mentions", shown.key)
    return {number: f"{address}?part={number}" for number in range(1, parts_of(articles) + 1)}
