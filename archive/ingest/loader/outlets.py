"""Outlets by the names that documents give them; unknown names become new outlets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.text import slugify

from archive.arabic.normalize import fold
from archive.ingest.outlets import KnownOutlet, OutletRegistry
from archive.ingest.records import OutletClaim
from archive.models import Outlet

_SLUG_LENGTH = 80
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
            outlet = Outlet(
                slug=entry.slug,
                name_ar=entry.name_ar,
                name_en=entry.name_en,
                country=entry.country,
                kind=entry.kind,
                domains=list(entry.domains),
            )
        else:
            slug = claim.slug or slugify(claim.name, allow_unicode=True)[:_SLUG_LENGTH]
            outlet = Outlet(slug=slug or "outlet", name_ar=claim.name or claim.slug)
        outlet, _created = Outlet.objects.get_or_create(
            slug=outlet.slug,
            defaults={
                name: getattr(outlet, name)
                for name in ("name_ar", "name_en", "country", "kind", "domains")
            },
        )
        self._remember(outlet)
        return outlet

    def _remember(self, outlet: Outlet) -> None:
        self._by_slug[outlet.slug] = outlet
        for name in (outlet.name_ar, outlet.name_en):
            if name:
                self._by_name.setdefault(fold(name), outlet)
