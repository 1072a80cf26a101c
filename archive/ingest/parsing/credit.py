"""Whose an article is: outlet, republisher, agency, byline and dateline.

``docs/layouts.md`` gives the order in which what a page says of its outlet is believed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from archive.arabic.normalize import fold
from archive.ingest.parsing.assembly import ArticleParts
from archive.ingest.parsing.byline_names import author_in_title, byline_name
from archive.ingest.parsing.datelines import is_newsroom, is_person
from archive.ingest.parsing.layouts import GENERIC
from archive.ingest.parsing.line_roles import Role
from archive.ingest.parsing.outlet_credit import (
    by_rules,
    by_weight,
    from_source,
    is_agency,
    may_name_agency,
    self_named,
    source_names,
)
from archive.ingest.parsing.outlet_forms import names_its_kind
from archive.ingest.parsing.page_classifier import ClassifiedPage
from archive.ingest.parsing.person_names import name_share
from archive.knowledge.knowledge import OutletRegistry
from archive.records.documents import OutletBasis, OutletClaim, OutletKind, PageMetadata

_HALF_NAMES: Final = 0.5
_EXCLUSIVE: Final = re.compile(r"خاص\b")
"""It says that nobody else has the story, not who wrote it."""


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
    related: bool = False,
    stated: bool = False,
) -> Credit:
    """Return who is credited for the article of ``parts``.

    ``related`` says that it stands under a «read also» and shares nothing with its page. ``stated``
    says that whose it is stands elsewhere: then the outlet returned may be left open, but where
    it is an agency.
    """
    names = source_names(parts)
    credited = [opening.credit for opening in parts.datelines if opening.credit]
    bylines = [byline_name(each.value or each.line.text) for each in parts.of(Role.BYLINE)]
    bylines += [byline_name(each.byline) for each in parts.of(Role.DATE) if each.byline]
    outlet = _outlet(page, parts, outlets, metadata, related=related, stated=stated)
    agency = _agency([*names, *credited, *bylines], outlets, outlet)
    bylines += [each.byline for each in parts.datelines if _could_write(each.byline)]
    bylines.append(author_in_title(parts.title))
    people = [
        *bylines,
        *(name for name in credited if is_newsroom(name) or is_person(name.split())),
    ]
    return Credit(
        outlet=outlet,
        republisher=_republisher(page, outlets, metadata, outlet, related=related),
        agency=agency,
        byline=next((name for name in people if _is_byline(name, outlets)), ""),
        dateline=next((opening.place for opening in parts.datelines), ""),
    )


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
    if not name or _is_agencies(name) or names_its_kind(name) or _EXCLUSIVE.match(fold(name)):
        return False
    return outlets.by_name(name) is None or is_newsroom(name)


def _could_write(name: str) -> bool:
    """Whether a name beside a place or outlet is a desk's, or holds a person's."""
    return is_newsroom(name) or name_share(name.split()) >= _HALF_NAMES


def _outlet(
    page: ClassifiedPage,
    parts: ArticleParts,
    outlets: OutletRegistry,
    metadata: PageMetadata,
    *,
    related: bool,
    stated: bool,
) -> OutletClaim:
    layout = page.choice.layout
    domain = outlets.by_domain(metadata.domain) if metadata.domain and not related else None
    own = layout.source_line == "agency" and (page.choice.by_domain or bool(layout.outlet))
    if related:
        return (None if own else from_source(parts, outlets)) or OutletClaim()
    elsewhere = domain is None or domain.kind == OutletKind.AGGREGATOR
    weighed = layout.name == GENERIC
    # Where an address tells whose the page is, weighing only refuses what the rules find.
    told = stated and not (weighed and elsewhere)
    named = None
    if not told or may_name_agency(page, parts, outlets):
        named = by_rules(page, parts, outlets, source=elsewhere and not own)
        if weighed and not (told and (named is None or not is_agency(named, outlets))):
            named = by_weight(page, parts, outlets, named, elsewhere=elsewhere)
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
        itself = self_named(page, outlets) or OutletClaim()
        if not itself.name and metadata.site_name:
            itself = outlets.claim(metadata.site_name, OutletBasis.STATED, metadata.site_name)
    same = itself.slug == outlet.slug if itself.slug else fold(itself.name) == fold(outlet.name)
    return OutletClaim() if same else itself
