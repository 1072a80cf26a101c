"""What stands right before a candidate: trigger words, prepositions, definite nouns."""

from __future__ import annotations

from functools import cache
from typing import Final

from archive.arabic.clitics import is_definite
from archive.arabic.normalize import fold
from archive.entities.gazetteer.gazetteer import GazetteerEntry
from archive.entities.gazetteer.lexicon import folded_words, is_word_of
from archive.entities.gazetteer.name_spellings import AliasRule
from archive.entities.recognition.mention_scan import Candidate, FieldWords

VILLAGE: Final = "village"
"""The subkind with trigger words of its own: a village is never merely north of a thing."""
_OPENING: Final = " \u00a0\"“«'([#_"
_QUOTES: Final = '"“”„«»'
_QUOTES_SET: Final = frozenset(_QUOTES)
_LONGEST_NAME: Final = 5


def is_triggered(
    words: FieldWords, candidate: Candidate, entry: GazetteerEntry, rule: AliasRule
) -> bool:
    """Return whether a trigger word stands directly before the candidate."""
    sort = VILLAGE if entry.subkind == VILLAGE else entry.kind.value
    return follows(words, candidate, _triggers(sort, rule.triggers))


@cache
def _triggers(sort: str, own: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, own)) or folded_words(f"triggers_{sort}.txt")


def word_before(words: FieldWords, candidate: Candidate) -> str:
    """Return the word right before the candidate, or "" where something parts them."""
    if candidate.first == 0 or words.gap(candidate.first - 1).strip(_OPENING):
        return ""
    return words.forms[candidate.first - 1]


def follows(words: FieldWords, candidate: Candidate, wanted: frozenset[str]) -> bool:
    """Return whether a word of ``wanted`` stands right before, itself or with proclitics."""
    return is_word_of(word_before(words, candidate), wanted)


def follows_definite(words: FieldWords, candidate: Candidate) -> bool:
    """Return whether a definite word stands right before a candidate without proclitics."""
    return not candidate.clitic and is_definite(word_before(words, candidate))


def is_in_quoted_name(words: FieldWords, candidate: Candidate) -> bool:
    """Return whether the candidate is only a part of the quoted name of an organisation.

    «شبكة "عين الفرات"» and «مجلة "شؤون الشرق الأوسط"» speak of no river and no region.
    """
    first = _quoted_from(words, candidate.first)
    if first is None or not is_word_of(words.forms[first - 1], _organisations()):
        return False
    last = candidate.last - 1
    while last + 1 < len(words.forms) and last - first < _LONGEST_NAME and _joined(words, last):
        last += 1
    closed = words.text[words.ends[last] : words.ends[last] + 1]
    return (
        closed in _QUOTES
        and closed != ""
        and (first, last + 1) != (candidate.first, candidate.last)
    )


def _quoted_from(words: FieldWords, index: int) -> int | None:
    """Return the word that the quotation around the word at ``index`` opens with, if near."""
    furthest = max(1, index - _LONGEST_NAME + 1)
    if index == 0 or _QUOTES_SET.isdisjoint(
        words.text[words.ends[furthest - 1] : words.starts[index]]
    ):
        return None
    for first in range(index, furthest - 1, -1):
        between = words.gap(first - 1)
        if between.strip():
            return first if between.strip() in _QUOTES else None
    return None


def _joined(words: FieldWords, index: int) -> bool:
    return not words.gap(index).strip()


@cache
def _organisations() -> frozenset[str]:
    return folded_words("triggers_organisation.txt")
