"""What was mended in a query and what was left out of it, and the sentences that tell a reader."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _


class NoticeKind(StrEnum):
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
    VALUES_CUT = "values_cut"
    WORDS_CUT = "words_cut"
    NESTING_CUT = "nesting_cut"
    SLOP_CUT = "slop_cut"
    PREFIXES_CUT = "prefixes_cut"
    FUZZY_CUT = "fuzzy_cut"
    EXPANSION_CUT = "expansion_cut"
    TOO_COSTLY = "too_costly"
    FACETS_LEFT_OUT = "facets_left_out"
    INDEX_UNAVAILABLE = "index_unavailable"
    MACHINE_FOUND = "machine_found"
    NO_WORDS = "no_words"
    RELATIVE_DATE = "relative_date"
    UNKNOWN_VALUE = "unknown_value"
    NEAREST_VALUE = "nearest_value"
    """As ``UNKNOWN_VALUE``, with what is called nearly so."""
    NO_MEANING = "no_meaning"
    MEANING_AWAY = "meaning_away"
    MEANING_WITHOUT_MODEL = "meaning_without_model"
    MEANING_WITHOUT_VECTORS = "meaning_without_vectors"
    MEANING_OF_OTHER_MODEL = "meaning_of_other_model"
    MEANING_OUT_OF_REACH = "meaning_out_of_reach"
    MEANING_OF_SOME = "meaning_of_some"
    """What is missing of the search by meaning; the words are searched for."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell the reader; ``shown`` is the piece of the text it is about.

    ``nearest`` is what may have been meant.
    """

    kind: NoticeKind
    shown: str = ""
    nearest: str = ""


SENTENCES: Final = {
    NoticeKind.QUOTE_CLOSED: _(
        "The phrase after %(shown)s had no end; it was closed at the last word."
    ),
    NoticeKind.QUOTE_DROPPED: _("The quotation marks %(shown)s held no words and were left out."),
    NoticeKind.BRACKET_CLOSED: _("A bracket was left open; it was closed at the end."),
    NoticeKind.BRACKET_DROPPED: _("A closing bracket without its pair was left out."),
    NoticeKind.OPERATOR_DROPPED: _("“%(shown)s” had no word to work on and was left out."),
    NoticeKind.FIELD_EMPTY: _("No value follows “%(shown)s”; it was left out."),
    NoticeKind.NOT_A_DATE: _("“%(shown)s” is no date; it was searched for as words."),
    NoticeKind.DATE_CORRECTED: _("There is no such day as “%(shown)s”; the nearest was taken."),
    NoticeKind.STAR_DROPPED: _(
        "The star in “%(shown)s” was left out: it stands beside two letters of one word or more, and in no phrase."
    ),
    NoticeKind.FUZZY_NARROWED: _("“%(shown)s” was narrowed: at most two letters may differ."),
    NoticeKind.DATES_TURNED: _("The range “%(shown)s” ran backwards and was turned round."),
    NoticeKind.TEXT_CUT: _("The search was cut to its first %(shown)s letters."),
    NoticeKind.VALUES_CUT: _("There are more filters than one search takes; some were left out."),
    NoticeKind.WORDS_CUT: _("Only the first %(shown)s words were searched for."),
    NoticeKind.NESTING_CUT: _("Brackets deeper than %(shown)s levels were passed over."),
    NoticeKind.SLOP_CUT: _("The distance “%(shown)s” is too wide; 50 words were allowed between."),
    NoticeKind.PREFIXES_CUT: _("Only the first %(shown)s words with a star were completed."),
    NoticeKind.FUZZY_CUT: _(
        "Only the first %(shown)s words with ~ were searched for with misspellings."
    ),
    NoticeKind.EXPANSION_CUT: _(
        "“%(shown)s” stands for very many words; the commonest were searched for."
    ),
    NoticeKind.TOO_COSTLY: _(
        "This search would take too long. Use fewer words with a star or with ~."
    ),
    NoticeKind.FACETS_LEFT_OUT: _(
        "Counting by facet would take too long; some counts were left out. The articles are complete."
    ),
    NoticeKind.MACHINE_FOUND: _(
        "Names that the program found and no editor has reviewed are counted too."
    ),
    NoticeKind.NO_WORDS: _("“%(shown)s” holds no word to search for."),
    NoticeKind.INDEX_UNAVAILABLE: _(
        "The search index is being rebuilt; articles can be read meanwhile."
    ),
    NoticeKind.RELATIVE_DATE: _("Told from today: %(shown)s."),
    NoticeKind.UNKNOWN_VALUE: _("Nothing in the archive is called “%(shown)s”."),
    NoticeKind.NEAREST_VALUE: _(
        "Nothing in the archive is called “%(shown)s”; the nearest name is “%(nearest)s”."
    ),
    NoticeKind.NO_MEANING: _(
        "This archive is not searched by meaning; these are the articles with the words."
    ),
    NoticeKind.MEANING_AWAY: _(
        "Meaning was left out: the server that reads questions does not answer. These are the articles with the words."
    ),
    NoticeKind.MEANING_WITHOUT_MODEL: _(
        "Meaning was left out: its model does not run on this server. These are the articles with the words."
    ),
    NoticeKind.MEANING_WITHOUT_VECTORS: _(
        "Meaning was left out: no article has been read for it yet. These are the articles with the words."
    ),
    NoticeKind.MEANING_OF_OTHER_MODEL: _(
        "Meaning was left out: the articles were read by another model. These are the articles with the words."
    ),
    NoticeKind.MEANING_OUT_OF_REACH: _(
        "Meaning was left out: what is near cannot be told now. These are the articles with the words."
    ),
    NoticeKind.MEANING_OF_SOME: _(
        "Not all articles have been read for their meaning yet: %(shown)s of %(nearest)s."
    ),
}
"""Kind → what a reader is told."""

MAX_SHOWN_LETTERS: Final = 60
"""Letters of the reader's own text that a sentence shows."""

_PATTERN_OF_INDEX: Final = re.compile(r"^\w+:[=+~^]?")
"""The field and the kind of term before a pattern that the engine names."""


def explain(notice: Notice) -> str:
    """Return the sentence for ``notice`` in the active language."""
    shown = notice.shown[:MAX_SHOWN_LETTERS]
    if notice.kind is NoticeKind.EXPANSION_CUT:
        shown = _PATTERN_OF_INDEX.sub("", shown)
    return str(SENTENCES[notice.kind]) % {
        "shown": shown,
        "nearest": notice.nearest[:MAX_SHOWN_LETTERS],
    }
