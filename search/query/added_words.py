"""A search narrowed by one word more: what it asked for stays together, whatever joins it."""

from __future__ import annotations

import re
from typing import Final

from search.query.language import parse
from search.query.state import SearchState
from search.query.tree import Or

_PLAIN: Final = re.compile(r"[\w\s]+")


def with_word(state: SearchState, word: str) -> SearchState:
    """Return the search for the articles of ``state`` that hold ``word`` too.

    >>> with_word(SearchState("قمح أو شعير"), "مطر").text
    '(قمح أو شعير) مطر'
    """
    text = state.text
    if state.any_word and _PLAIN.fullmatch(text):
        text = " OR ".join(text.split())
    if isinstance(parse(text).tree, Or):
        text = f"({text})"
    return state.with_any_word(False).with_text(f"{text} {word}".strip())
