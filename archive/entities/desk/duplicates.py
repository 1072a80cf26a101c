"""Two entities that are probably one, with why; what an editor refused is not proposed again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Final, NamedTuple

from django.contrib.auth.models import User
from django.db.models import Count

from archive.entities.desk.queue import MIN_WORDS, Likeness
from archive.entities.gazetteer.name_spellings import plain_name
from archive.models import Distinction, Entity, EntityStatus, Mention

MIN_ARTICLES: Final = 2
"""Articles that name a candidate which is proposed: of rarer ones there are a hundred thousand."""
MOST: Final = 100
"""Pairs of one page."""
MOST_ALIKE: Final = 4
"""Entities with one first and last word, from which on they tell nothing: محمد … علي."""


class Duplicate(NamedTuple):
    """Two entities that are probably one: the one that more articles name, the other, and why."""

    known: Entity
    other: Entity
    likeness: Likeness


def suggested_duplicates(most: int = MOST) -> list[Duplicate]:
    """Return pairs of entities of one kind that are probably one, the most named first."""
    articles = _articles()
    refused = set(Distinction.objects.values_list("first_id", "second_id"))
    pairs: dict[tuple[int, int], Likeness] = {}
    for first, second, likeness in _alike(articles):
        if (first, second) not in refused:
            pairs.setdefault((first, second), likeness)
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
    Distinction.objects.get_or_create(first_id=first, second_id=second, defaults={"made_by": user})


def _articles() -> dict[int, int]:
    counted = Mention.objects.order_by().values_list("entity")
    return dict(counted.annotate(articles=Count("article", distinct=True)))


def _alike(articles: dict[int, int]) -> Iterator[tuple[int, int, Likeness]]:
    """Yield pairs of entities that are called alike, the lower key first."""
    whole: dict[tuple[str, ...], list[int]] = defaultdict(list)
    ends: dict[tuple[str, ...], list[int]] = defaultdict(list)
    rows = Entity.objects.filter(
        status__in=(EntityStatus.ACCEPTED, EntityStatus.CANDIDATE), suppressed=False
    ).order_by("pk")
    for pk, kind, name, status in rows.values_list("pk", "kind", "name_ar", "status"):
        if status == EntityStatus.CANDIDATE and articles.get(pk, 0) < MIN_ARTICLES:
            continue
        words = plain_name(name).split()
        whole[kind, " ".join(words)].append(pk)
        if len(words) >= MIN_WORDS:
            ends[kind, words[0], words[-1]].append(pk)
    for table, likeness in ((whole, Likeness.SPELLING), (ends, Likeness.ENDS)):
        for alike in table.values():
            if len(alike) <= MOST_ALIKE:
                yield from ((*pair, likeness) for pair in combinations(alike, 2))
