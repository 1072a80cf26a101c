"""Whose a record is: its own word, then the host of its address, then what its text credits."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from archive.ingest.parsing.assembly import ArticleParts
from archive.ingest.parsing.credit import Credit, credit_of
from archive.ingest.parsing.page_classifier import ClassifiedPage
from archive.knowledge.knowledge import OutletRegistry
from archive.knowledge.outlet_lists import KnownOutlet
from archive.records.documents import OutletBasis, OutletClaim, PageMetadata

_AGGREGATOR: Final = "aggregator"


def credit_of_record(
    page: ClassifiedPage, parts: ArticleParts, metadata: PageMetadata, outlets: OutletRegistry
) -> Credit:
    """Return who is credited for the record whose lines are ``page``.

    An agency that is named where the record or its host names an outlet stays the agency. What
    stands on an aggregator's host is republished by it.
    """
    stated = _known(metadata.site_name, outlets)
    host = outlets.by_domain(metadata.domain) if metadata.domain else None
    outlet = _outlet(stated, host, metadata)
    read = credit_of(page, parts, outlets, metadata, stated=outlet is not None)
    dateline = next((each.place for each in parts.datelines if each.place), "")
    if outlet is None:
        return replace(read, dateline=dateline)
    agency = read.agency
    for named in (outlets.by_slug(read.outlet.slug), stated):
        if not agency and named is not None and named.is_agency:
            agency = named.name_ar
    republisher = OutletClaim()
    if _republishes(host) and host is not None and host.slug != outlet.slug:
        republisher = OutletClaim(host.slug, host.name_ar, OutletBasis.DOMAIN, metadata.domain)
    return replace(
        read,
        outlet=outlet,
        republisher=republisher,
        agency="" if agency == outlet.name else agency,
        dateline=dateline,
    )


def _outlet(
    stated: KnownOutlet | None, host: KnownOutlet | None, metadata: PageMetadata
) -> OutletClaim | None:
    """Return the outlet that a record or its host names; ``None`` where its text must tell."""
    own = None if _republishes(host) else host
    agency = stated is not None and stated.is_agency
    if stated is not None and not _republishes(stated) and not (agency and own is not None):
        return OutletClaim(stated.slug, stated.name_ar, OutletBasis.STATED, metadata.site_name)
    if own is not None:
        return OutletClaim(own.slug, own.name_ar, OutletBasis.DOMAIN, metadata.domain)
    if metadata.site_name and stated is None:
        name = metadata.site_name.strip()
        return OutletClaim("", name, OutletBasis.STATED, name)
    return None


def _republishes(outlet: KnownOutlet | None) -> bool:
    return outlet is not None and outlet.kind == _AGGREGATOR


def _known(name: str, outlets: OutletRegistry) -> KnownOutlet | None:
    """Return the outlet that a record calls by its name, its slug or its host."""
    word = name.strip().casefold()
    if not word:
        return None
    return outlets.by_name(name) or outlets.by_slug(word) or outlets.by_domain(word)
