"""The outlets of the archive as a form offers them: read once for a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import get_language

from archive.arabic.normalize import fold
from archive.models import Outlet

_OFFERED: Final = 300
"""Outlets that a form offers; the others are found by their name all the same."""


@dataclass(frozen=True, slots=True)
class OutletChoices:
    """Slug → the outlet's name in Arabic and in English, by name."""

    names: Mapping[str, tuple[str, str]]

    @classmethod
    def of_archive(cls) -> OutletChoices:
        """Read the outlets, by one look at the database."""
        rows = Outlet.objects.order_by("name_ar").values_list("slug", "name_ar", "name_en")
        return cls({slug: (arabic, english) for slug, arabic, english in rows})

    @property
    def offered(self) -> list[str]:
        """The names that a form offers, in the reader's language."""
        return [self.name(slug) for slug in list(self.names)[:_OFFERED]]

    def name(self, slug: str) -> str:
        """Return the name of an outlet in the reader's language; the slug of one that is unknown."""
        arabic, english = self.names.get(slug, (slug, slug))
        reads_english = (get_language() or "").startswith("en")
        return english if reads_english and english else arabic or english

    def keys(self, typed: str) -> tuple[str, ...]:
        """Return the slugs of the outlets that ``typed`` names, in either language or by slug."""
        folded = fold(typed)
        return tuple(
            slug
            for slug, names in self.names.items()
            if typed == slug or (folded and folded in map(fold, names))
        )
