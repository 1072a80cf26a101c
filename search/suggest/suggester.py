"""Suggestions while a reader types: outlets, entities, phrases and titles that begin so.

What was typed and what is suggested are folded alike, so that «الامم» finds «الأمم». Each
kind stands in one sorted array; a beginning is a stretch of it, found by bisection.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from operator import attrgetter
from typing import Final, NamedTuple
from urllib.parse import urlencode

import numpy as np
from numpy.typing import NDArray

from archive.arabic.frequencies import WordMemory
from archive.arabic.normalize import fold
from archive.arabic.tokenize import FOLDED_WORDS, word_columns
from archive.entities.gazetteer.gazetteer import shipped_entries
from archive.models import Alias, Article, Entity, Outlet
from archive.models.page_paths import page_path
from archive.packed_strings import PackedStrings
from search.suggest.frequent_phrases import frequent_phrases

SHOWN_OF_KIND: Final = {"outlet": 2, "entity": 3, "phrase": 3, "title": 8}
"""Kinds in the order in which they are shown, with how many of each at first."""
MAX_TYPED_LETTERS: Final = 200
"""Letters of what was typed that are looked at."""
MAX_KEY_LETTERS: Final = 60
"""Letters of a name or title by which it is found."""
_TITLES: Final = 50_000
"""Titles that are kept, the newest: some 400 bytes and 40 microseconds each, whenever the archive
has changed and suggestions are made anew."""
_LAST: Final = "\U0010ffff"
"""What sorts after every letter: where the stretch of a beginning ends."""
_ARTICLE: Final = "ال"
"""The definite article: a name is found without it too."""
_FOUND_BY_ANY_WORD: Final = frozenset({"outlet", "entity"})
_WORDS_AT_ONCE: Final = 4_096
"""Words whose folded form is remembered while a list is made: most of a text are of so many."""
_POOL: Final = 4
"""Times as many are looked at as are wanted: one name may be found by several words."""


class Entry(NamedTuple):
    """Something that can be suggested; ``target`` is its key, ``weight`` its frequency.

    ``spellings`` are other names under which it is found.
    """

    label: str
    kind: str
    target: str
    weight: float
    spellings: tuple[str, ...] = ()


class Suggestion(NamedTuple):
    """What a reader is shown: the words, what kind of thing they name, and its page."""

    label: str
    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The entries of one kind, by their sorted beginnings."""

    kind: str
    labels: Sequence[str]
    targets: Sequence[str]
    keys: Sequence[str]
    owners: NDArray[np.int32]
    weights: NDArray[np.float32]

    @classmethod
    def of(cls, kind: str, entries: Iterable[Entry]) -> _Stretch:
        """Lay out entries of one kind: names are found by each of their words, titles by the first.

        They are packed as they come: as many objects at once would take more memory than what
        is made of them, and leave it in pieces.
        """
        labels, targets, weights = PackedStrings(), PackedStrings(), array("f")
        keys, owners = PackedStrings(), array("i")
        forms = WordMemory(fold, _WORDS_AT_ONCE)
        for number, entry in enumerate(entries):
            labels.append(entry.label)
            targets.append(entry.target)
            weights.append(entry.weight)
            for key in _keys(entry, forms):
                keys.append(key)
                owners.append(number)
        order = keys.order()
        return cls(
            kind,
            labels,
            targets,
            PackedStrings(map(keys.__getitem__, order.tolist())),
            np.array(owners, np.int32)[order],
            np.array(weights, np.float32),
        )

    def entry(self, number: int) -> Entry:
        """Return the entry under ``number``."""
        weight = float(self.weights[number])
        return Entry(self.labels[number], self.kind, self.targets[number], weight)

    def beginning(self, prefix: str, limit: int) -> list[int]:
        """Return the entries that begin so, the weightiest first."""
        low, high = bisect_left(self.keys, prefix), bisect_left(self.keys, prefix + _LAST)
        owners = self.owners[low:high]
        weights = self.weights[owners]
        if len(owners) > _POOL * limit:
            best = np.argpartition(-weights, _POOL * limit)[: _POOL * limit]
            owners, weights = owners[best], weights[best]
        ordered = owners[np.argsort(-weights, kind="stable")].tolist()
        return list(dict.fromkeys(ordered))[:limit]


@dataclass(frozen=True, slots=True)
class Suggester:
    """Everything that can be suggested, laid out for one generation of the archive."""

    stretches: Mapping[str, _Stretch]

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Suggester:
        """Lay out ``entries``, those of one kind after those of another."""
        empty = {kind: _Stretch.of(kind, ()) for kind in SHOWN_OF_KIND}
        by_kind = groupby(entries, attrgetter("kind"))
        return cls(empty | {kind: _Stretch.of(kind, found) for kind, found in by_kind})

    def suggest(
        self,
        text: str,
        limit: int,
        url_of: Callable[[str, str], str],
        together: Callable[[str, str], bool],
    ) -> list[Suggestion]:
        """Return what begins with ``text``; where nothing does, what its last word may become.

        ``url_of`` takes kind and target. ``together`` says whether articles hold two words side
        by side so often that one may be proposed after the other.
        """
        prefix = _normal(text[:MAX_TYPED_LETTERS])
        if not prefix.strip():
            return []
        found = list(self._beginning(prefix, limit))
        if not found and " " in prefix.strip():
            found = list(islice(self._completed(text, limit, together), limit))
        return [Suggestion(each.label, each.kind, url_of(each.kind, each.target)) for each in found]

    def _beginning(self, prefix: str, limit: int) -> Iterator[Entry]:
        """Yield a few of each kind, then more of whichever kind has more, kinds kept together."""
        found = {kind: self.stretches[kind].beginning(prefix, limit) for kind in SHOWN_OF_KIND}
        room = limit - sum(min(len(found[kind]), few) for kind, few in SHOWN_OF_KIND.items())
        seen: set[str] = set()
        left = limit
        for kind, few in SHOWN_OF_KIND.items():
            extra = min(max(len(found[kind]) - few, 0), max(room, 0))
            room -= extra
            for number in found[kind][: few + extra]:
                entry = self.stretches[kind].entry(number)
                if entry.label not in seen and left:
                    seen.add(entry.label)
                    left -= 1
                    yield entry

    def _completed(
        self, text: str, limit: int, together: Callable[[str, str], bool]
    ) -> Iterator[Entry]:
        """Yield ``text`` with its last word completed by a word or phrase that follows what is before."""
        head, _, last = text.strip().rpartition(" ")
        before = head.rpartition(" ")[2]
        phrases = self.stretches["phrase"]
        for phrase in map(phrases.entry, phrases.beginning(_normal(last), _POOL * limit)):
            if together(before, phrase.label.partition(" ")[0]):
                label = f"{head} {phrase.label}"
                yield Entry(label, "phrase", label, phrase.weight)


def _normal(text: str, forms: Mapping[str, str] = FOLDED_WORDS) -> str:
    """Return the folded words of ``text``; a space at its end says that the last is whole."""
    words = " ".join(word_columns(text, forms)[0])
    return f"{words} " if words and text[-1:].isspace() else words


def _keys(entry: Entry, forms: Mapping[str, str]) -> Iterator[str]:
    """Yield the beginnings under which an entry is found: of a name every word, else the first."""
    yield from _beginnings(entry.label, forms, anywhere=entry.kind in _FOUND_BY_ANY_WORD)
    for spelling in entry.spellings:
        yield from _beginnings(spelling, forms, anywhere=False)


def _beginnings(name: str, forms: Mapping[str, str], *, anywhere: bool) -> Iterator[str]:
    words = f"{_normal(name, forms)} "[:MAX_KEY_LETTERS].split()
    for start in range(len(words) if anywhere else min(len(words), 1)):
        key = " ".join(words[start:]) + " "
        yield key
        if key.startswith(_ARTICLE) and len(words[start]) > len(_ARTICLE) + 2:
            yield key.removeprefix(_ARTICLE)


def archive_entries(
    outlet_counts: Mapping[str, int], entity_counts: Mapping[str, int]
) -> Iterator[Entry]:
    """Yield outlets, entities that stand in articles, the newest titles and their frequent phrases.

    The counts are of articles, by slug and by key. Four queries.
    """
    for slug, arabic, latin in Outlet.objects.values_list("slug", "name_ar", "name_en"):
        for name in dict.fromkeys(filter(None, (arabic, latin))):
            yield Entry(name, "outlet", slug, outlet_counts.get(slug, 0))
    yield from _entities(entity_counts)
    ids, titles = PackedStrings(), PackedStrings()
    newest = Article.objects.shown().newest_first().values_list("public_id", "title")
    for public_id, title in newest[:_TITLES].iterator():
        ids.append(public_id)
        titles.append(title)
    for phrase, count in frequent_phrases(titles):
        yield Entry(phrase, "phrase", phrase, count)
    for age, (public_id, title) in enumerate(zip(ids, titles, strict=True)):
        if title:
            yield Entry(title, "title", public_id, -age)


def _entities(counts: Mapping[str, int]) -> Iterator[Entry]:
    """Yield the entities that stand in articles, found by every spelling in the letters of a name."""
    spellings: dict[str, list[str]] = defaultdict(list)
    for key, text in Alias.objects.order_by("pk").values_list("entity__key", "text"):
        spellings[key].append(text)
    for entry in shipped_entries():
        if entry.key in counts:
            spellings[entry.key] += (rule.text for rule in entry.aliases)
    for key, arabic, latin in Entity.objects.shown().values_list("key", "name_ar", "name_en"):
        if counts.get(key):
            others = tuple(each for each in spellings[key] if each not in (arabic, latin))
            yield Entry(arabic, "entity", key, counts[key], others)
            if latin:
                yield Entry(latin, "entity", key, counts[key])


def suggestion_url(kind: str, target: str) -> str:
    """Return the page of an outlet, entity or article, or the search for a phrase."""
    if kind == "title":
        return page_path("article", target)
    if kind == "phrase":
        return f"{page_path('search')}?{urlencode({'q': target})}"
    return page_path(kind, target)
