"""Mentions after an editor changed a text: those whose words still stand move with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Final

from archive.models import Article, Mention

_WORD: Final = re.compile(r"\S+")
_EDITOR: Final = "editor"
_Span = tuple[int, int]


def moved_spans(old: str, new: str) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, shift) of the stretches of ``old`` that stand in ``new`` as well.

    The words are compared, not the letters: a name never moves to a part of another word.
    """
    old_spans, new_spans = _words(old), _words(new)
    old_words = [old[start:end] for start, end in old_spans]
    new_words = [new[start:end] for start, end in new_spans]
    for first, other, length in SequenceMatcher(
        None, old_words, new_words, autojunk=False
    ).get_matching_blocks():
        for place in range(length):
            start, end = old_spans[first + place]
            yield start, end, new_spans[other + place][0] - start


def reanchor(article: Article, before: Mapping[str, str]) -> None:
    """Move the mentions of ``article`` to where their words stand now.

    ``before`` holds the old text of each field that changed. A mention whose words are
    gone goes with them; one that an editor set stays, without a place in the text.
    """
    mentions = list(article.mentions.filter(field__in=before, end__gt=0))
    for field in {mention.field for mention in mentions}:
        old, new = before[field], getattr(article, field)
        shifts = {
            place: shift
            for start, end, shift in moved_spans(old, new)
            for place in range(start, end)
        }
        for mention in mentions:
            if mention.field == field:
                _place(mention, new, shifts.get(mention.start))


def _place(mention: Mention, text: str, shift: int | None) -> None:
    if shift is not None:
        start, end = mention.start + shift, mention.end + shift
        if text[start:end] == mention.surface:
            mention.start, mention.end = start, end
            mention.save(update_fields=["start", "end"])
            return
    if mention.method == _EDITOR:
        mention.start = mention.end = 0
        mention.surface = ""
        mention.save(update_fields=["start", "end", "surface"])
    else:
        mention.delete()


def _words(text: str) -> list[_Span]:
    return [match.span() for match in _WORD.finditer(text)]
