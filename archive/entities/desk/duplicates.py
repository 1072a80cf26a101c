"""Two entities that are probably one, with why; what an editor refused is not proposed again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import combinations
from typing import Final, NamedTuple

from django.contrib.auth.models import User
from django.db.models import Count

from archive.entities.desk.correction_log import log_distinct
from archive.entities.desk.queue import MIN_WORDS, Likeness, omits_fathers
from archive.entities.gazetteer.gazetteer import KnownNames
from archive.entities.gazetteer.name_spellings import plain_name
from archive.models import Distinction, Entity, EntityKind, Mention

MOST: Final = 100
"""Pairs of one page."""
MOST_COUNTED: Final = 5000
"""Pairs whose articles are counted: a database takes so many parameters."""
MOST_ALIKE: Final = 4
"""Entities with one first and last word, from which on they tell nothing: محمد … علي."""


class Duplicate(NamedTuple):
    """Two entities that are probably one: the one that more articles name, the other, and why."""

    known: Entity
    other: Entity
    likeness: Likeness


def suggested_duplicates(most: int = MOST) -> list[Duplicate]:
    """Return pairs of accepted entities of one kind that are probably one, the most named first.

    Candidates are compared in their queue: there are ten times as many of them.
    """
    refused = set(Distinction.objects.values_list("first_id", "second_id"))
    pairs: dict[tuple[int, int], Likeness] = {}
    for first, second, likeness in _alike():
        if (first, second) not in refused and len(pairs) < MOST_COUNTED:
            pairs.setdefault((first, second), likeness)
    articles = _articles({pk for pair in pairs for pk in pair})
    ranked = sorted(pairs, key=lambda pair: -sum(articles.get(pk, 0) for pk in pair))[:most]
    entities = Entity.objects.in_bulk({pk for pair in ranked for pk in pair})
    found = []
    for pair in ranked:
        known, other = sorted(pair, key=lambda pk: -articles.get(pk, 0))
        found.append(Duplicate(entities[known], entities[other], pairs[pair]))
    return found


def refuse(one: Entity, other: Entity, user: User | None) -> None:
    """Remember that two entities are not one."""
    first, second = sorted((one.pk, other.pk))
    _pair, made = Distinction.objects.get_or_create(
        first_id=first, second_id=second, defaults={"made_by": user}
    )
    if made:
        log_distinct(one, other, user)


def _articles(entities: Collection[int]) -> dict[int, int]:
    """Return how many articles name each of ``entities``."""
    counted = Mention.objects.filter(entity__in=entities).order_by().values_list("entity")
    return dict(counted.annotate(articles=Count("article", distinct=True)))


def _alike() -> Iterator[tuple[int, int, Likeness]]:
    """Yield pairs of entities that are called alike, the lower key first."""
    listed = KnownNames.shipped()
    words: dict[int, list[str]] = {}
    known: set[int] = set()
    whole: dict[tuple[str, ...], list[int]] = defaultdict(list)
    ends: dict[tuple[str, ...], list[int]] = defaultdict(list)
    rows = Entity.objects.shown().order_by("pk").values_list("pk", "kind", "name_ar", "key")
    for pk, kind, name, key in rows:
        words[pk] = plain_name(name).split()
        whole[kind, " ".join(words[pk])].append(pk)
        if len(words[pk]) >= MIN_WORDS and kind == EntityKind.PERSON:
            ends[words[pk][0], words[pk][-1]].append(pk)
        if key in listed.keys(name):
            known.add(pk)
    for table, likeness in ((whole, Likeness.SPELLING), (ends, Likeness.ENDS)):
        for alike in table.values():
            pairs = combinations(alike, 2) if len(alike) <= MOST_ALIKE else ()
            for first, second in pairs:
                # The list tells its own entities apart.
                told_apart = first in known and second in known
                if likeness is Likeness.ENDS and not omits_fathers(words[first], words[second]):
                    continue
                if not told_apart:
                    yield first, second, likeness
