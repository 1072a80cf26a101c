"""What the archive knows of an outlet or an entity: its articles by year, by outlet, by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import Count

from archive.arabic.normalize import fold, strip_marks
from archive.entities.storage.entity_search import keys_named
from archive.models import Article, Entity, EntityKind, Mention
from archive.models.article import ArticleQuerySet, hidden_articles
from archive.records.mentions import field_text
from search.engine import IndexUnavailableError
from search.facets.facets import Facet, FacetValue
from search.fields import APPROXIMATE, DATE, DATE_YEAR, column_of_period
from search.hits.snippets import Fragment
from search.presentation.charts import Bar, BarCount, bars, year_bars
from search.presentation.excerpts import beginning_of, sentence_about
from search.presentation.links import search_address
from search.query.state import SearchState
from search.service.prepared_search import TimeBudget
from search.service.search import articles_by_entity, search, search_is_rebuilt

_SPELLINGS: Final = 24


@dataclass(frozen=True, slots=True)
class Profile:
    """The articles of a search by year and by outlet, and the entities that they name.

    ``approximate`` counts those whose date does not lie within one year; ``outlets`` is how
    many outlets there are, of which ``outlet_bars`` may show a part; ``names`` holds a facet
    for each kind of entity. ``given_up`` says that counting took too long, or that no index answers: nothing is known
    then. ``notices`` tell the reader of that, and of counts that were left out.
    """

    total: int
    year_bars: tuple[Bar, ...]
    approximate: int
    outlets: int
    outlet_bars: tuple[Bar, ...]
    names: tuple[Facet, ...]
    given_up: bool = False
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleSentence:
    """An article with the sentence that names the entity."""

    article: Article
    sentence: tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class EntityArticles:
    """An entity with the number of articles that name it."""

    entity: Entity
    articles: int


def profile_of(
    state: SearchState,
    budget: TimeBudget,
    *,
    links: SearchState | None = None,
    outlets: int = 10,
    names: int = 10,
) -> Profile:
    """Return the profile of a search, up to so many ``outlets``, and ``names`` of each kind.

    ``links`` is the search that the bars narrow, where it is another than ``state``.
    """
    try:
        found = search(state, limit=0, budget=budget)
    except IndexUnavailableError:
        notices = (search_is_rebuilt(),)
        return Profile(0, (), 0, 0, (), (), given_up=True, notices=notices)
    narrowed = state if links is None else links
    facets = {facet.name: facet for facet in found.facets}
    dates = facets[DATE].values if DATE in facets else ()
    by_outlet = facets["outlet"].values if "outlet" in facets else ()
    return Profile(
        total=found.total,
        year_bars=year_bars(
            {
                int(value.value): _count(narrowed, DATE, value)
                for value in dates
                if column_of_period(value.value) == DATE_YEAR and value.count
            }
        ),
        approximate=sum(value.count for value in dates if value.value == APPROXIMATE),
        outlets=len(by_outlet),
        outlet_bars=bars(_count(narrowed, "outlet", value) for value in by_outlet[:outlets]),
        names=tuple(_most_named(facets, names)),
        given_up=found.given_up,
        notices=found.notices,
    )


def _most_named(facets: dict[str, Facet], names: int) -> Iterable[Facet]:
    for kind in EntityKind:
        if kind in facets and facets[kind].values:
            yield replace(facets[kind], values=facets[kind].values[:names])


def _count(state: SearchState, facet: str, value: FacetValue) -> BarCount:
    address = search_address(state.with_facet(facet, value.value))
    return BarCount(value.label, value.count, address)


def articles_naming(entity: Entity) -> ArticleQuerySet:
    """Return the articles in which ``entity`` is mentioned."""
    naming = Mention.objects.filter(entity=entity).values("article")
    return Article.objects.shown().filter(pk__in=naming)


def spellings_of(entity: Entity) -> list[str]:
    """Return the entity's names: its aliases and how articles write it, vowels apart."""
    written = (
        Mention.objects.filter(entity=entity, clitic="")
        .exclude(article__in=hidden_articles())
        .exclude(surface="")
        .order_by()
        .values_list("surface")
        .annotate(n=Count("pk"))
        .order_by("-n", "surface")[: 2 * _SPELLINGS]
    )
    names = [surface for surface, _n in written]
    names += entity.aliases.order_by("pk").values_list("text", flat=True)
    distinct = {strip_marks(name): name for name in reversed(names)}
    distinct.pop(strip_marks(entity.name_ar), None)
    return list(reversed(distinct.values()))[:_SPELLINGS]


def sentences_naming(entity: Entity, articles: Sequence[Article]) -> list[ArticleSentence]:
    """Return each article with the first sentence of its text that names the entity."""
    first: dict[int, Mention] = {}
    mentions = Mention.objects.filter(entity=entity, article__in=articles, end__gt=0)
    for mention in mentions.order_by("start"):
        known = first.get(mention.article_id)
        if known is None or (known.field != "body" and mention.field == "body"):
            first[mention.article_id] = mention
    return [
        ArticleSentence(article, _sentence(article, first.get(article.pk))) for article in articles
    ]


def _sentence(article: Article, mention: Mention | None) -> tuple[Fragment, ...]:
    if mention is None:
        return (Fragment(beginning_of(article.body)),)
    return sentence_about(field_text(article, mention.field), mention.start, mention.end)


@dataclass(frozen=True, slots=True)
class EntityRanking:
    """(Primary key, number of articles) of entities, the most named first.

    Where counting takes too long there are none, and ``notices`` say so.
    """

    counted: tuple[tuple[int, int], ...]
    notices: tuple[str, ...] = ()


def entities_by_frequency(kind: str, needle: str, budget: TimeBudget) -> EntityRanking:
    """Return the accepted entities that articles name, ranked.

    ``kind`` is an ``EntityKind`` or empty for all; ``needle`` a part of any of its names. The
    index counts the articles: the database would read every mention for it.
    """
    entities = Entity.objects.shown()
    if kind in set(EntityKind):
        entities = entities.filter(kind=kind)
    folded = fold(needle)
    named = keys_named(needle)
    found = articles_by_entity(budget)
    articles = found.articles
    rows = entities.order_by().values_list("pk", "key", "name_ar", "name_en")
    counted = [
        (-articles[key], arabic, pk)
        for pk, key, arabic, english in rows
        if key in articles
        and (not folded or key in named or folded in fold(arabic) or folded in fold(english))
    ]
    ranked = tuple((pk, -negative) for negative, _name, pk in sorted(counted))
    return EntityRanking(ranked, found.notices)


def with_articles(counted: Sequence[tuple[int, int]]) -> list[EntityArticles]:
    """Return the entities of some rows of ``entities_by_frequency``."""
    entities = Entity.objects.in_bulk([pk for pk, _articles in counted])
    return [EntityArticles(entities[pk], articles) for pk, articles in counted if pk in entities]
