"""What the database knows of an entity: its relations and spellings, and where articles name it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet, Value
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.arabic.normalize import strip_marks
from archive.entities.gazetteer.biographies import biographies
from archive.models import Alias, Article, Entity, EntityRelation, EntityStatus, Mention
from archive.models.article import ArticleQuerySet, hidden_articles
from archive.models.choices import label_of
from archive.models.entity_labels import description_of
from archive.models.kept_statements import KeptValues
from archive.models.page_paths import page_path
from archive.records.mentions import ArticleField, EntityKind, RelationKind, field_text
from search.hits.snippets import Fragment
from search.presentation.excerpts import beginning_of, sentences_about

_SPELLINGS: Final = 24
_RECENT: Final = 400
"""Mentions, the latest loaded, whose spellings are shown: reading all of a country's takes seconds."""
_SENTENCES: Final = 6
"""Sentences of one article; the article itself has them all."""
_NAMED: Final = ("key", "name_ar", "name_en", "status", "suppressed")
_FORWARD, _BACKWARD, _ALIAS = "to", "from", "alias"


@dataclass(frozen=True, slots=True)
class RelatedEntity:
    """Another entity and what this one is to it, or where ``inverse``, it to this one."""

    kind: str
    label: str
    name: str
    address: str
    inverse: bool


@dataclass(frozen=True, slots=True)
class EntityFacts:
    """The relations of an entity and the spellings that editors gave it."""

    relations: tuple[RelatedEntity, ...]
    aliases: tuple[str, ...]


class MentionPlace(NamedTuple):
    """Where an article names the entity, and how."""

    article_id: int
    field: str
    start: int
    end: int
    surface: str
    clitic: str


@dataclass(frozen=True, slots=True)
class ArticleSentences:
    """An article with sentences that name the entity, and how often it does."""

    article: Article
    sentences: tuple[tuple[Fragment, ...], ...]
    mentions: int

    @property
    def first(self) -> tuple[Fragment, ...]:
        """The sentence that the list shows."""
        return self.sentences[0]

    @property
    def others(self) -> tuple[tuple[Fragment, ...], ...]:
        """The sentences that are shown when they are asked for."""
        return self.sentences[1:]


def facts_of(entity: Entity) -> EntityFacts:
    """Return the relations to entities that readers see, and the aliases; one query."""
    english = get_language() == "en"
    relations, spellings = [], []
    for what, text, key, name_ar, name_en, status, suppressed in _FACTS.read(entity.pk):
        if what == _ALIAS:
            spellings.append(text)
        elif status == EntityStatus.ACCEPTED and not suppressed:
            name = name_en if english and name_en else name_ar
            label, address = label_of(RelationKind, text), page_path("entity", key)
            relations.append(RelatedEntity(text, label, name, address, what == _BACKWARD))
    return EntityFacts(tuple(relations), tuple(spellings))


def _facts(entity: int) -> QuerySet[Any, tuple[Any, ...]]:
    """Return the relations of an entity in either direction, and its aliases."""
    forward, backward = (
        EntityRelation.objects.filter(**{own: entity})
        .order_by()
        .values_list(Value(what), "kind", *(f"{other}__{each}" for each in _NAMED))
        for own, other, what in (("source", "target", _FORWARD), ("target", "source", _BACKWARD))
    )
    aliases = Alias.objects.filter(entity=entity).order_by()
    nothing = (Value(""), Value(""), Value(""), Value(""), Value(False))
    return forward.union(backward, aliases.values_list(Value(_ALIAS), "text", *nothing))


_FACTS: Final = KeptValues(_facts)


def described(entity: Entity) -> str:
    """Return what an entity is: an editor's words, else the list's few words, else sort and country."""
    english = get_language() == "en"
    known = biographies().get(entity.key)
    if known is None or (entity.description_en if english else entity.description_ar):
        return description_of(entity)
    return (known.description_en if english else known.description_ar) or description_of(entity)


def life_of(entity: Entity) -> str:
    """Return when a person lived, as far as the list knows; else nothing."""
    known = biographies().get(entity.key)
    if known is None or entity.kind != EntityKind.PERSON:
        return ""
    if known.born and known.died:
        return f"{known.born}–{known.died}"
    if known.died:
        return _("died %(year)s") % {"year": known.died}
    return _("born %(year)s") % {"year": known.born} if known.born else ""


def articles_naming(entity: Entity) -> ArticleQuerySet:
    """Return the articles in which ``entity`` is mentioned."""
    naming = Mention.objects.filter(entity=entity).values("article")
    return Article.objects.shown().filter(pk__in=naming)


def mentions_for_page(entity: Entity, articles: Sequence[Article]) -> list[MentionPlace]:
    """Return the mentions of ``entity`` in these articles, and the latest ones; one query."""
    rows = _MENTIONS.read(entity.pk, *(article.pk for article in articles))
    return [MentionPlace._make(row) for row in rows]


def _mentions(entity: int, *articles: int) -> QuerySet[Any, tuple[Any, ...]]:
    own = Mention.objects.filter(entity=entity).order_by()
    latest = own.exclude(article__in=hidden_articles()).order_by("-article_id")
    recent = Mention.objects.filter(pk__in=latest.values("pk")[:_RECENT]).order_by()
    rows = own.filter(article__in=articles).values_list(*MentionPlace._fields)
    return rows.union(recent.values_list(*MentionPlace._fields))


_MENTIONS: Final = KeptValues(_mentions)


def spellings_in(
    mentions: Iterable[MentionPlace], entity: Entity, aliases: Sequence[str]
) -> list[str]:
    """Return how the mentions and ``aliases`` write the name, the most frequent first, vowels apart."""
    written = Counter(each.surface for each in mentions if each.surface and not each.clitic)
    frequent = sorted(written.items(), key=lambda each: (-each[1], each[0]))
    names = [surface for surface, _count in frequent[: 2 * _SPELLINGS]] + list(aliases)
    distinct = {strip_marks(name): name for name in reversed(names)}
    distinct.pop(strip_marks(entity.name_ar), None)
    return list(reversed(distinct.values()))[:_SPELLINGS]


def sentences_in(
    articles: Sequence[Article], mentions: Iterable[MentionPlace]
) -> list[ArticleSentences]:
    """Return each article with the sentences that name the entity, those of its text first."""
    by_article: dict[int, list[MentionPlace]] = defaultdict(list)
    for mention in mentions:
        by_article[mention.article_id].append(mention)
    return [_with_sentences(article, by_article[article.pk]) for article in articles]


def _with_sentences(article: Article, mentions: Sequence[MentionPlace]) -> ArticleSentences:
    found = tuple(islice(_sentences(article, mentions), _SENTENCES))
    return ArticleSentences(
        article, found or ((Fragment(beginning_of(article.body)),),), len(mentions)
    )


def _sentences(
    article: Article, mentions: Sequence[MentionPlace]
) -> Iterator[tuple[Fragment, ...]]:
    for name in (ArticleField.BODY, *(each for each in ArticleField if each != ArticleField.BODY)):
        places = [(each.start, each.end) for each in mentions if each.field == name and each.end]
        if places:
            yield from sentences_about(field_text(article, name), places, _SENTENCES)
