"""What one line says by itself, before its place on the page is considered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from archive.ingest.layouts.layout import FIELD_KINDS, Layout
from archive.ingest.layouts.lines import Line
from archive.ingest.layouts.patterns import compile_folded

_LONGEST_LABEL: Final = 300
_LONGEST_EXACT: Final = 12
_SHOWN: Final = 40
_GLUED_ICON: Final = "icon"
_OPEN_KINDS: Final = ("published", "source", "keywords", "disclaimer")


@dataclass(frozen=True, slots=True)
class Mark:
    """``kind`` of rule that met a line, the ``value`` it names, and ``why`` it met.

    ``byline`` is a name that stands on the same line as the value, if a rule finds one.
    """

    kind: str
    value: str = ""
    why: str = ""
    byline: str = ""


class LineRules:
    """The rules of a layout and of the generic one under it, compiled together."""

    def __init__(self, layouts: Sequence[Layout]) -> None:
        self._exact: dict[str, Mark] = {}
        self._containing: list[tuple[str, Mark]] = []
        self._each: list[tuple[str, re.Pattern[str], str]] = []
        for layout in layouts:
            for kind in FIELD_KINDS:
                for key in layout.lines[kind]:
                    why = f"{layout.name}: a {kind} line"
                    self._exact.setdefault(key, Mark(kind, why=why))
                for words in layout.containing[kind]:
                    why = f"{layout.name}: {kind}, contains «{words}»"
                    self._containing.append((words, Mark(kind, why=why)))
                for pattern in layout.patterns[kind]:
                    why = f"{layout.name}: {kind} rule «{pattern[:_SHOWN]}»"
                    self._each.append((kind, compile_folded(pattern), why))
        sources = (
            f"(?P<rule{number}>{_anonymous(pattern.pattern)})"
            for number, (_, pattern, _) in enumerate(self._each)
        )
        self._any = re.compile("|".join(sources) or "(?!)", re.IGNORECASE)

    def mark(self, line: Line) -> Mark | None:
        """Return what ``line`` is by its words alone, or ``None`` for plain text."""
        if line.words <= _LONGEST_EXACT and line.key:
            bare = line.key.removesuffix(_GLUED_ICON).rstrip()
            exact = self._exact.get(line.key) or self._exact.get(bare)
            if exact is not None:
                return exact
        found = self._any.match(line.plain)
        if found is None or found.lastgroup is None:
            return self._contained(line)
        kind, pattern, why = self._each[int(found.lastgroup.removeprefix("rule"))]
        if len(line.text) > _LONGEST_LABEL and kind not in _OPEN_KINDS:
            return None
        again = pattern.match(line.plain)
        named = again.groupdict() if again else {}
        value = (named.get("value") or "").strip()
        return Mark(kind, value, why, (named.get("byline") or "").strip())

    def _contained(self, line: Line) -> Mark | None:
        if len(line.text) > _LONGEST_LABEL:
            return None
        return next((mark for words, mark in self._containing if words in line.plain), None)


def _anonymous(source: str) -> str:
    """Return ``source`` with its named groups unnamed: names may not repeat in one pattern."""
    return re.sub(r"\(\?P<\w+>", "(?:", source)
