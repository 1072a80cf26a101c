"""The recognisers that this process uses, corrected by the editors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from archive.entities.combined import CombinedRecogniser
from archive.entities.crf.recogniser import CrfRecogniser
from archive.entities.gazetteer import Gazetteer, GazetteerEntry
from archive.entities.matcher import GazetteerRecogniser
from archive.entities.mentions import Recogniser


@dataclass(frozen=True, slots=True)
class Corrections:
    """Entries that editors changed or made, and (spelling, key) pairs that never match."""

    entries: tuple[GazetteerEntry, ...] = ()
    suppressed: frozenset[tuple[str, str]] = frozenset()


_corrections = Corrections()


def correct_by(corrections: Corrections) -> None:
    """Let this process recognise with ``corrections`` from now on."""
    global _corrections
    _corrections = corrections


def corrected_by() -> Corrections:
    """Return what this process recognises with, to hand it on to another."""
    return _corrections


def recogniser() -> Recogniser:
    """Return the gazetteer's recogniser with this process's corrections."""
    return _recogniser(_corrections)


@lru_cache(maxsize=1)
def _recogniser(corrections: Corrections) -> GazetteerRecogniser:
    return GazetteerRecogniser(Gazetteer.shipped(), corrections.entries, corrections.suppressed)


def combined_recogniser() -> Recogniser:
    """Return ``recogniser()`` followed by the trained one, for names that no list knows."""
    return _combined(_corrections)


@lru_cache(maxsize=1)
def _combined(corrections: Corrections) -> Recogniser:
    known = _recogniser(corrections)
    return CombinedRecogniser(known, CrfRecogniser(known.gazetteer))
