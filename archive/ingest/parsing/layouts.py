"""All layouts that the archive ships, and the choice of one for a page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from archive.errors import ArchiveError
from archive.ingest.parsing.folded_patterns import (
    compile_folded,
    compile_one_spelling,
    unnamed_groups,
)
from archive.ingest.parsing.layout_rules import Layout, LineRules, Recognition, read_layout
from archive.ingest.parsing.page_lines import Line

SHIPPED: Final = Path(__file__).resolve().parents[2] / "data" / "layouts"
GENERIC: Final = "generic"

_LONGEST_MARKER: Final = 12
"""Words of a line that is looked for whole as a sign of a layout, as in ``layout_rules``."""
_LONGEST_SIGN: Final = 300
"""Code points of a line that a pattern may know a layout by."""
_DOUBLED_HEAD: Final = 8
"""Lines that a head may have whose title and caption come again below a divider."""


@dataclass(frozen=True, slots=True)
class LayoutChoice:
    """The layout chosen for a page, and ``why``; ``by_domain`` where its address proves it."""

    layout: Layout
    rules: LineRules
    why: str
    by_domain: bool = False


class LayoutLibrary:
    """A folder of layout files, one of which is ``generic.toml``."""

    def __init__(self, folder: Path) -> None:
        layouts = [read_layout(path) for path in sorted(folder.glob("*.toml"))]
        self.layouts: Final = {layout.name: layout for layout in layouts}
        if GENERIC not in self.layouts:
            raise ArchiveError(f"{folder}: there is no {GENERIC}.toml")
        self._rules = {GENERIC: LineRules(self.layouts[GENERIC])}
        self._domains = {domain: layout for layout in layouts for domain in layout.domains}
        self._signs = _Signs([layout for layout in layouts if layout.recognise])

    @classmethod
    def shipped(cls) -> LayoutLibrary:
        """Return the layouts of ``archive/data/layouts``, read once."""
        return _shipped()

    def choose(self, lines: Sequence[Line], domain: str = "") -> LayoutChoice:
        """Return the layout of a page: by its domain, else by its signs, else generic."""
        for host in _parents(domain):
            if host in self._domains:
                layout = self._domains[host]
                return LayoutChoice(layout, self._rules_of(layout), f"its domain {host}", True)
        found = self._signs.strongest(lines)
        if found is not None:
            return LayoutChoice(found[0], self._rules_of(found[0]), found[1])
        return LayoutChoice(
            self.layouts[GENERIC], self._rules[GENERIC], "no layout knows this page"
        )

    def _rules_of(self, layout: Layout) -> LineRules:
        """Return the layout's rules over the generic ones, compiled when first needed."""
        if layout.name not in self._rules:
            self._rules[layout.name] = LineRules(layout, self._rules[GENERIC])
        return self._rules[layout.name]


@cache
def _shipped() -> LayoutLibrary:
    return LayoutLibrary(SHIPPED)


def _parents(domain: str) -> list[str]:
    labels = domain.lower().strip(".").split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]


class _Signs:
    """Every sign of every layout, looked for in one pass over a page's short lines."""

    def __init__(self, layouts: Sequence[Layout]) -> None:
        self._cases = [(layout, case) for layout in layouts for case in layout.recognise]
        self._lines = frozenset(line for _, case in self._cases for line in case.lines)
        self._dividers = frozenset(case.doubled_around for _, case in self._cases) - {""}
        self._patterns = frozenset(p for _, case in self._cases for p in case.patterns)
        self._any = compile_one_spelling(
            "|".join(unnamed_groups(pattern) for pattern in self._patterns) or "(?!)", re.NOFLAG
        )

    def strongest(self, lines: Sequence[Line]) -> tuple[Layout, str] | None:
        """Return the layout that most signs on the page show, and these in the page's words."""
        keys = {line.key: line.text for line in lines if line.words <= _LONGEST_MARKER}
        met = self._met(lines)
        if not met and keys.keys().isdisjoint(self._lines | self._dividers):
            return None
        best: tuple[int, Layout, Recognition] | None = None
        for layout, case in self._cases:
            if not (case.lines <= keys.keys() and met.keys() >= set(case.patterns)):
                continue
            if case.doubled_around and not _has_doubled_head(lines, case.doubled_around):
                continue
            if best is None or case.strength > best[0]:
                best = (case.strength, layout, case)
        return (best[1], _sign_words(best[2], keys | met)) if best else None

    def _met(self, lines: Sequence[Line]) -> dict[str, str]:
        """Return the patterns that a line matches, each with the text of the first."""
        met: dict[str, str] = {}
        for line in lines:
            if len(line.text) <= _LONGEST_SIGN and self._any.match(line.one_spelling):
                for pattern in self._patterns:
                    if compile_folded(pattern).match(line.plain):
                        met.setdefault(pattern, line.text)
        return met


def _sign_words(case: Recognition, texts: Mapping[str, str]) -> str:
    """Return the page's own words by which it was recognised: readers are shown them."""
    signs = [*sorted(case.lines), *case.patterns, *filter(None, [case.doubled_around])]
    return " … ".join(dict.fromkeys(texts[sign] for sign in signs))


def _has_doubled_head(lines: Sequence[Line], divider: str) -> bool:
    """Whether a ``divider`` line stands between a title and caption and the same again."""
    return any(
        line.key == divider and _is_doubled_around(lines, index) for index, line in enumerate(lines)
    )


def _is_doubled_around(lines: Sequence[Line], divider: int) -> bool:
    """Whether title and caption above the line at ``divider`` come again below it.

    A standfirst between them need not be repeated; a line doubled in place counts once.
    A title right above and right below the divider, without a caption, is such a head too.
    """
    if divider + 2 >= len(lines):
        return False
    title = lines[divider + 1].key
    for start in range(divider - 1, max(-1, divider - 1 - _DOUBLED_HEAD), -1):
        if title and lines[start].key == title:
            above = {line.key for line in lines[start + 1 : divider]} - {title, ""}
            below = lines[divider + 2 : divider + 2 + (divider - start)]
            alone = start == divider - 1 and lines[start].is_headline
            return alone or any(line.key in above for line in below)
    return False
