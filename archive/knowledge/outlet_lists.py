"""The outlets that the archive ships: a file of ``archive/data/outlets`` for each part of the world.

A line is an outlet, in columns parted by tabs:

``slug  name_ar  name_en  country  kind  domains  also  here``

``domains``, ``also`` and ``here`` are lists parted by ``|`` and may be empty. What is wrong with
a line is found when the file is read, and said with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from archive.errors import ArchiveError
from archive.records.documents import OutletKind

COLUMNS: Final = 8
"""Columns of a line."""
_KINDS: Final = {kind.value: kind.value for kind in OutletKind}
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COUNTRY: Final = re.compile(r"(?:[A-Z]{2})?")
_DOMAIN: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
"""A host name as RFC 1123 has it, in lower case and with a label above it."""


@dataclass(frozen=True, slots=True)
class KnownOutlet:
    """An outlet: names, country (ISO 3166-1 alpha-2), kind, domains, other spellings.

    ``here`` are names that mean it on its own pages alone: words of the language («عاجل»), and
    names that another outlet bears too.
    """

    slug: str
    name_ar: str
    name_en: str
    country: str = ""
    kind: str = OutletKind.SITE
    domains: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    here: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All spellings of its name, the Arabic one first."""
        return tuple(filter(None, (self.name_ar, self.name_en, *self.also)))

    @property
    def is_agency(self) -> bool:
        """Whether other outlets print its copy."""
        return self.kind == OutletKind.AGENCY

    def completed_by(self, other: KnownOutlet) -> KnownOutlet:
        """Return the outlet as ``other`` describes it, known by the names and domains of both."""
        return replace(
            other,
            domains=tuple(dict.fromkeys((*other.domains, *self.domains))),
            also=tuple(dict.fromkeys((*other.also, *self.names))),
            here=self.here,
        )


def read_outlets(folder: Path) -> tuple[KnownOutlet, ...]:
    """Read the files of outlets of ``folder``, by name.

    Raises:
        ArchiveError: a file cannot be read, a line is broken, or a slug or domain stands twice.
    """
    outlets: list[KnownOutlet] = []
    places: dict[str, str] = {}
    for path in sorted(folder.glob("*.tsv")):
        for number, line in _lines(path):
            place = f"{path.name}, line {number}"
            outlet = _outlet(line, place)
            for name in (outlet.slug, *outlet.domains):
                if name in places:
                    raise ArchiveError(f"{place}: {name} stands in {places[name]} too.")
                places[name] = place
            outlets.append(outlet)
    if not outlets:
        raise ArchiveError(f"{folder}: holds no list of outlets (*.tsv).")
    return tuple(outlets)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file that hold an outlet, numbered from 1."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ArchiveError(f"{path.name}: cannot be read ({error}).") from error
    for number, line in enumerate(lines, 1):
        if line and not line.startswith("#"):
            yield number, line


def _outlet(line: str, place: str) -> KnownOutlet:
    cells = line.split("\t")
    if len(cells) != COLUMNS:
        raise ArchiveError(f"{place}: has {len(cells)} columns and not {COLUMNS}.")
    slug, name_ar, name_en, country, kind, *lists = cells
    if _SLUG.fullmatch(slug) is None:
        raise ArchiveError(f"{place}: {slug!r} is no slug (small letters, digits, hyphens).")
    if not name_ar or not name_en:
        raise ArchiveError(f"{place}: {slug} lacks its Arabic or its English name.")
    if _COUNTRY.fullmatch(country) is None:
        raise ArchiveError(f"{place}: {country!r} is no country (two letters, ISO 3166-1).")
    if kind not in _KINDS:
        raise ArchiveError(f"{place}: {kind!r} is no kind ({', '.join(_KINDS)}).")
    domains, also, here = (tuple(cell.split("|")) if cell else () for cell in lists)
    for name in (name_ar, name_en, *also, *here):
        if not name or name.strip() != name:
            raise ArchiveError(f"{place}: {slug} has a name that is empty or has blanks about it.")
    for domain in domains:
        if _DOMAIN.fullmatch(domain) is None:
            raise ArchiveError(f"{place}: {domain!r} is no host name (without www and path).")
    return KnownOutlet(slug, name_ar, name_en, country, _KINDS[kind], domains, also, here)
