"""Labelled text in CoNLL's form, for training the recogniser and for measuring it.

Scores are strict, by kind: a name counts where both its borders and its kind are right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from archive.arabic.tokenize import Token
from archive.entities.recognition.crf_model import KINDS, OUTSIDE, LabelledSpan, spans
from archive.entities.recognition.crf_tagger import SplitText, TaggedName, Tagger, words
from archive.errors import ArchiveError

SENTENCES_A_DOCUMENT: Final = 12
"""ANERcorp has lost its article borders; so many sentences are read as one article."""
_LABEL: Final = re.compile("O|[BI]-(?:PER|LOC|ORG|MISC)")

_OTHER_KINDS: Final = re.compile("(?<=^[BI]-)(?:MIS.*|ENGLISH|SPANISH)$")
_SLIPS: Final = ("OO", "IO")


class CorpusError(ArchiveError):
    """Labelled text that can't be read as such."""


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence with the label of each token, as its corpus parts them.

    ``text`` is the tokens joined by spaces; ``words`` are what we read in it, and
    ``owners`` the number of the token that each word is part of.
    """

    text: str
    labels: tuple[str, ...]
    words: tuple[Token, ...]
    owners: tuple[int, ...]

    def word_labels(self) -> list[str]:
        """Return the labels of ``words``; signs around a name are no part of it."""
        result = [OUTSIDE] * len(self.words)
        for token, label in enumerate(self.labels):
            inside = [index for index, owner in enumerate(self.owners) if owner == token]
            lettered = [index for index in inside if self.words[index].text[0].isalnum()]
            if label == OUTSIDE or not inside:
                continue
            first, last = (lettered or inside)[0], (lettered or inside)[-1]
            for index in range(first, last + 1):
                result[index] = label if index == first else f"I{label[1:]}"
        return result

    def token_labels(self, word_labels: Sequence[str]) -> list[str]:
        """Return the labels of the tokens, for labels of ``words``."""
        result = [OUTSIDE] * len(self.labels)
        for owner, label in zip(self.owners, word_labels, strict=True):
            if result[owner] == OUTSIDE:
                result[owner] = label
        return result


def read_corpus(path: Path) -> Iterator[LabelledSentence]:
    """Yield the sentences of a CoNLL file: a token and its label a line, parted by a space.

    Raises ``CorpusError`` naming the line of an unknown label.
    """
    tokens: list[tuple[str, str]] = []
    lines = [*path.read_text(encoding="utf-8").splitlines(), ""]
    for number, line in enumerate(lines, 1):
        token, _, label = line.rpartition(" ")
        label = _plain(label)
        if token and not _LABEL.fullmatch(label):
            raise CorpusError(f"{path.name}, line {number}: unknown label {label!r}")
        if token:
            tokens.append((token, label))
        elif tokens:
            yield labelled_sentence(tokens)
            tokens = []


def _plain(label: str) -> str:
    """Return ``label`` in one scheme: AQMAR numbers its other kinds and has slips of typing."""
    label = label.replace("PERS", "PER").replace("--", "-")
    if label in _SLIPS:
        return OUTSIDE
    return _OTHER_KINDS.sub("MISC", label)


def labelled_sentence(tokens: Sequence[tuple[str, str]]) -> LabelledSentence:
    """Return the sentence of these (token, label) pairs."""
    text = " ".join(token for token, _label in tokens)
    ends = []
    end = -1
    for token, _label in tokens:
        end += len(token) + 1
        ends.append(end)
    found = tuple(words(text))
    owners = []
    token_number = 0
    for word in found:
        while word.start >= ends[token_number]:
            token_number += 1
        owners.append(token_number)
    return LabelledSentence(text, tuple(label for _token, label in tokens), found, tuple(owners))


@dataclass(slots=True)
class Counts:
    """How many names are right, found and wanted."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, found: set[LabelledSpan], wanted: set[LabelledSpan]) -> None:
        """Count the names found in a sentence against those wanted."""
        self.right += len(found & wanted)
        self.found += len(found)
        self.wanted += len(wanted)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / max(self.found + self.wanted, 1)

    def __str__(self) -> str:
        precision = self.right / max(self.found, 1)
        recall = self.right / max(self.wanted, 1)
        return (
            f"P {precision:.3f}  R {recall:.3f}  F1 {self.f1:.4f}  ({self.right} of {self.wanted})"
        )


@dataclass(slots=True)
class Evaluation:
    """Counts per kind, and of all kinds of the archive together."""

    kinds: dict[str, Counts] = field(default_factory=lambda: {kind: Counts() for kind in KINDS})
    together: Counts = field(default_factory=Counts)

    def add(self, found: set[LabelledSpan], wanted: set[LabelledSpan]) -> None:
        """Count the names of a sentence, of whatever kinds."""
        for kind, counts in self.kinds.items():
            ours = {span for span in found if span.label == kind}
            theirs = {span for span in wanted if span.label == kind}
            counts.add(ours, theirs)
            self.together.add(ours, theirs)


def evaluate(tagger: Tagger, sentences: Iterable[LabelledSentence]) -> Evaluation:
    """Return how ``tagger`` agrees with the labels of ``sentences``."""
    result = Evaluation()
    remaining = iter(sentences)
    while document := list(islice(remaining, SENTENCES_A_DOCUMENT)):
        tagged = tagger.tag([SplitText(each.text, [each.words]) for each in document])
        for sentence, names in zip(document, tagged, strict=True):
            labels = sentence.token_labels(labels_of(names, len(sentence.words)))
            result.add(set(spans(labels)), set(spans(sentence.labels)))
    return result


def labels_of(names: Sequence[TaggedName], size: int) -> list[str]:
    """Return the labels of the ``size`` words of a sentence with these names."""
    labels = [OUTSIDE] * size
    for (first, last, label), _probability in names:
        labels[first:last] = [f"B-{label}", *[f"I-{label}"] * (last - first - 1)]
    return labels
