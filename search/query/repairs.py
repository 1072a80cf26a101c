"""What was mended in a query and what was left out of it, and the sentences that tell a reader."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _


class Code(StrEnum):
    """What happened to a query: repairs first, then the limits that it met."""

    QUOTE_CLOSED = "quote_closed"
    QUOTE_DROPPED = "quote_dropped"
    BRACKET_CLOSED = "bracket_closed"
    BRACKET_DROPPED = "bracket_dropped"
    OPERATOR_DROPPED = "operator_dropped"
    FIELD_EMPTY = "field_empty"
    NOT_A_DATE = "not_a_date"
    DATE_CORRECTED = "date_corrected"
    STAR_DROPPED = "star_dropped"
    FUZZY_NARROWED = "fuzzy_narrowed"
    DATES_TURNED = "dates_turned"

    TEXT_CUT = "text_cut"
    WORDS_CUT = "words_cut"
    NESTING_CUT = "nesting_cut"
    SLOP_CUT = "slop_cut"
    PREFIXES_CUT = "prefixes_cut"
    FUZZY_CUT = "fuzzy_cut"
    EXPANSION_CUT = "expansion_cut"
    TOO_COSTLY = "too_costly"
    FACETS_LEFT_OUT = "facets_left_out"
    NO_WORDS = "no_words"
    UNKNOWN_VALUE = "unknown_value"


@dataclass(frozen=True, slots=True)
class Repair:
    """One thing to tell the reader; ``shown`` is the piece of the text it is about."""

    code: Code
    shown: str = ""


SENTENCES: Final = {
    Code.QUOTE_CLOSED: _("The phrase after %(shown)s had no end; it was closed at the last word."),
    Code.QUOTE_DROPPED: _("The quotation marks %(shown)s held no words and were left out."),
    Code.BRACKET_CLOSED: _("A bracket was left open; it was closed at the end."),
    Code.BRACKET_DROPPED: _("A closing bracket without its pair was left out."),
    Code.OPERATOR_DROPPED: _("“%(shown)s” had no word to work on and was left out."),
    Code.FIELD_EMPTY: _("No value follows “%(shown)s”; it was left out."),
    Code.NOT_A_DATE: _("“%(shown)s” is no date; it was searched for as words."),
    Code.DATE_CORRECTED: _("There is no such day as “%(shown)s”; the nearest was taken."),
    Code.STAR_DROPPED: _(
        "The star in “%(shown)s” was left out: it stands at the end of a word of two letters or more."
    ),
    Code.FUZZY_NARROWED: _("“%(shown)s” was narrowed: at most two letters may differ."),
    Code.DATES_TURNED: _("The range “%(shown)s” ran backwards and was turned round."),
    Code.TEXT_CUT: _("The search was cut to its first %(shown)s letters."),
    Code.WORDS_CUT: _("Only the first %(shown)s words were searched for."),
    Code.NESTING_CUT: _("Brackets deeper than %(shown)s levels were passed over."),
    Code.SLOP_CUT: _("The distance “%(shown)s” is too wide; 50 words were allowed between."),
    Code.PREFIXES_CUT: _("Only the first %(shown)s words with a star were completed."),
    Code.FUZZY_CUT: _("Only the first %(shown)s words with ~ were searched for with misspellings."),
    Code.EXPANSION_CUT: _(
        "“%(shown)s” stands for very many words; the commonest were searched for."
    ),
    Code.TOO_COSTLY: _("This search would take too long. Use fewer words with a star or with ~."),
    Code.FACETS_LEFT_OUT: _(
        "Counting by facet would take too long; some counts were left out. The articles are complete."
    ),
    Code.NO_WORDS: _("“%(shown)s” holds no word to search for."),
    Code.UNKNOWN_VALUE: _("Nothing in the archive is called “%(shown)s”."),
}
"""Code → what a reader is told."""

LONGEST: Final = 60
"""Letters of the reader's own text that a sentence shows."""

_PATTERN_OF_INDEX: Final = re.compile(r"^\w+:[=+~^]?")
"""The field and the kind of term before a pattern that the engine names."""


def explain(repair: Repair) -> str:
    """Return the sentence for ``repair`` in the active language."""
    shown = repair.shown[:LONGEST]
    if repair.code is Code.EXPANSION_CUT:
        shown = _PATTERN_OF_INDEX.sub("", shown)
    return str(SENTENCES[repair.code]) % {"shown": shown}
