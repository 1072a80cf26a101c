"""Reads what editors taught this archive from its database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from archive.entities.storage.corrections import (
    CurrentCorrections,
    corrections,
    revision_of,
    wait_for_teachers,
)
from archive.knowledge.knowledge import Knowledge, OutletRegistry
from archive.knowledge.outlet_lists import KnownOutlet
from archive.models import Alias, Entity, Outlet

_ADDRESS: Final = re.compile(r"^(?:\w+:)?(?://)?(?:www\.)?([^/:?#\s]+)")


def knowledge_of_archive() -> Knowledge:
    """Return what editors taught this archive until now."""
    return Knowledge(described_outlets(), corrections())


def outlets_of_archive() -> OutletRegistry:
    """Return the outlets that this archive knows: the shipped ones and those it describes."""
    return Knowledge(described_outlets()).outlets


class CurrentKnowledge:
    """What editors taught until now, for a run in which they go on working.

    ``refresh`` costs three small queries where nothing happened. Call it inside the
    transaction that writes: what is written then honours every act that was done before.
    """

    def __init__(self) -> None:
        self.value = Knowledge()
        self._corrections = CurrentCorrections()
        self._outlets: tuple[KnownOutlet, ...] = ()
        self._revision: tuple[int, ...] = ()
        self.refresh()

    def refresh(self) -> bool:
        """Read what changed since the last time; return whether ``value`` is another now."""
        wait_for_teachers(Entity, Alias, Outlet)
        changed = self._corrections.refresh()
        revision = revision_of(Outlet)
        if revision != self._revision:
            outlets = described_outlets()
            changed = changed or outlets != self._outlets
            self._outlets, self._revision = outlets, revision
        if changed:
            self.value = Knowledge(self._outlets, self._corrections.value)
        return changed


def described_outlets() -> tuple[KnownOutlet, ...]:
    """Return what the database says of outlets beyond the shipped list.

    Loading makes rows of shipped outlets that say the same as the list: they teach nothing.
    """
    shipped = OutletRegistry.shipped()
    rows = (_known_outlet(row) for row in Outlet.objects.described().order_by("pk"))
    return tuple(each for each in rows if not _says_the_same(each, shipped.by_slug(each.slug)))


def _known_outlet(row: Outlet) -> KnownOutlet:
    return KnownOutlet(
        slug=row.slug,
        name_ar=row.name_ar,
        name_en=row.name_en,
        country=row.country,
        kind=row.kind,
        domains=tuple(_hosts(row.domains)),
        also=tuple(str(form) for form in row.forms) if isinstance(row.forms, list) else (),
    )


def _says_the_same(described: KnownOutlet, shipped: KnownOutlet | None) -> bool:
    if shipped is None:
        return False
    if not set(described.also) <= {*shipped.names, *shipped.also}:
        return False
    return replace(described, also=shipped.also, here=shipped.here) == shipped


def _hosts(domains: object) -> Iterator[str]:
    """Yield host names, also where a whole address or a single text was typed."""
    listed = domains if isinstance(domains, list) else [domains]
    for domain in listed:
        match = _ADDRESS.match(str(domain or "").strip().lower())
        if match is not None:
            yield match[1]
