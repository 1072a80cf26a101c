"""One layout: read from its TOML file, and its rules compiled to mark lines by.

The format of the file is taught in ``docs/layouts.md``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from archive.arabic.normalize import fold
from archive.errors import ArchiveError
from archive.ingest.parsing.folded_patterns import (
    check_pattern,
    compile_folded,
    compile_one_spelling,
    unnamed_groups,
)
from archive.ingest.parsing.page_lines import Line, line_key

FIELD_KINDS: Final = (
    "start",
    "chrome",
    "published",
    "updated",
    "byline",
    "dateline",
    "section",
    "caption",
    "source",
    "keywords",
    "disclaimer",
    "end",
    "related",
)
"""The kinds of rule that a file may hold, in the order in which they are tried."""

_SETTINGS: Final = {
    "date_above_title": ("capture", "publication"),
    "after_related": ("article", "headlines"),
    "source_line": ("outlet", "agency"),
}


@dataclass(frozen=True, slots=True)
class Recognition:
    """Signs that together show a layout; ``doubled_around`` is a line between two heads."""

    lines: frozenset[str] = frozenset()
    patterns: tuple[str, ...] = ()
    doubled_around: str = ""
    weak: bool = False

    @property
    def strength(self) -> int:
        """How many signs must agree; 0 for weak ones, which give way to every other layout."""
        if self.weak:
            return 0
        return len(self.lines) + len(self.patterns) + 2 * bool(self.doubled_around)


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout as data. ``outlet`` is a slug of ``archive/data/outlets``, or empty."""

    name: str
    title: str
    outlet: str
    domains: tuple[str, ...]
    observed: tuple[str, ...]
    recognise: tuple[Recognition, ...]
    lines: Mapping[str, frozenset[str]]
    patterns: Mapping[str, tuple[str, ...]]
    containing: Mapping[str, tuple[str, ...]]
    date_above_title: str = ""
    after_related: str = ""
    source_line: str = ""


def read_layout(path: Path) -> Layout:
    """Read one layout file. Raises ``ArchiveError`` naming the file and what is wrong."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ArchiveError(f"{path.name}: {error}") from error
    unknown = set(table) - {"layout", "recognise", "observed", *FIELD_KINDS, *_SETTINGS}
    if unknown or not isinstance(table.get("layout"), dict):
        raise ArchiveError(f"{path.name}: unknown or missing keys: {sorted(unknown) or 'layout'}")
    head: dict[str, Any] = table["layout"]
    return Layout(
        name=path.stem,
        title=str(head.get("title", path.stem)),
        outlet=str(head.get("outlet", "")),
        domains=tuple(head.get("domains", ())),
        observed=tuple(head.get("observed", ())),
        recognise=tuple(_recognition(entry) for entry in table.get("recognise", ())),
        lines={
            kind: frozenset(line_key(line) for line in table.get(kind, {}).get("lines", ()))
            for kind in FIELD_KINDS
        },
        patterns={kind: _checked(table.get(kind, {}).get("patterns", ())) for kind in FIELD_KINDS},
        containing={kind: tuple(table.get(kind, {}).get("containing", ())) for kind in FIELD_KINDS},
        **{name: _choice(path, head, name) for name in _SETTINGS},
    )


def _recognition(entry: Mapping[str, Any]) -> Recognition:
    return Recognition(
        lines=frozenset(line_key(line) for line in entry.get("lines", ())),
        patterns=_checked(entry.get("patterns", ())),
        doubled_around=fold(str(entry.get("doubled_around", ""))),
        weak=bool(entry.get("weak", False)),
    )


def _checked(patterns: Any) -> tuple[str, ...]:
    for pattern in patterns:
        check_pattern(pattern)
    return tuple(patterns)


def _choice(path: Path, head: Mapping[str, Any], name: str) -> str:
    value = str(head.get(name, ""))
    if value and value not in _SETTINGS[name]:
        raise ArchiveError(f"{path.name}: {name} is one of {', '.join(_SETTINGS[name])}")
    return value


_LONGEST_LABEL: Final = 300
"""Code points of a line that a rule may claim; what is longer is text, but for ``_OPEN_KINDS``."""
_OPEN_KINDS: Final = ("published", "source", "keywords", "disclaimer")
"""Kinds whose label may stand before any length of line: many keywords, a text glued on."""
_LONGEST_EXACT: Final = 12
"""Words of a line that is compared with the whole ``lines`` of a layout."""
_SHOWN: Final = 40
"""Code points of a pattern that an explanation quotes."""
_GLUED_ICON: Final = "icon"
"""The name of an icon that scraping left at the end of a label («مشاركة icon»)."""


@dataclass(frozen=True, slots=True)
class LineMark:
    """What a line is by its words or form alone: the ``kind``, and ``why``.

    ``value`` is what the line names, without its label. ``byline`` is a name that stands on
    the same line, if a rule finds one. ``sure`` says that the page's own layout told it.
    """

    kind: str
    value: str = ""
    why: str = ""
    byline: str = ""
    sure: bool = False


class LineRules:
    """The rules of one layout, compiled together; ``base`` is asked where they are silent."""

    def __init__(self, layout: Layout, base: LineRules | None = None) -> None:
        self._base = base
        self._own = base is not None
        self._exact: dict[str, LineMark] = {}
        self._containing: list[tuple[str, LineMark]] = []
        self._patterns: list[tuple[str, str, str]] = []
        for kind in FIELD_KINDS:
            self._add(layout, kind)
        self._any = _any_of(enumerate(pattern for _, pattern, _ in self._patterns))
        self._open = _any_of(
            (number, pattern)
            for number, (kind, pattern, _) in enumerate(self._patterns)
            if kind in _OPEN_KINDS
        )

    def _add(self, layout: Layout, kind: str) -> None:
        for key in layout.lines[kind]:
            self._exact.setdefault(
                key, LineMark(kind, why=f"{layout.name}: a {kind} line", sure=self._own)
            )
        for words in layout.containing[kind]:
            why = f"{layout.name}: {kind}, contains «{words}»"
            self._containing.append((words, LineMark(kind, why=why, sure=self._own)))
        for pattern in layout.patterns[kind]:
            why = f"{layout.name}: {kind} rule «{pattern[:_SHOWN]}»"
            self._patterns.append((kind, pattern, why))

    def mark(self, line: Line) -> LineMark | None:
        """Return what ``line`` is by its words alone, or ``None`` for plain text."""
        found = self._whole(line) or self._matched(line) or self._contained(line)
        if found is None and self._base is not None:
            return self._base.mark(line)
        return found

    def _whole(self, line: Line) -> LineMark | None:
        if line.words > _LONGEST_EXACT or not line.key:
            return None
        bare = line.key.removesuffix(_GLUED_ICON).rstrip()
        return self._exact.get(line.key) or self._exact.get(bare)

    def _matched(self, line: Line) -> LineMark | None:
        long = len(line.text) > _LONGEST_LABEL
        if long and self._open.match(line.one_spelling) is None:
            return None
        found = self._any.match(line.one_spelling)
        if found is None or found.lastgroup is None:
            return None
        kind, pattern, why = self._patterns[int(found.lastgroup.removeprefix("rule"))]
        if long and kind not in _OPEN_KINDS:
            return None
        again = compile_folded(pattern).match(line.plain)
        named = again.groupdict() if again else {}
        value = (named.get("value") or "").strip()
        byline = (named.get("byline") or "").strip()
        return LineMark(kind, value, why, byline, self._own)

    def _contained(self, line: Line) -> LineMark | None:
        if len(line.text) > _LONGEST_LABEL:
            return None
        for words, mark in self._containing:
            if words in line.plain:
                return mark
        return None


def _any_of(rules: Iterable[tuple[int, str]]) -> re.Pattern[str]:
    """Return one pattern of many, for a line in one spelling; the name of its last group, ``rule7``, tells which met.

    The group stands empty behind its rule: a rule that begins with a letter is passed over
    at the first letter then, which halves the time of a line that is plain text.
    """
    sources = (f"(?:{unnamed_groups(pattern)})(?P<rule{number}>)" for number, pattern in rules)
    return compile_one_spelling("|".join(sources) or "(?!)", re.NOFLAG)
