"""What an editor needs to judge a candidate at a glance: a sentence that names it, and who it may be.

A likely match is an accepted entity of the same kind that is called alike; the reason is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from django.db.models import F, Min
from django.db.models.functions import Greatest, Substr

from archive.entities.gazetteer.name_spellings import plain_name
from archive.models import Distinction, Entity, EntityKind, Mention

AROUND: Final = 60
"""Characters of text on each side of a name: half a sentence."""
MIN_WORDS: Final = 2
"""Words of a name that may be compared by its first and last: one word is anybody's."""


class Likeness(StrEnum):
    """Why two entities are probably one."""

    SPELLING = "spelling"
    """Their names differ in habits of spelling alone."""
    ENDS = "ends"
    """Persons whose first and last words are the same, and one has names of fathers between."""
    BEGINNING = "beginning"
    """One name begins with the other."""


def omits_fathers(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether one name of a person is the other without some of the words inside it.

    Two that differ inside are two persons: محمد حسن علي is not محمد أحمد علي.
    """
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return len(short) < len(long) and all(word in rest for word in short)


class Sentence(NamedTuple):
    """Where a text names an entity: what stands before, the name, and what follows."""

    before: str
    name: str
    after: str


def sentences_of(entities: Collection[Entity]) -> dict[int, Sentence]:
    """Return by primary key where each entity is named first. Two queries; the
    database cuts the texts."""
    first = (
        Mention.objects.filter(entity__in=entities, end__gt=0, field="body")
        .order_by()
        .values("entity")
        .annotate(first=Min("pk"))
    )
    begin = Greatest(F("start") - AROUND, 0)
    rows = (
        Mention.objects.filter(pk__in=[row["first"] for row in first])
        .order_by()
        .annotate(begin=begin, text=Substr("article__body", begin + 1, F("end") - begin + AROUND))
        .values_list("entity_id", "begin", "start", "end", "text")
    )
    return {
        entity: Sentence(
            _from_a_word(text[: start - begin], cut=begin > 0),
            text[start - begin : end - begin],
            _to_a_word(text[end - begin :]),
        )
        for entity, begin, start, end, text in rows
    }


def _from_a_word(text: str, *, cut: bool) -> str:
    """Return ``text`` without the part of a word that it begins with where it was ``cut``."""
    return f"… {text.partition(' ')[2]}" if cut else text


def _to_a_word(text: str) -> str:
    """Return ``text`` without the part of a word that it ends with where it was cut."""
    return f"{text.rpartition(' ')[0]} …" if len(text) >= AROUND else text


def likely_matches(entities: Iterable[Entity]) -> dict[int, tuple[Entity, Likeness]]:
    """Return by primary key the accepted entity that each of ``entities`` probably is."""
    table = _Names.of_accepted()
    refused = set(Distinction.objects.values_list("first_id", "second_id"))
    matches = {}
    for entity in entities:
        match = table.like(entity)
        if match is not None and tuple(sorted((entity.pk, match[0]))) not in refused:
            matches[entity.pk] = match
    known = Entity.objects.in_bulk({pk for pk, _likeness in matches.values()})
    return {pk: (known[match], why) for pk, (match, why) in matches.items() if match in known}


class _Names(NamedTuple):
    """Accepted entities by kind and name; persons also by first and last word, in words."""

    whole: dict[tuple[str, str], int]
    ends: dict[tuple[str, str], dict[int, list[str]]]

    @classmethod
    def of_accepted(cls) -> _Names:
        """Read the names of all accepted entities."""
        whole: dict[tuple[str, str], int] = {}
        ends: dict[tuple[str, str], dict[int, list[str]]] = defaultdict(dict)
        rows = Entity.objects.shown().order_by("pk").values_list("pk", "kind", "name_ar")
        for pk, kind, name in rows:
            words = plain_name(name).split()
            whole.setdefault((kind, " ".join(words)), pk)
            if len(words) >= MIN_WORDS and kind == EntityKind.PERSON:
                ends[words[0], words[-1]][pk] = words
        return cls(whole, ends)

    def like(self, entity: Entity) -> tuple[int, Likeness] | None:
        """Return the key of what ``entity`` probably is, and why."""
        words = plain_name(entity.name_ar).split()
        same = self.whole.get((entity.kind, " ".join(words)))
        if same not in (None, entity.pk):
            return same or 0, Likeness.SPELLING
        if len(words) < MIN_WORDS:
            return None
        namesakes = self.ends.get((words[0], words[-1]), {})
        alike = [
            pk
            for pk, others in namesakes.items()
            if entity.kind == EntityKind.PERSON and pk != entity.pk and omits_fathers(words, others)
        ]
        if len(alike) == 1:
            return alike[0], Likeness.ENDS
        for size in range(len(words) - 1, MIN_WORDS - 1, -1):
            shorter = self.whole.get((entity.kind, " ".join(words[:size])))
            if shorter not in (None, entity.pk):
                return shorter or 0, Likeness.BEGINNING
        return None
