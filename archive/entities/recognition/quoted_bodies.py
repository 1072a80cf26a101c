"""Where a text quotes the name of an organisation: «شبكة "عين الفرات"»."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from archive.entities.gazetteer.lexicon import folded_words, is_word_of

QUOTES: Final = '"“”„«»'


def quoted_bodies(
    text: str, forms: Sequence[str], starts: Sequence[int], ends: Sequence[int]
) -> list[int]:
    """Return the words that open a quotation behind a word for organisations.

    The word at ``index``, in the form ``forms[index]``, stands at
    ``text[starts[index] : ends[index]]``.
    """
    organisations = folded_words("triggers_organisation.txt")
    return [
        index
        for index in _behind_quotes(text, starts)
        if is_word_of(forms[index - 1], organisations)
        and text[ends[index - 1] : starts[index]].strip() in QUOTES
    ]


def _behind_quotes(text: str, starts: Sequence[int]) -> Iterator[int]:
    """Yield the places of the words that have a quotation mark before them and another word."""
    for quote in QUOTES:
        place = text.find(quote)
        while place >= 0:
            index = bisect_left(starts, place)
            if 0 < index < len(starts):
                yield index
            place = text.find(quote, place + 1)
