"""Makes the table by which confidences of machine-found names are calibrated.

Called by ``tools.train_recogniser``: each member of the committee reads the part of ANERcorp's
training text that it has not seen, and the whole recogniser the judged articles that are there to
work with. A name of ANERcorp is right where its kind and end are right and its beginning but for
proclitics; of a judged article, where the article has it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from archive.entities.gazetteer.gazetteer import Corrections
from archive.entities.recognition.calibration import Calibration, Step, isotonic, smoothed
from archive.entities.recognition.combined_recogniser import CombinedRecogniser
from archive.entities.recognition.crf_model import KINDS, CrfModel, spans
from archive.entities.recognition.crf_recogniser import CrfRecogniser
from archive.entities.recognition.gazetteer_recogniser import gazetteer_recogniser
from archive.entities.recognition.organisation_patterns import CONFIDENCE as FORM
from archive.records.mentions import ArticleText, EntityKind, MentionMethod
from tools.judged_articles import WORKED, found_names, news_by_number, read_half
from tools.labelled_corpus import SENTENCES_A_DOCUMENT, LabelledSentence

CALIBRATION_HEADER: Final = """How often machine-found names are right, by the raw number of the recogniser.
made by: python -m tools.train_recogniser (the parts of ANERcorp's training text that a member of the
  committee has not seen, and the judged articles of benchmarks/judged_names that were worked with)
columns: kind, model or form (found by the model, or by the form of the name), lowest raw number,
  share right, names seen
licence: that of model.txt.gz"""
WEIGHT: Final = 3
"""How much a name of the judged articles counts beside one of ANERcorp: it is of the news that is
read, of twenty years later, and judged by the archive's own rules."""
PROCLITICS: Final = 4
"""Letters that may be parted from a name's beginning."""


class Seen(NamedTuple):
    """A name found in text whose names are known: its kind, whether its form gave it, how sure
    the recogniser was, and whether it is right."""

    kind: EntityKind
    by_form: bool
    confidence: float
    is_right: bool


def reader_of(model: CrfModel) -> CombinedRecogniser:
    """Return the whole recogniser with ``model``, its confidences left raw."""
    known = gazetteer_recogniser(Corrections())
    return CombinedRecogniser(known, CrfRecogniser(known.gazetteer, model), calibration={})


def labelled_names(model: CrfModel, sentences: Sequence[LabelledSentence]) -> Iterator[Seen]:
    """Yield the model's finds in labelled text that it was not trained with."""
    reader = reader_of(model)
    remaining = iter(sentences)
    while document := list(islice(remaining, SENTENCES_A_DOCUMENT)):
        wanted = set(_labelled_spans(document))
        body = "\n".join(sentence.text for sentence in document)
        for mention in reader.recognise(ArticleText("", "", body)):
            if mention.method is MentionMethod.CRF and mention.confidence != FORM:
                starts = range(mention.start - PROCLITICS, mention.start + 1)
                is_right = any((start, mention.end, mention.kind) in wanted for start in starts)
                yield Seen(mention.kind, False, mention.confidence, is_right)


def _labelled_spans(document: Iterable[LabelledSentence]) -> Iterator[tuple[int, int, EntityKind]]:
    offset = 0
    for sentence in document:
        ends: list[int] = []
        for token in sentence.text.split(" "):
            ends.append((ends[-1] + 1 if ends else offset) + len(token))
        for first, last, label in spans(sentence.labels):
            if label in KINDS:
                start = ends[first - 1] + 1 if first else offset
                yield start, ends[last - 1], KINDS[label]
        offset += len(sentence.text) + 1


def judged_names(model: CrfModel, shared: Path) -> Iterator[Seen]:
    """Yield the machine-found names of the judged articles that were worked with."""
    reader = reader_of(model)
    for half in WORKED:
        judged = read_half(half)
        for number, article in news_by_number(shared, set(judged)):
            found = reader.recognise(article)
            gazetteer = gazetteer_recogniser(Corrections()).gazetteer
            for name in found_names(judged[number], found, gazetteer):
                yield Seen(name.kind, name.confidence == FORM, name.confidence, name.is_right)


def calibration_of(labelled: Iterable[Seen], judged: Iterable[Seen]) -> Calibration:
    """Return the table: of the model by isotonic regression, of forms the share that is right."""
    seen: dict[tuple[EntityKind, bool], list[tuple[float, bool]]] = defaultdict(list)
    for name in labelled:
        seen[name.kind, name.by_form].append((name.confidence, name.is_right))
    for name in judged:
        weight = 1 if name.by_form else WEIGHT
        seen[name.kind, name.by_form] += [(name.confidence, name.is_right)] * weight
    return {
        key: [_share(pairs)] if key[1] else isotonic(pairs) for key, pairs in sorted(seen.items())
    }


def _share(pairs: Sequence[tuple[float, bool]]) -> Step:
    """Return one step for all."""
    right = sum(is_right for _confidence, is_right in pairs)
    return Step(0.0, smoothed(right, len(pairs)), len(pairs))
