"""The names in one article: which, of what kind, how often, and where each comes from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext as _

from archive.models import Article, Authorship, Entity, EntityKind, Mention
from archive.models.entity_labels import label_of_entity
from archive.records.mentions import ArticleField, MentionMethod
from search.fields import FIELDS

_NAMES_OPEN: Final = 10
"""Names of one kind that stand open beside an article."""
_MOST_READ: Final = 20_000
"""Mentions of an article that are read for its page: some million letters of text."""
_MOST_LISTED: Final = 300
"""Names in the list of an article."""
_MOST_ENTITIES: Final = 900
"""Names of an article that are listed or links in its text: one query takes 999 keys."""
_YES: Final = BooleanField()


@dataclass(frozen=True, slots=True)
class NameInArticle:
    """An entity that an article names so many times; ``source`` says who found it."""

    entity: Entity
    label: str
    mentions: int
    source: str


@dataclass(frozen=True, slots=True)
class NamesOfKind:
    """The names of one kind: those that stand open, others, and those that no editor has reviewed."""

    kind: str
    title: str
    reviewed: tuple[NameInArticle, ...]
    others: tuple[NameInArticle, ...]
    machine_found: tuple[NameInArticle, ...]


@dataclass(frozen=True, slots=True)
class ArticleMentions:
    """The mentions that stand somewhere in the article, by field."""

    by_field: Mapping[str, Sequence[Mention]]

    @classmethod
    def of(cls, mentions: Iterable[Mention]) -> ArticleMentions:
        """Sort ``mentions``; those without a place in the text are left out."""
        by_field: dict[str, list[Mention]] = defaultdict(list)
        for mention in mentions:
            if mention.end:
                by_field[mention.field].append(mention)
        return cls(by_field)

    def in_field(self, field: ArticleField) -> Sequence[Mention]:
        """Return the mentions in one field."""
        return self.by_field.get(field, ())


@dataclass(frozen=True, slots=True)
class MentionsShown:
    """The mentions of an article that its page shows or marks.

    ``mentions`` are of no more than ``_MOST_ENTITIES`` entities, ``listed`` those of them that the
    list of names has; ``are_all`` says whether the article mentions no other.
    """

    mentions: Sequence[Mention]
    listed: Sequence[Mention]
    are_all: bool


def mentions_with_entities(article: Article, start: int, end: int) -> MentionsShown:
    """Return the article's mentions of entities that have a page. Two queries.

    Where there are too many, those between ``start`` and ``end`` of its fields are read first, and
    the names that come most often are listed. Each entity is one object, of which is known whether
    another bears its name.
    """
    here = Q(start__gte=start, end__lte=end)
    of_article = article.mentions.of_entities_with_page().alias(here=ExpressionWrapper(here, _YES))
    mentions = list(of_article.order_by("-here", "id")[:_MOST_READ])
    counts = Counter(mention.entity_id for mention in mentions)
    # The most frequent, then the others as they come in the text.
    keys = [key for key, _count in counts.most_common(_MOST_LISTED)]
    listed = set(keys)
    keys = list(dict.fromkeys([*keys, *counts]))[:_MOST_ENTITIES]
    entities = Entity.objects.marking_namesakes().select_related("parent").in_bulk(keys)
    shown = [each for each in mentions if each.entity_id in entities]
    for mention in shown:
        mention.entity = entities[mention.entity_id]
    return MentionsShown(
        shown,
        [each for each in shown if each.entity_id in listed],
        len(listed) == len(counts) and len(mentions) < _MOST_READ,
    )


def authors_of(article: Article) -> list[Entity]:
    """Return those who wrote the article, after all merges, where readers see them."""
    written = Authorship.objects.filter(article=article).order_by("pk").select_related("entity")
    entities = [each.entity for each in written]
    canonical = Entity.objects.canonical_of(entities)
    return [author for author in dict.fromkeys(canonical.values()) if author.is_shown]


def names_by_kind(mentions: Iterable[Mention]) -> tuple[NamesOfKind, ...]:
    """Return the names of an article by kind, the most frequent first; kinds without any are left out."""
    by_entity: dict[Entity, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_entity[mention.entity].append(mention)
    named = sorted(
        (_name(entity, found) for entity, found in by_entity.items()),
        key=lambda each: (-each.mentions, each.label),
    )
    kinds = (_of_kind(kind, named) for kind in EntityKind)
    return tuple(each for each in kinds if each.reviewed or each.machine_found)


def _of_kind(kind: EntityKind, named: Iterable[NameInArticle]) -> NamesOfKind:
    of_kind = [each for each in named if each.entity.kind == kind]
    reviewed = tuple(each for each in of_kind if not each.entity.is_machine_found)
    return NamesOfKind(
        kind,
        str(FIELDS.facets[kind].title),
        reviewed[:_NAMES_OPEN],
        reviewed[_NAMES_OPEN:],
        tuple(each for each in of_kind if each.entity.is_machine_found),
    )


def _name(entity: Entity, mentions: Sequence[Mention]) -> NameInArticle:
    methods = {mention.method for mention in mentions}
    if MentionMethod.EDITOR in methods:
        source = _("by an editor")
    elif methods == {MentionMethod.CRF}:
        source = _("by the program")
    else:
        source = _("from the list")
    return NameInArticle(entity, label_of_entity(entity), len(mentions), source)
