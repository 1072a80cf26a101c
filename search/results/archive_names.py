"""Names in Latin letters that the archive's own entities give, beside the shipped table."""

from __future__ import annotations

from archive.models import Entity, EntityStatus
from search.results.latin_names import LatinNames


def archive_names() -> LatinNames:
    """Return the names of the accepted entities; one query."""
    known = Entity.objects.filter(status=EntityStatus.ACCEPTED, suppressed=False)
    return LatinNames.of_pairs(known.values_list("name_ar", "name_en"))
