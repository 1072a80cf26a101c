"""What a word shows by itself: its letters, its clitics, how common it is, its clusters.

A feature is a short string. A word has features of its own, which say what it is, and
fewer that it lends to its neighbours, which say where they stand.

Word clusters: words that stand among the same neighbours share a number.

Made by ``benchmarks/clusters.py`` from unlabelled text; they carry what was learned
about one word over to words that the training text never showed.
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from archive.arabic.clitics import ARTICLE, Count, without_proclitics
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.normalize import fold
from archive.entities.gazetteer.lexicon import folded_words

DIRECTORY: Final = Path(__file__).resolve().parents[2] / "data" / "recogniser"
SHIPPED_FILE: Final = "clusters.txt.gz"

Clusters = Mapping[str, tuple[str, ...]]
"""The numbers of a folded word's clusters, from coarse to fine."""


def read_clusters(data: bytes) -> dict[str, tuple[str, ...]]:
    """Read what ``clusters_to_bytes`` made."""
    clusters: dict[str, tuple[str, ...]] = {}
    for line in gzip.decompress(data).decode("utf-8").splitlines():
        if not line.startswith("# "):
            word, *numbers = line.split(" ")
            clusters[word] = tuple(numbers)
    return clusters


def clusters_to_bytes(clusters: Iterable[tuple[str, tuple[int, ...]]], header: str) -> bytes:
    """Return words with their numbers as gzipped text, one word a line."""
    lines = [f"# {line}" for line in header.splitlines()]
    lines += [f"{word} {' '.join(map(str, numbers))}" for word, numbers in clusters]
    return gzip.compress("\n".join(lines).encode(), 9, mtime=0)


@cache
def shipped_clusters() -> Clusters:
    """Return the clusters that come with the archive; read once, at first use."""
    return read_clusters((DIRECTORY / SHIPPED_FILE).read_bytes())


AFFIX_LETTERS: Final = (1, 2, 3, 4)
LENT_SUFFIXES: Final = (2, 3)
LENT_PREFIX: Final = 2
LONGEST_WORD: Final = 9
LONGEST_NUMBER: Final = 5
_WORD_LISTS: Final = {
    "given": "given_names.txt",
    "person": "triggers_person.txt",
    "place": "triggers_place.txt",
    "village": "triggers_village.txt",
    "organisation": "triggers_organisation.txt",
}
_ARTICLE_SHARES: Final = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """What a word shows: features of its own, those it lends, and its clusters, or ()."""

    own: tuple[str, ...]
    lent: tuple[str, ...]
    clusters: tuple[str, ...]


class WordFeatures:
    """Features of folded words, by these clusters and word counts."""

    def __init__(self, clusters: Clusters, count: Count) -> None:
        self._clusters = clusters
        self._count = count

    def of(self, word: str) -> Shown:
        """Return what the folded ``word``, number or sign shows."""
        word = cluster_word(word)
        kind = shape(word)
        both = [f"w={word}"]
        if kind != "arabic":
            clusters = self._clusters.get(word, ())
            both += [f"shape={kind}", *_cluster_features(clusters)]
            return Shown(tuple(both), tuple(both), clusters)
        bare = without_proclitics(word, self._count)
        clusters = (
            self._clusters.get(word)
            or self._clusters.get(bare)
            or self._clusters.get(ARTICLE + bare)
            or ()
        )
        both += [f"bare={bare}", *_lists(word, bare), *_cluster_features(clusters)]
        return Shown(
            (*both, f"shape={kind}", *self._own(word, bare)), (*both, *_lent(word)), clusters
        )

    def _own(self, word: str, bare: str) -> Iterator[str]:
        if bare != word:
            yield f"clitic={word.removesuffix(bare)}"
        for letters in AFFIX_LETTERS:
            if len(word) > letters:
                yield f"prefix={word[:letters]}"
                yield f"suffix={word[-letters:]}"
            if 1 < letters < len(bare) < len(word):
                yield f"bareprefix={bare[:letters]}"
        yield f"length={min(len(word), LONGEST_WORD)}"
        yield f"often={_magnitude(self._count(word))}"
        yield f"bareoften={_magnitude(self._count(bare))}"
        share = 10 * self._count(ARTICLE + bare) / (self._count(bare) + 1)
        yield f"article={min(_ARTICLE_SHARES, _magnitude(share))}"


@cache
def shipped_features() -> WordFeatures:
    """Return the features by the clusters and word counts that come with the archive."""
    return WordFeatures(shipped_clusters(), FrequencyTable.shipped().count)


@cache
def name_tokens() -> frozenset[str]:
    """Return the folded words of persons' names."""
    text = (files("archive") / "data" / "names" / "person_names.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t")[0] for line in text.splitlines() if not line.startswith("#"))
    return frozenset(fold(name) for row in rows for name in row.split("|"))


def shape(word: str) -> str:
    """Return what sort of letters ``word`` begins with."""
    if word[0].isdigit():
        return f"digits{len(word)}" if word.isdigit() else "mixed"
    if not word[0].isalpha():
        return "sign"
    return "latin" if word.isascii() else "arabic"


def cluster_word(word: str) -> str:
    """Return the word under which ``word`` is clustered: of numbers only the length counts."""
    return "0" * min(len(word), LONGEST_NUMBER) if word.isdigit() else word


def _lent(word: str) -> Iterator[str]:
    for letters in LENT_SUFFIXES:
        if len(word) > letters:
            yield f"suffix={word[-letters:]}"
    if len(word) > LENT_PREFIX:
        yield f"prefix={word[:LENT_PREFIX]}"


def _cluster_features(numbers: tuple[str, ...]) -> Iterator[str]:
    if not numbers:
        yield "cluster=none"
    for level, number in enumerate(numbers):
        yield f"cluster{level}={number}"


def _magnitude(count: float) -> int:
    return int(1.5 * math.log10(count + 1))


def _lists(word: str, bare: str) -> Iterator[str]:
    """Yield which lists of name words and trigger words hold ``word``, with or without clitics."""
    if word in name_tokens():
        yield "list=nameword"
    if bare in name_tokens():
        yield "list=barename"
    for label, name in _WORD_LISTS.items():
        words = folded_words(name)
        if word in words or bare in words:
            yield f"list={label}"
