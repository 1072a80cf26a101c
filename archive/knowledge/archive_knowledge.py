"""Reads what editors taught this archive from its database."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.knowledge.outlet_registry import KnownOutlet
from archive.models import Outlet

_ADDRESS = re.compile(r"^(?:\w+:)?(?://)?(?:www\.)?([^/:?#\s]+)")


def outlets_of_archive() -> list[KnownOutlet]:
    """Return the outlets that the database describes, for ``know_outlets``."""
    return [
        KnownOutlet(
            slug=outlet.slug,
            name_ar=outlet.name_ar,
            name_en=outlet.name_en,
            country=outlet.country,
            kind=outlet.kind,
            domains=tuple(_hosts(outlet.domains)),
        )
        for outlet in Outlet.objects.described().order_by("pk")
    ]


def _hosts(domains: object) -> Iterator[str]:
    """Yield host names, also where a whole address or a single text was typed."""
    listed = domains if isinstance(domains, list) else [domains]
    for domain in listed:
        match = _ADDRESS.match(str(domain or "").strip().lower())
        if match is not None:
            yield match[1]
