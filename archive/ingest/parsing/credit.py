"""Whose an article is: outlet, republisher, agency, byline and dateline.

``docs/layouts.md`` gives the order in which what a page says of its outlet is believed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from archive.arabic.data_files import folded_list
from archive.arabic.normalize import fold
from archive.ingest.parsing.assembly import ArticleParts
from archive.ingest.parsing.datelines import is_newsroom, names_its_kind
from archive.ingest.parsing.line_roles import Role
from archive.ingest.parsing.outlet_lines import (
    could_be_outlet,
    exclusive_to,
    publisher_of,
    repeated_in_menus,
)
from archive.ingest.parsing.page_classifier import ClassifiedPage
from archive.knowledge.knowledge import OutletRegistry
from archive.knowledge.outlet_lists import KnownOutlet
from archive.records.documents import OutletBasis, OutletClaim, OutletKind, PageMetadata

_DIVIDERS: Final = re.compile(r"\s*[+،,/&|؛]\s*|\s+[-–—]\s+")
_NAMELESS: Final = "nameless_sources.txt"
_FIRST_PARAGRAPHS: Final = 3
"""Paragraphs in which a paper tells that somebody spoke to it alone."""
_LONGEST_NAME: Final = 8
"""Words of a source's name; what is longer is a sentence behind the label."""
_NO_NAME: Final = re.compile(r"[:<>{}=@#]")
"""Signs of an address or of markup: no outlet is called so."""
_CLOSING_NOTE: Final = re.compile(r"[\s.,،]+$")


@dataclass(frozen=True, slots=True)
class Credit:
    """Who is named for an article, and as what."""

    outlet: OutletClaim
    republisher: OutletClaim = OutletClaim()
    agency: str = ""
    byline: str = ""
    dateline: str = ""


def credit_of(
    page: ClassifiedPage,
    parts: ArticleParts,
    outlets: OutletRegistry,
    metadata: PageMetadata,
    *,
    related: bool,
) -> Credit:
    """Return who is credited for the article of ``parts``.

    ``related`` says that it stands under a «read also» and shares nothing with its page.
    """
    names = [name for each in parts.of(Role.SOURCE_LINE) for name in _names(each.value)]
    credited = [opening.credit for opening in parts.datelines if opening.credit]
    bylines = [each.value or each.line.text for each in parts.of(Role.BYLINE)]
    bylines += [each.byline for each in parts.of(Role.DATE) if each.byline]
    outlet = _outlet(page, parts, outlets, metadata, names, related=related)
    agency = _agency([*names, *credited, *bylines], outlets, outlet)
    bylines += [opening.byline for opening in parts.datelines if opening.byline]
    people = [*bylines, *(name for name in credited if _is_byline(name, outlets))]
    return Credit(
        outlet=outlet,
        republisher=_republisher(page, outlets, metadata, outlet, related=related),
        agency=agency,
        byline=next((name for name in people if _is_byline(name, outlets)), ""),
        dateline=next((opening.place for opening in parts.datelines), ""),
    )


def _names(value: str) -> list[str]:
    names = (_CLOSING_NOTE.sub("", name) for name in _DIVIDERS.split(value))
    return [
        name
        for name in names
        if name and name.count(" ") < _LONGEST_NAME and not _NO_NAME.search(name)
    ]


def _agency(names: Sequence[str], outlets: OutletRegistry, outlet: OutletClaim) -> str:
    for name in names:
        known = outlets.by_name(name)
        if known is not None and known.is_agency and known.slug != outlet.slug:
            return known.name_ar
    return next((name for name in names if _is_agencies(name)), "")


def _is_agencies(name: str) -> bool:
    """Whether ``name`` says «agencies», and none of them by name."""
    return fold(name) in ("وكالات", "الوكالات")


def _is_byline(name: str, outlets: OutletRegistry) -> bool:
    if _is_agencies(name) or names_its_kind(name):
        return False
    return outlets.by_name(name) is None or is_newsroom(name)


def _outlet(
    page: ClassifiedPage,
    parts: ArticleParts,
    outlets: OutletRegistry,
    metadata: PageMetadata,
    names: Sequence[str],
    *,
    related: bool,
) -> OutletClaim:
    layout = page.choice.layout
    domain = outlets.by_domain(metadata.domain) if metadata.domain and not related else None
    own = layout.source_line == "agency" and (page.choice.by_domain or bool(layout.outlet))
    credited = _from_source(parts, outlets, names)
    elsewhere = domain is None or domain.kind == OutletKind.AGGREGATOR
    if credited is not None and not own and elsewhere:
        return credited
    if related:
        return OutletClaim()
    named = _from_page(page, parts, outlets)
    if named is not None:
        return named
    # A layout may serve a whole domain, and an outlet have a part of it for its own.
    if layout.outlet and not (page.choice.by_domain and domain):
        basis = OutletBasis.DOMAIN if page.choice.by_domain else OutletBasis.LAYOUT
        return outlets.claim_slug(layout.outlet, basis, page.choice.why)
    if domain is not None:
        return outlets.claim_slug(domain.slug, OutletBasis.DOMAIN, metadata.domain)
    if metadata.site_name:
        return outlets.claim(metadata.site_name, OutletBasis.STATED, metadata.site_name)
    return OutletClaim()


def _republisher(
    page: ClassifiedPage,
    outlets: OutletRegistry,
    metadata: PageMetadata,
    outlet: OutletClaim,
    *,
    related: bool,
) -> OutletClaim:
    """Return who published again what a source line credits: what the page calls itself."""
    if related or outlet.basis is not OutletBasis.SOURCE_LINE:
        return OutletClaim()
    domain = outlets.by_domain(metadata.domain) if metadata.domain else None
    if domain is not None:
        itself = outlets.claim_slug(domain.slug, OutletBasis.DOMAIN, metadata.domain)
    else:
        itself = _self_named(page, outlets) or OutletClaim()
        if not itself.name and metadata.site_name:
            itself = outlets.claim(metadata.site_name, OutletBasis.STATED, metadata.site_name)
    same = itself.slug == outlet.slug if itself.slug else fold(itself.name) == fold(outlet.name)
    return OutletClaim() if same else itself


def _self_named(page: ClassifiedPage, outlets: OutletRegistry) -> OutletClaim | None:
    """Return the outlet that the page's disclaimer or header names."""
    for role in (Role.DISCLAIMER, Role.MASTHEAD):
        for each in page.lines:
            if each.role is role and each.value:
                return outlets.claim(each.value, OutletBasis.STATED, each.line.text)
    return None


def _from_source(
    parts: ArticleParts, outlets: OutletRegistry, names: Sequence[str]
) -> OutletClaim | None:
    """Return the outlet of the source line: a known outlet first, then an agency, then any name."""
    named = [name for name in names if fold(name) not in folded_list(_NAMELESS)]
    if not named:
        return None

    def rank(name: str) -> int:
        known = outlets.by_name(name)
        return 2 if known is None else int(known.is_agency)

    name = min(named, key=rank)
    evidence = next(each.line.text for each in parts.of(Role.SOURCE_LINE))
    return outlets.claim(name, OutletBasis.SOURCE_LINE, evidence)


def _from_page(
    page: ClassifiedPage, parts: ArticleParts, outlets: OutletRegistry
) -> OutletClaim | None:
    """Return the outlet that the page names as itself: header, disclaimer, byline."""
    itself = _self_named(page, outlets)
    if itself is not None:
        return itself
    headers = [each for each in page.lines if each.role is Role.CAPTURE_HEADER]
    candidates = (
        *((each.value or each.line.text, each.line.text) for each in parts.of(Role.BYLINE)),
        *((each.byline, each.line.text) for each in (*parts.of(Role.DATE), *headers)),
        *((opening.credit, opening.text) for opening in parts.datelines),
    )
    for name, evidence in candidates:
        known = _publisher(name, outlets)
        if known is not None:
            return outlets.claim_slug(known.slug, OutletBasis.STATED, evidence)
    for opening in parts.datelines:
        name = opening.paper or opening.credit
        if opening.paper or (opening.place and could_be_outlet(name, outlets)):
            return outlets.claim(name, OutletBasis.STATED, opening.text)
    for each in (*parts.of(Role.DATE), *headers):
        if names_its_kind(each.byline):
            return outlets.claim(each.byline, OutletBasis.STATED, each.line.text)
    for text in (parts.title, parts.standfirst, *parts.paragraphs[:_FIRST_PARAGRAPHS]):
        name = exclusive_to(text, outlets)
        if name:
            return outlets.claim(name, OutletBasis.STATED, name)
    return _from_furniture(page, outlets)


def _from_furniture(page: ClassifiedPage, outlets: OutletRegistry) -> OutletClaim | None:
    """Return the outlet that the page's imprint names, or that its menus repeat."""
    lines = [each.line for each in page.lines if each.role is Role.CHROME]
    for line in lines:
        name = publisher_of(line.plain)
        if name:
            return outlets.claim(name, OutletBasis.STATED, line.text)
    slug = repeated_in_menus([line.plain for line in lines], outlets)
    return outlets.claim_slug(slug, OutletBasis.STATED, "") if slug else None


def _publisher(name: str, outlets: OutletRegistry) -> KnownOutlet | None:
    """Return the known outlet called ``name``, unless it is an agency."""
    known = outlets.by_name(name)
    return known if known is not None and not known.is_agency else None
