"""Strict scores per kind: a name counts where both its borders and its kind are right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from archive.entities.crf.corpus import LabelledSentence
from archive.entities.crf.labels import KINDS, LabelledSpan, spans
from archive.entities.crf.tagger import SplitText, Tagger, labels_of

SENTENCES_A_DOCUMENT: Final = 12
"""ANERcorp has lost its article borders; so many sentences are read as one article."""


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
