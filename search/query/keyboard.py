"""Text typed on the wrong keyboard, read as the keys mean on the other.

>>> other_keyboard("hgrhivm")
'القاهرة'
>>> other_keyboard("ؤهش")
'cia'
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Final

from archive.arabic.letters import ARABIC_LETTERS
from archive.arabic.normalize import fold

MIN_TYPED_LETTERS: Final = 2
_ARABIC: Final = frozenset(ARABIC_LETTERS)


def other_keyboard(text: str) -> str | None:
    """Return ``text`` as the other layout would have written it.

    ``None`` where the text holds letters of both scripts, or where some key gives no
    letter on the other layout: nobody meant that.
    """
    letters = [char for char in text if char.isalpha()]
    if len(letters) < MIN_TYPED_LETTERS:
        return None
    if all(letter in _ARABIC for letter in letters):
        return _typed(text, _to_latin())
    if all(letter.isascii() for letter in letters):
        # With caps lock the Arabic layout gives what it gives without.
        return _typed(text.lower() if text.isupper() else text, _to_arabic())
    return None


@cache
def neighbouring_letters() -> frozenset[tuple[str, str]]:
    """Return pairs of folded Arabic letters whose keys stand side by side, both ways round."""
    pairs = {
        (fold(one), fold(other)) for row in _layouts()["arabic"] for one, other in pairwise(row)
    }
    letters = {(one, other) for one, other in pairs if one in _ARABIC and other in _ARABIC}
    return frozenset(letters | {(other, one) for one, other in letters})


def _typed(text: str, keys: dict[str, str]) -> str | None:
    written = []
    at = 0
    while at < len(text):
        pair = text[at : at + 2]
        key = pair if len(pair) == 2 and pair in keys else text[at]
        meant = keys.get(key, key)
        if key in keys and key.isalpha() and not any(char.isalpha() for char in meant):
            return None
        written.append(meant)
        at += len(key)
    return "".join(written)


@cache
def _to_arabic() -> dict[str, str]:
    keys = dict(_keys())
    letters = {key.upper(): meant for key, meant in keys.items() if key.isalpha()}
    return {**letters, **keys}


@cache
def _to_latin() -> dict[str, str]:
    return {meant: key for key, meant in reversed(list(_keys()))}


def _keys() -> Iterator[tuple[str, str]]:
    """Yield (what the key gives in Latin, what it gives in Arabic), plain keys first."""
    layouts = _layouts()
    for shift in ("", "_shifted"):
        for latin, arabic in zip(layouts[f"latin{shift}"], layouts[f"arabic{shift}"], strict=True):
            yield from zip(latin, arabic, strict=True)
    yield from ((key, meant) for key, meant in layouts["ligatures"])


@cache
def _layouts() -> dict[str, Any]:
    return tomllib.loads((files("archive") / "data" / "keyboard.toml").read_text(encoding="utf-8"))
