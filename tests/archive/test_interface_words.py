"""Every word of the interface has its Arabic: also those that ``xgettext`` does not see.

It passes over calls inside f-strings, and takes what it does not see out of the catalogue.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Final

from django.conf import settings

_ROOT: Final = Path(settings.BASE_DIR)
_PLACES: Final = {
    "_": (None, 0),
    "gettext": (None, 0),
    "gettext_lazy": (None, 0),
    "gettext_noop": (None, 0),
    "ngettext": (None, 0),
    "ngettext_lazy": (None, 0),
    "pgettext": (0, 1),
    "pgettext_lazy": (0, 1),
    "npgettext": (0, 1),
    "npgettext_lazy": (0, 1),
}
"""Function → the places of the context and of the message among its arguments."""


class _Nothing(NullTranslations):
    """What says nothing of any word."""

    def ngettext(self, *_words: object) -> str:
        return ""

    def gettext(self, _word: str) -> str:
        return ""


def _words(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id not in _PLACES:
            continue
        context, message = (
            ast.literal_eval(node.args[place])
            if place is not None and _is_text(node, place)
            else ""
            for place in _PLACES[node.func.id]
        )
        if message:
            yield f"{context}\x04{message}" if context else message


def _is_text(call: ast.Call, place: int) -> bool:
    return place < len(call.args) and isinstance(call.args[place], ast.Constant)


def test_every_word_has_its_arabic() -> None:
    with (_ROOT / "locale/ar/LC_MESSAGES/django.mo").open("rb") as file:
        arabic = GNUTranslations(file)
    arabic.add_fallback(_Nothing())
    lacking = {
        f"{path.relative_to(_ROOT)}: {word}"
        for room in ("archive", "search")
        for path in (_ROOT / room).rglob("*.py")
        for word in _words(path)
        if not (arabic.gettext(word) or arabic.ngettext(word, word, 1))
    }
    assert not lacking
