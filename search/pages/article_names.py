"""The names in one article: which, of what kind, how often, and where each comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from archive.models import Article, Authorship, Entity, EntityKind, Mention
from archive.models.entity_labels import label_of_entity
from archive.records.mentions import ArticleField, MentionMethod
from search.fields import FIELDS


@dataclass(frozen=True, slots=True)
class NameInArticle:
    """An entity that an article names so many times; ``source`` says who found it."""

    entity: Entity
    label: str
    mentions: int
    source: str


@dataclass(frozen=True, slots=True)
class NamesOfKind:
    """The names of one kind; apart from them those that no editor has reviewed."""

    kind: str
    title: str
    reviewed: tuple[NameInArticle, ...]
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


def mentions_with_entities(article: Article) -> list[Mention]:
    """Return the article's mentions of entities that have a page. Two queries.

    Each entity is one object, of which is known whether another bears its name.
    """
    mentions = list(article.mentions.of_entities_with_page().order_by("id"))
    keys = {mention.entity_id for mention in mentions}
    entities = Entity.objects.marking_namesakes().select_related("parent").in_bulk(list(keys))
    for mention in mentions:
        mention.entity = entities[mention.entity_id]
    return mentions


def authors_of(article: Article) -> list[Entity]:
    """Return those who wrote the article, where readers see them."""
    written = Authorship.objects.filter(article=article).values("entity")
    shown = Entity.objects.shown().filter(pk__in=written)
    return list(shown.marking_namesakes().select_related("parent").order_by("pk"))


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
    return NamesOfKind(
        kind,
        str(FIELDS.facets[kind].title),
        tuple(each for each in of_kind if not each.entity.is_machine_found),
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
