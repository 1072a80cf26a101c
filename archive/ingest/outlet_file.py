"""Outlets described in a TOML file: the demonstration's own, or an archivist's."""

from __future__ import annotations

import tomllib
from pathlib import Path

from archive.errors import ArchiveError
from archive.models import Outlet

_FIELDS = ("name_ar", "name_en", "country", "kind", "domains")


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
