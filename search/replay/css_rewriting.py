"""Style sheets whose addresses lead to captured parts, or nowhere.

The text is read by the tokens that may hold an address or hide one: comments, strings, escapes,
``url()``, ``@import`` and functions that take an address as a string. Everything else is copied
(W3C, CSS Syntax Module Level 3, §4; CSS Images 4 for ``image-set()``).
"""

from __future__ import annotations

import re
from typing import Final, Protocol

from search.replay.kept_addresses import PartUse

_STRING: Final = (
    r"\"(?:[^\"\\\n\r\f]|\\(?:.|\Z))*(?:\"|(?=[\n\r\f])|\Z)"
    r"|'(?:[^'\\\n\r\f]|\\(?:.|\Z))*(?:'|(?=[\n\r\f])|\Z)"
)
_URL: Final = rf"url\([ \t\n\r\f]*(?:(?P<quoted>{_STRING})|(?P<bare>(?:[^)\\]|\\(?:.|\Z))*)\)?)"
_TOKEN: Final = re.compile(
    rf"(?P<comment>/\*.*?(?:\*/|\Z))|(?P<escape>\\.)|(?P<string>{_STRING})"
    rf"|(?P<at>@(?:import|namespace|charset))(?![-\w])"
    rf"|(?<![-\w])(?:{_URL}|(?P<taking>(?:-webkit-)?image-set|image|src)\()",
    re.IGNORECASE | re.DOTALL | re.ASCII,
)
_GAP: Final = re.compile(r"[ \t\n\r\f]+|/\*.*?(?:\*/|\Z)", re.DOTALL)
_IMPORTED: Final = re.compile(
    rf"(?P<string>{_STRING})|{_URL}(?P<closing>[ \t\n\r\f]*\))?",
    re.IGNORECASE | re.DOTALL | re.ASCII,
)
_ESCAPE: Final = re.compile(r"\\(?:([0-9A-Fa-f]{1,6})(?:\r\n|[ \t\r\n\f])?|(.))", re.DOTALL)
_QUOTED: Final = re.compile('["\\\\\n\r\f<>]')
_MARKUP: Final = re.compile("<(?=[/!?A-Za-z])")
"""What a reader of HTML might take for a tag; CSS says ``<`` in ranges alone, before a space."""
_NOTHING: Final = "data:,"
_LOST: Final = "lost"
"""A name that CSS does not know: what bears it is left out, and what stood before it counts."""
_LAST: Final = 0x10FFFF


class PartAddresses(Protocol):
    """Tells where the addresses of a style sheet lead."""

    def address(self, written: str, use: PartUse) -> str:
        """Return the replay's own address for a written one; "" where nothing was captured."""


def safe_css(css: str, kept: PartAddresses) -> str:
    """Return ``css`` with every address led to what was captured; others lead nowhere."""
    css = _ESCAPE.sub(_plain_letter, css.replace("\0", "\ufffd"))
    pieces: list[str] = []
    position = 0
    while (token := _TOKEN.search(css, position)) is not None:
        pieces.append(css[position : token.start()])
        position = token.end()
        if token["at"]:
            text, position = _at_rule(css, token, kept)
            pieces.append(text)
        elif token["comment"]:
            pieces.append(" ")
        elif token["taking"]:
            pieces.append(f"{_LOST}(")
        elif token["escape"] or token["string"]:
            pieces.append(token[0])
        else:
            pieces.append(_led(token, kept))
    pieces.append(css[position:])
    return _MARKUP.sub(r"\\3c ", "".join(pieces))


def _led(token: re.Match[str], kept: PartAddresses) -> str:
    """Return a ``url()`` that leads to a captured part; of a quoted one its end follows."""
    is_quoted = token["quoted"] is not None
    written = _text_of(token["quoted"]) if is_quoted else _plain(token["bare"].strip())
    is_of_page = written.startswith("#")
    address = written if is_of_page else kept.address(written, PartUse.PICTURE)
    led = f"url({_quoted(address or _NOTHING)}"
    return led if is_quoted else f"{led})"


def _at_rule(css: str, token: re.Match[str], kept: PartAddresses) -> tuple[str, int]:
    """Return what stands for an at-rule with an address, and where reading goes on."""
    if token["at"].lower() != "@import":
        return f"@{_LOST} ", token.end()
    position = token.end()
    while (gap := _GAP.match(css, position)) is not None:
        position = gap.end()
    named = _IMPORTED.match(css, position)
    if named is None:
        return f"@{_LOST} ", position
    text = named["string"] if named["string"] is not None else named["quoted"]
    written = _text_of(text) if text is not None else _plain((named["bare"] or "").strip())
    address = kept.address(written, PartUse.STYLE)
    return (f"@import {_quoted(address)} " if address else f"@{_LOST} "), named.end()


def _plain_letter(escape: re.Match[str]) -> str:
    """Return an escaped letter of ASCII as it is, so that no name is hidden; others stay."""
    letter = _meant(escape)
    return letter if letter.isascii() and letter.isalpha() else escape[0]


def _meant(escape: re.Match[str]) -> str:
    """Return what an escape stands for."""
    if escape[1] is None:
        return "" if escape[2] in "\n\r\f" else escape[2]
    code = int(escape[1], 16)
    is_letter = 0 < code <= _LAST and not 0xD800 <= code <= 0xDFFF
    return chr(code) if is_letter else "\ufffd"


def _plain(text: str) -> str:
    return _ESCAPE.sub(_meant, text)


def _text_of(string: str) -> str:
    """Return what a string of CSS says, with or without its closing quote."""
    inner = string[1:]
    if inner.endswith(string[0]) and not inner.endswith("\\" + string[0]):
        inner = inner[:-1]
    return _plain(inner)


def _quoted(text: str) -> str:
    """Return ``text`` as a string of CSS that holds no markup."""
    return '"' + _QUOTED.sub(lambda found: f"\\{ord(found[0]):x} ", text) + '"'
