"""The names in one article by kind: how often each comes, and who found it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from archive.models import EntityKind
from archive.models.entity_labels import NamedEntity
from archive.records.mentions import MentionMethod
from search.fields import FIELDS
from search.presentation.paragraphs import PlacedName

_NAMES_OPEN: Final = 10
"""Names of one kind that stand open beside an article."""


@dataclass(frozen=True, slots=True)
class NameInArticle:
    """An entity that an article names so many times; ``source`` says who found it."""

    entity: NamedEntity
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


def names_by_kind(mentions: Iterable[PlacedName]) -> tuple[NamesOfKind, ...]:
    """Return the names of an article by kind, the most frequent first; kinds without any are left out."""
    by_entity: dict[str, list[PlacedName]] = defaultdict(list)
    for mention in mentions:
        by_entity[mention.entity.key].append(mention)
    named = sorted(
        (_name(found[0].entity, found) for found in by_entity.values()),
        key=lambda each: (-each.mentions, each.entity.label),
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


def _name(entity: NamedEntity, mentions: Sequence[PlacedName]) -> NameInArticle:
    methods = {mention.method for mention in mentions}
    if MentionMethod.EDITOR in methods:
        source = _("by an editor")
    elif methods == {MentionMethod.CRF}:
        source = _("by the program")
    else:
        source = _("from the list")
    return NameInArticle(entity, len(mentions), source)
