"""Where in a text the gazetteer's spellings stand, and what stands right before them.

No policy is asked here: a candidate is a place where a name may be.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, compress, count, islice
from typing import Final, NamedTuple

from archive.arabic.clitics import MIN_NAME, is_definite, surface_offset
from archive.arabic.letters import TATWEEL
from archive.arabic.normalize import fold
from archive.arabic.tokenize import word_columns
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry
from archive.entities.gazetteer.lexicon import (
    NOTHING,
    Lexicon,
    Start,
    Target,
    folded_words,
    is_word_of,
)
from archive.entities.gazetteer.name_spellings import MATCH_FORMS, AliasRule, match_letters
from archive.entities.recognition.quoted_bodies import QUOTES, quoted_bodies
from archive.records.mentions import AliasPolicy, ArticleField

_INSIDE_A_NAME: Final = re.compile(r"[ \u00a0\t\"'“”„«»‹›‘’()\[\]_#ـ–—-]*|\.")
_BRACKETS: Final = {"«": "»", "“": "”", "(": ")", "[": "]", "{": "}", "‹": "›", "‘": "’", '"': '"'}
_CLOSERS: Final = frozenset(_BRACKETS.values())
_SIGNS: Final = frozenset((*_BRACKETS, *_CLOSERS))
_ADDRESS_BEFORE: Final = ("@", ".", "/")
_ADDRESS_AFTER: Final = re.compile(r"\.[a-z]|/|@")

# A member of an enum is a dear look-up in Python 3.11.
_QUOTED: Final = AliasPolicy.QUOTED
_SPORT: Final = AliasPolicy.SPORT
VILLAGE: Final = "village"
"""The subkind with trigger words of its own: a village is never merely north of a thing."""
LIST_SIGN: Final = "@"
"""Begins the name of a list of trigger words, in the place of an alias's own: {@club}."""
_OPENING: Final = " \u00a0\"“«'([#_"
DATELINE: Final = 8
"""Words at the beginning of a text in which an outlet names itself: «سالم - سبق - الرياض»."""
_LONGEST_NAME: Final = 5


@dataclass(frozen=True, slots=True)
class FieldWords:
    """One field of an article with its words, in the forms by which names are compared.

    The word at ``index`` stands at ``text[starts[index] : ends[index]]``. ``quoted_bodies`` are the
    words that open a quotation behind a word for organisations.
    """

    field: ArticleField
    text: str
    forms: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    quoted_bodies: Sequence[int] = ()

    @classmethod
    def of(cls, field: ArticleField, text: str) -> FieldWords:
        """Return the words of ``text``."""
        forms, starts, ends = word_columns(text, MATCH_FORMS, match_letters)
        return cls(field, text, forms, starts, ends, quoted_bodies(text, forms, starts, ends))

    def surface(self, index: int) -> str:
        """Return the word at ``index`` as it is written."""
        return self.text[self.starts[index] : self.ends[index]]

    def gap(self, index: int) -> str:
        """Return what stands between the word at ``index`` and the next one."""
        return self.text[self.ends[index] : self.starts[index + 1]]

    def surface_end(self, start: int, end: int) -> int:
        """Return ``end``, or one more to close a bracket or quote that the name opened."""
        closing = self.text[end : end + 1]
        if closing not in _CLOSERS:
            return end
        inside = self.text[start:end]
        for opener, closer in _BRACKETS.items():
            if closing == closer and opener in inside and inside.count(opener) % 2:
                return end + (opener == closer or closer not in inside)
        return end


class Candidate(NamedTuple):
    """A stretch of words that some entries go by: tokens ``first`` to ``last`` exclusive."""

    first: int
    last: int
    start: int
    end: int
    clitic: str
    targets: tuple[Target, ...]


def scan(
    words: FieldWords, lexicon: Lexicon, *, is_sport: bool = True
) -> Iterator[Sequence[Candidate]]:
    """Yield the candidates that begin at one word, longest first, word after word.

    Names that only an article about sport means, or only a word in quotes or credited, are left
    out where it is neither.
    """
    forms = words.forms
    openings = list(map(lexicon.__getitem__, forms))
    following = zip(count(), openings, chain(islice(forms, 1, None), ("",)))
    # Most words begin no name, and most that might are not followed by its second word.
    for index, opening, second in compress(following, openings):
        starts, seconds, is_name, asks = opening or NOTHING
        if second in seconds:
            found = _found(words, index, starts)
            if found:
                yield found
        elif not is_name or (asks and not _may_be_asked(words, index, asks, is_sport)):
            continue
        elif len(starts) == 1:
            start = starts[0]
            alone = _candidate(words, index, index + 1, start, start.node.targets)
            if alone:
                yield (alone,)
        elif found := _found(words, index, starts):
            yield found


def _found(words: FieldWords, first: int, starts: Iterable[Start]) -> list[Candidate]:
    """Return the candidates that begin with the word ``first``, the longest first."""
    found = [
        candidate
        for start in starts
        for last, node in start.node.walk(words.forms, first + 1)
        if (candidate := _candidate(words, first, last, start, node.targets))
    ]
    if len(found) > 1:
        found.sort(key=_longest_first)
    return found


def _may_be_asked(
    words: FieldWords, index: int, asks: Collection[AliasPolicy], is_sport: bool
) -> bool:
    """Return whether the word at ``index`` may be what names with the policies ``asks`` ask for."""
    if is_sport and _SPORT in asks:
        return True
    if index < DATELINE or _QUOTED not in asks:
        return _QUOTED in asks
    start = words.starts[index]
    return (
        words.text[start - 1] in _SIGNS
        or words.text[start - 2] in _SIGNS
        or is_word_of(words.forms[index - 1], folded_words("triggers_outlet.txt"))
    )


def _longest_first(candidate: Candidate) -> tuple[int, int]:
    return -candidate.last, len(candidate.clitic)


def _candidate(
    words: FieldWords, first: int, last: int, start: Start, targets: tuple[Target, ...]
) -> Candidate | None:
    clitic, taken, _node = start
    is_one_word = last - first == 1
    if clitic and is_one_word and len(words.forms[first]) - taken < MIN_NAME:
        return None
    begin, end, text = words.starts[first], words.ends[last - 1], words.text
    if text[begin].isascii() and _in_address(text, begin, end):
        return None
    if not is_one_word and not holds_together(words, first, last):
        return None
    if taken:
        offset = _offset(words, first, taken)
        if offset < 0:
            return None
        begin += offset
    if text[end : end + 1] in _CLOSERS:
        end = words.surface_end(begin, end)
    # ``tuple.__new__`` takes a third of the time of ``_make``, which takes two of a call's.
    return tuple.__new__(Candidate, (first, last, begin, end, clitic, targets))


def _offset(words: FieldWords, index: int, taken: int) -> int:
    surface = words.surface(index)
    # Without marks and ligatures the letters are those of the folded word.
    is_plain = len(surface) == len(words.forms[index]) and surface.isalpha()
    return taken if is_plain and TATWEEL not in surface else surface_offset(surface, taken)


def holds_together(words: FieldWords, first: int, last: int) -> bool:
    """Return whether only spaces, quotes, brackets and dashes part the words."""
    text, starts, ends = words.text, words.starts, words.ends
    for index in range(first, last - 1):
        gap = text[ends[index] : starts[index + 1]]
        if gap != " " and not _INSIDE_A_NAME.fullmatch(gap):
            return False
    return True


def _in_address(text: str, start: int, end: int) -> bool:
    """Return whether Latin words are part of a web or mail address, or an account's name."""
    return text[start - 1 : start] in _ADDRESS_BEFORE or bool(_ADDRESS_AFTER.match(text, end))


def is_triggered(
    words: FieldWords, candidate: Candidate, entry: GazetteerEntry, rule: AliasRule
) -> bool:
    """Return whether a trigger word stands directly before the candidate."""
    sort = VILLAGE if entry.subkind == VILLAGE else entry.kind
    return follows(words, candidate, _triggers(sort, rule.triggers))


@cache
def _triggers(sort: str, own: tuple[str, ...]) -> frozenset[str]:
    if own and own[0].startswith(LIST_SIGN):
        return folded_words(f"triggers_{own[0].removeprefix(LIST_SIGN)}.txt")
    return frozenset(map(fold, own)) or folded_words(f"triggers_{sort}.txt")


def word_before(words: FieldWords, candidate: Candidate) -> str:
    """Return the word right before the candidate, or "" where something parts them."""
    first = candidate.first
    if first == 0:
        return ""
    gap = words.text[words.ends[first - 1] : words.starts[first]]
    return "" if gap != " " and gap.strip(_OPENING) else words.forms[first - 1]


def follows(words: FieldWords, candidate: Candidate, wanted: frozenset[str]) -> bool:
    """Return whether a word of ``wanted`` stands right before, itself or with proclitics."""
    return is_word_of(word_before(words, candidate), wanted)


def is_quoted(words: FieldWords, candidate: Candidate) -> bool:
    """Return whether the candidate stands alone in quotes or brackets."""
    before = words.text[max(0, candidate.start - 2) : candidate.start].rstrip()[-1:]
    if before not in _SIGNS:
        return False
    after = words.text[candidate.end : candidate.end + 2].lstrip()[:1]
    return after in _SIGNS


def follows_definite(words: FieldWords, candidate: Candidate) -> bool:
    """Return whether a definite word stands right before a candidate without proclitics."""
    if candidate.clitic:
        return False
    before = word_before(words, candidate)
    # «إلى» and «الذي» begin like the article.
    return is_definite(before) and before not in folded_words("particles.txt")


def is_in_quoted_name(words: FieldWords, candidate: Candidate) -> bool:
    """Return whether the candidate is only a part of the quoted name of an organisation.

    «شبكة "عين الفرات"» and «مجلة "شؤون الشرق الأوسط"» speak of no river and no region.
    """
    first = _quoted_from(words, candidate.first) if words.quoted_bodies else None
    if first is None:
        return False
    last = candidate.last - 1
    while last + 1 < len(words.forms) and last - first < _LONGEST_NAME and _joined(words, last):
        last += 1
    closed = words.text[words.ends[last] : words.ends[last] + 1]
    return (
        closed in QUOTES and closed != "" and (first, last + 1) != (candidate.first, candidate.last)
    )


def _quoted_from(words: FieldWords, index: int) -> int | None:
    """Return the word that opens the quoted name around the word at ``index``, if near."""
    for first in words.quoted_bodies:
        if first <= index < first + _LONGEST_NAME and all(
            _joined(words, place) for place in range(first, index)
        ):
            return first
    return None


def _joined(words: FieldWords, index: int) -> bool:
    return not words.gap(index).strip()
