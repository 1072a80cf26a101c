"""What the trained recogniser looks at in each word of a sentence: its features.

A feature is a short string. A word has features of its own, which say what it is, and fewer
that it lends to its neighbours, which say where they stand. A model adds these up once for
each word of the language (``crf_model.WordWeights``), which is what makes tagging fast. Only
joint features are left for each sentence: of neighbours together, and of the gazetteer, whose
spellings count here as hints, whatever their policies say.
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from archive.arabic.clitics import ARTICLE, Count, without_proclitics
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.normalize import fold
from archive.arabic.tokenize import Token
from archive.entities.gazetteer.lexicon import Lexicon, folded_words
from archive.entities.gazetteer.name_spellings import match_form
from archive.entities.recognition.candidates import Candidate, FieldWords, scan
from archive.records.mentions import ArticleField

DATA_FOLDER: Final = Path(__file__).resolve().parents[2] / "data" / "recogniser"
CLUSTERS_FILE: Final = "clusters.txt.gz"

BEFORE: Final = "-1|"
"""Stands before a feature of the previous word."""
AFTER: Final = "1|"
"""Stands before a feature of the next word."""

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

Clusters = Mapping[str, tuple[str, ...]]
"""The numbers of a folded word's clusters, from coarse to fine.

Words that stand among the same neighbours share a number. They are made from text without
labels, and carry what was learned about one word over to words that the training text never
showed.
"""


@dataclass(frozen=True, slots=True)
class FeatureSet:
    """The features of a word: its own, those that it lends, and its clusters, or ()."""

    own: tuple[str, ...]
    lent: tuple[str, ...]
    clusters: tuple[str, ...]


BORDER: Final = FeatureSet((), ("border",), ())
"""What stands before the first word of a sentence and behind the last."""


class FeatureExtractor:
    """Extracts the features of folded words, by these clusters and word counts."""

    def __init__(self, clusters: Clusters, count: Count) -> None:
        self._clusters = clusters
        self._count = count

    def of(self, word: str) -> FeatureSet:
        """Return the features of a folded word, a number or a sign."""
        word = cluster_word(word)
        kind = shape(word)
        both = [f"w={word}"]
        if kind != "arabic":
            clusters = self._clusters.get(word, ())
            both += [f"shape={kind}", *_cluster_features(clusters)]
            return FeatureSet(tuple(both), tuple(both), clusters)
        bare = without_proclitics(word, self._count)
        clusters = (
            self._clusters.get(word)
            or self._clusters.get(bare)
            or self._clusters.get(ARTICLE + bare)
            or ()
        )
        both += [f"bare={bare}", *_lists(word, bare), *_cluster_features(clusters)]
        return FeatureSet(
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
def shipped_extractor() -> FeatureExtractor:
    """Return the features by the clusters and word counts that come with the archive."""
    return FeatureExtractor(shipped_clusters(), FrequencyTable.shipped().count)


@cache
def shipped_clusters() -> Clusters:
    """Return the clusters that come with the archive; read once, at first use."""
    return read_clusters((DATA_FOLDER / CLUSTERS_FILE).read_bytes())


def read_clusters(data: bytes) -> dict[str, tuple[str, ...]]:
    """Read gzipped text: comment lines, and a word with the numbers of its clusters a line."""
    clusters: dict[str, tuple[str, ...]] = {}
    for line in gzip.decompress(data).decode("utf-8").splitlines():
        if not line.startswith("# "):
            word, *numbers = line.split(" ")
            clusters[word] = tuple(numbers)
    return clusters


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


def joint_features(
    words: Sequence[str],
    clusters: Sequence[tuple[str, ...]],
    gazetteer: Sequence[tuple[str, ...]],
) -> Iterator[list[str]]:
    """Yield, for each word of a sentence, the features of more than one word."""
    coarse = ["^", *[numbers[0] if numbers else "?" for numbers in clusters], "$"]
    fine = ["^", *[numbers[1] if numbers else "?" for numbers in clusters], "$"]
    known = [(), *gazetteer, ()]
    before = "^"
    for index, word in enumerate(words, 1):
        left, here, right = fine[index - 1], fine[index], fine[index + 1]
        joint = [
            f"<{left} {here}",
            f">{here} {right}",
            f"<>{left} {right}",
            f"<=>{coarse[index - 1]} {coarse[index]} {coarse[index + 1]}",
            f"w<{before} {here}",
        ]
        if known[index - 1] or known[index] or known[index + 1]:
            joint += known[index]
            joint += [f"{BEFORE}{feature}" for feature in known[index - 1]]
            joint += [f"{AFTER}{feature}" for feature in known[index + 1]]
        before = word
        yield joint


def gazetteer_features(
    text: str, words: Sequence[Token], lexicon: Lexicon
) -> list[tuple[str, ...]]:
    """Return, for each word, what the longest spellings that cover it are spellings of."""
    numbers = [number for number, word in enumerate(words) if word.text[0].isalnum()]
    tokens = [words[number] for number in numbers]
    forms = [match_form(token.text) for token in tokens]
    field = FieldWords(
        ArticleField.BODY,
        text,
        forms,
        [each.start for each in tokens],
        [each.end for each in tokens],
    )
    found: list[dict[str, None]] = [{} for _word in words]
    for candidates in scan(field, lexicon):
        for candidate in candidates:
            if candidate.last != candidates[0].last:
                break
            for index in range(candidate.first, candidate.last):
                place = "I"
                if index == candidate.first:
                    place = "B"
                elif index == candidate.last - 1:
                    place = "E"
                for name in _names(candidate):
                    found[numbers[index]][f"gazetteer={place}{name}"] = None
    return [tuple(features) for features in found]


def _names(candidate: Candidate) -> list[str]:
    size = "many" if candidate.last - candidate.first > 1 else "one"
    names = []
    for target in candidate.targets:
        kind = "phrase" if target.entry is None else target.entry.kind.value
        names += [f"{kind}.{size}", f"{kind}.{size}.{target.rule.policy.value}"]
    return names
