"""Whose an article is: outlet, republisher, agency, byline and dateline.

``docs/layouts.md`` gives the order in which what a page says of its outlet is believed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from archive.arabic.data_files import folded_list
from archive.arabic.normalize import fold
from archive.ingest.parsing.assembly import ArticleParts
from archive.ingest.parsing.byline_names import byline_name
from archive.ingest.parsing.datelines import Dateline, is_newsroom, is_person
from archive.ingest.parsing.line_roles import Role
from archive.ingest.parsing.outlet_forms import is_formed_like_outlet, names_its_kind
from archive.ingest.parsing.outlet_lines import (
    could_be_outlet,
    publisher_of,
    repeated_in_menus,
)
from archive.ingest.parsing.outlet_phrases import named_in_foot, named_in_text, repeated_opening
from archive.ingest.parsing.page_classifier import ClassifiedPage
from archive.ingest.parsing.person_names import name_share
from archive.knowledge.knowledge import KnownOutlet, OutletRegistry
from archive.records.documents import OutletBasis, OutletClaim, OutletKind, PageMetadata

_DIVIDERS: Final = re.compile(r"\s*[+،,/&|؛]\s*|\s+[-–—]\s+")
_NAMELESS: Final = "nameless_sources.txt"
_TIMES_OF_A_WORD: Final = 2
"""Other lines that must say a single word beside a name for it to be the outlet's."""
_REVIEWS: Final = re.compile(r"\b(?:ال)?صحف\b|\bعناوين\b")
"""Words of a review of the press, which names other papers."""
_READ_AT_MOST: Final = 200
_FIRST_TEXTS: Final = 3
"""Code points, and texts (title, standfirst, first paragraph), in which such words count."""
_MOST_LISTED: Final = 2
"""Listed names on lines of their own; more are those of papers that are reviewed."""
_LONGEST_FOOT: Final = 40
"""Words of a line of the page's foot in which it names itself."""
_LONGEST_NAME: Final = 8
"""Words of a source's name; what is longer is a sentence behind the label."""
_NO_NAME: Final = re.compile(r"[:<>{}=@#]")
"""Signs of an address or of markup: no outlet is called so."""
_EXCLUSIVE: Final = re.compile(r"خاص\b")
"""It says that nobody else has the story, not who wrote it."""
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
    bylines = [byline_name(each.value or each.line.text) for each in parts.of(Role.BYLINE)]
    bylines += [byline_name(each.byline) for each in parts.of(Role.DATE) if each.byline]
    outlet = _outlet(page, parts, outlets, metadata, names, related=related)
    agency = _agency([*names, *credited, *bylines], outlets, outlet)
    bylines += [each.byline for each in parts.datelines if _could_write(each.byline)]
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
    if not name or _is_agencies(name) or names_its_kind(name) or _EXCLUSIVE.match(fold(name)):
        return False
    return outlets.by_name(name) is None or is_newsroom(name)


def _could_write(name: str) -> bool:
    """Whether a name beside a place or outlet is a desk's, or holds a person's."""
    return is_newsroom(name) or name_share(name.split()) > 0


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
    if credited is not None and _is_agency(credited, outlets) and not related:
        credited = _from_datelines(page, parts, outlets) or credited
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
    """Return the outlet that the page's disclaimer or header names: a listed one first.

    A page that shows several papers' names on lines of their own reviews them.
    """
    for each in page.lines:
        if each.role is Role.DISCLAIMER and each.value:
            return outlets.claim(each.value, OutletBasis.STATED, each.line.text)
    named = [each for each in page.lines if each.role is Role.MASTHEAD and each.value]
    claims = [outlets.claim(each.value, OutletBasis.STATED, each.line.text) for each in named]
    times = Counter(claim.slug or fold(claim.name) for claim in claims)
    if len({claim.slug for claim in claims if claim.slug}) > _MOST_LISTED:
        return None

    def rank(claim: OutletClaim) -> tuple[int, bool]:
        return times[claim.slug or fold(claim.name)], bool(claim.slug)

    return max(claims, key=rank, default=None)


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
    if itself is not None and not _is_weak(itself, page):
        return itself
    headers = [each for each in page.lines if each.role is Role.CAPTURE_HEADER]
    candidates = (
        *((each.value or each.line.text, each.line.text) for each in parts.of(Role.BYLINE)),
        *((each.byline, each.line.text) for each in (*parts.of(Role.DATE), *headers)),
    )
    for name, evidence in candidates:
        known = _publisher(name, outlets)
        if known is not None:
            return outlets.claim_slug(known.slug, OutletBasis.STATED, evidence)
    named = _from_datelines(page, parts, outlets) or itself
    if named is not None:
        return named
    for each in (*parts.of(Role.DATE), *headers):
        if is_formed_like_outlet(each.byline):
            return outlets.claim(each.byline, OutletBasis.STATED, each.line.text)
    return _from_words(page, parts, outlets)


def _is_weak(claim: OutletClaim, page: ClassifiedPage) -> bool:
    """Whether a name that no list holds stands on one line of the page alone."""
    key = fold(claim.name)
    return not claim.slug and sum(key in fold(each.line.plain) for each in page.lines) == 1


def _from_datelines(
    page: ClassifiedPage, parts: ArticleParts, outlets: OutletRegistry
) -> OutletClaim | None:
    """Return the outlet that a dateline credits: a listed one first."""
    for opening in parts.datelines:
        known = _publisher(opening.credit, outlets)
        if known is not None:
            return outlets.claim_slug(known.slug, OutletBasis.STATED, opening.text)
    for opening in parts.datelines:
        name = opening.paper or opening.credit
        if opening.paper or (opening.place and could_be_outlet(name, outlets)):
            return outlets.claim(name, OutletBasis.STATED, opening.text)
        if opening.perhaps and _says_again(page, opening):
            return outlets.claim(opening.perhaps, OutletBasis.STATED, opening.text)
    return None


def _is_agency(claim: OutletClaim, outlets: OutletRegistry) -> bool:
    known = outlets.by_slug(claim.slug)
    return known is not None and known.is_agency


def _from_words(
    page: ClassifiedPage, parts: ArticleParts, outlets: OutletRegistry
) -> OutletClaim | None:
    """Return the outlet that the text or the page's furniture names as its own."""
    dates = (each.line.plain for each in parts.of(Role.DATE))
    texts = (parts.title, parts.standfirst, *parts.paragraphs, *dates)
    if any(_REVIEWS.search(fold(text[:_READ_AT_MOST])) for text in texts[:_FIRST_TEXTS]):
        return _from_furniture(page, outlets)
    credited = [opening.credit for opening in parts.datelines]
    name = named_in_text(texts, outlets, credited) or repeated_opening(parts.paragraphs)
    if name:
        return outlets.claim(name, OutletBasis.STATED, name)
    return _from_furniture(page, outlets)


_OPENS: Final = re.compile(r"\s*[-–—:/]")


def _says_again(page: ClassifiedPage, opening: Dateline) -> bool:
    """Whether another line of the page has the name that a dateline perhaps calls the outlet."""
    name = re.compile(rf"(?<!\w)(?:[لب]|لل)?{re.escape(fold(opening.perhaps))}(?!\w)")
    others = (fold(each.line.plain) for each in page.lines if opening.text not in each.line.plain)
    found = [(line, match) for line in others if (match := name.search(line))]
    opens = any(_OPENS.match(line, match.end()) for line, match in found if not match.start())
    return opens or len(found) >= (1 if " " in opening.perhaps else _TIMES_OF_A_WORD)


def _from_furniture(page: ClassifiedPage, outlets: OutletRegistry) -> OutletClaim | None:
    """Return the outlet that the page's foot or imprint names, or that its menus repeat."""
    lines = [each.line for each in page.lines if each.role is Role.CHROME]
    for each in page.lines:
        name = named_in_foot(each.line.plain) if each.line.words <= _LONGEST_FOOT else ""
        if name:
            return outlets.claim(name, OutletBasis.STATED, each.line.text)
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
