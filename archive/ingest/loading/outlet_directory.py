"""Outlets as rows: of the names that documents give them, and of a file that describes them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

from django.utils.text import slugify

from archive.arabic.normalize import fold
from archive.errors import ArchiveError
from archive.knowledge.knowledge import OutletRegistry
from archive.models import Outlet
from archive.records.documents import OutletClaim

_SLUG_LENGTH: Final = 80
_NAME_LENGTH: Final = 200
_FIELDS: Final = ("name_ar", "name_en", "country", "kind", "domains")


class OutletDirectory:
    """Finds or makes the ``Outlet`` that a claim means; remembers what it found."""

    def __init__(self) -> None:
        self._registry = OutletRegistry.shipped()
        self._by_slug: dict[str, Outlet] = {}
        self._by_name: dict[str, Outlet] = {}
        for outlet in Outlet.objects.all():
            self._remember(outlet)

    def find(self, claim: OutletClaim) -> Outlet | None:
        """Return the outlet of ``claim``, made on the spot where it is new; None for none."""
        if not claim.slug and not claim.name:
            return None
        if claim.slug and (known := self._by_slug.get(claim.slug)):
            return known
        if claim.name and (named := self._by_name.get(fold(claim.name))):
            return named
        return self._create(claim)

    def _create(self, claim: OutletClaim) -> Outlet:
        entry = self._registry.by_slug(claim.slug) if claim.slug else None
        if entry is not None:
            slug = entry.slug
            values = {name: getattr(entry, name) for name in _FIELDS}
            values["domains"] = list(entry.domains)
        else:
            slug = (claim.slug or slugify(claim.name, allow_unicode=True))[:_SLUG_LENGTH]
            values = {"name_ar": (claim.name or claim.slug)[:_NAME_LENGTH]}
        outlet, _created = Outlet.objects.get_or_create(slug=slug or "outlet", defaults=values)
        self._remember(outlet)
        return outlet

    def _remember(self, outlet: Outlet) -> None:
        self._by_slug[outlet.slug] = outlet
        for name in (outlet.name_ar, outlet.name_en):
            if name:
                self._by_name.setdefault(fold(name), outlet)


def load_outlets(path: Path) -> int:
    """Create or complete the outlets of ``path`` ([[outlet]] tables); return their number.

    Raises:
        ArchiveError: the file is not TOML, or an outlet lacks its slug or Arabic name.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("outlet", [])
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ArchiveError(f"{path}: cannot be read as TOML ({error}).") from error
    for table in tables:
        if not table.get("slug") or not table.get("name_ar"):
            raise ArchiveError(f"{path}: an outlet lacks its slug or name_ar: {table}")
        values = {name: table[name] for name in _FIELDS if name in table}
        Outlet.objects.get_or_create(slug=table["slug"], defaults=values)
    return len(tables)
