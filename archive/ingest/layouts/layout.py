"""One layout, read from its TOML file: how a kind of page is known, and what its lines are.

The format of the file is taught in ``docs/layouts.md``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from archive.arabic.normalize import fold
from archive.errors import ArchiveError
from archive.ingest.layouts.lines import line_key
from archive.ingest.layouts.patterns import check_pattern

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
        """How many signs must agree; a weak one gives way to every other layout."""
        if self.weak:
            return 0
        return len(self.lines) + len(self.patterns) + 2 * bool(self.doubled_around)


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout as data. ``outlet`` is a slug of ``outlets.toml``, or empty."""

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
