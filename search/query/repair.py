"""What was mended in a search text, and what was left out of it: codes with their arguments.

``search.query.messages`` turns them into sentences of the reader's language.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """Repairs first, then the limits that were met."""

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
    NO_WORDS = "no_words"
    UNKNOWN_VALUE = "unknown_value"


@dataclass(frozen=True, slots=True)
class Repair:
    """One thing to tell the reader; ``shown`` is the piece of the text it is about."""

    code: Code
    shown: str = ""
