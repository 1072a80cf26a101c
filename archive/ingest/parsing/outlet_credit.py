"""Which outlet a page names as its own: on lines of its own, in datelines, in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from archive.arabic.data_files import folded_list
from archive.arabic.normalize import fold
from archive.ingest.parsing.assembly import ArticleParts
from archive.ingest.parsing.datelines import Dateline
from archive.ingest.parsing.line_roles import Role
from archive.ingest.parsing.outlet_candidates import RULE, candidates_of
from archive.ingest.parsing.outlet_forms import is_formed_like_outlet
from archive.ingest.parsing.outlet_lines import (
    could_be_outlet,
    publisher_of,
    repeated_in_menus,
)
from archive.ingest.parsing.outlet_model import OutletModel
from archive.ingest.parsing.outlet_phrases import named_in_foot, named_in_text, repeated_opening
from archive.ingest.parsing.page_classifier import ClassifiedPage
from archive.knowledge.knowledge import OutletRegistry
from archive.knowledge.outlet_lists import KnownOutlet
from archive.records.documents import OutletBasis, OutletClaim

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
DIVIDERS: Final = re.compile(r"(?:(?<!\s)\s+)?[+،,/&|؛]\s*|(?<!\s)\s+[-–—]\s+")
"""What stands between two sources on one line."""
_LONGEST_NAME: Final = 8
"""Words of a source's name; what is longer is a sentence behind the label."""
_NO_NAME: Final = re.compile(r"[:<>{}=@#]")
"""Signs of an address or of markup: no outlet is called so."""
_CLOSING_NOTE: Final = re.compile(r"(?<![\s.,،])[\s.,،]+$")
_SELF_NAMED: Final = frozenset((Role.DISCLAIMER, Role.MASTHEAD))
_LONGEST_FOOT: Final = 40
"""Words of a line of the page's foot in which it names itself."""


def self_named(page: ClassifiedPage, outlets: OutletRegistry) -> OutletClaim | None:
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


def by_rules(
    page: ClassifiedPage, parts: ArticleParts, outlets: OutletRegistry, *, source: bool = True
) -> OutletClaim | None:
    """Return the outlet that the rules find: that of the source line, then the page's own.

    ``source`` says that the page may be of whom it takes from: its own outlet is not known.
    """
    credited = from_source(parts, outlets) if source else None
    if credited is not None and is_agency(credited, outlets):
        credited = from_datelines(page, parts, outlets) or credited
    return credited or from_page(page, parts, outlets)


def may_name_agency(page: ClassifiedPage, parts: ArticleParts, outlets: OutletRegistry) -> bool:
    """Whether an agency is among the names from which ``by_rules`` takes its outlet.

    It costs a tenth of finding out which outlet that is.
    """
    return any(_is_agency_name(name, outlets) for name in _names_of_rules(page, parts))


def _names_of_rules(page: ClassifiedPage, parts: ArticleParts) -> Iterator[str]:
    yield from source_names(parts)
    for opening in parts.datelines:
        yield from (opening.credit, opening.paper, opening.perhaps)
    for each in page.lines:
        if each.role in _SELF_NAMED:
            yield each.value
        if each.byline:
            yield each.byline
        if each.line.words <= _LONGEST_FOOT:
            yield named_in_foot(each.line.plain)
        if each.role is Role.CHROME:
            yield publisher_of(each.line.plain)
    yield repeated_opening(parts.paragraphs)


def by_weight(
    page: ClassifiedPage,
    parts: ArticleParts,
    outlets: OutletRegistry,
    rules: OutletClaim | None,
    *,
    elsewhere: bool,
) -> OutletClaim | None:
    """Return the outlet for which most speaks on the page, if that is enough.

    What the ``rules`` find is one witness among others. ``elsewhere`` says that no address tells
    whose the page is; where one does, only what the rules find too is believed.
    """
    candidates = candidates_of(page.lines, parts, outlets, rules)
    best = OutletModel.shipped().believed(candidates)
    if best is None:
        return rules if rules is not None and _is_labelled(rules, page) else None
    if RULE in best.evidence:
        return rules
    if not elsewhere:
        return None
    basis = OutletBasis.SOURCE_LINE if best.source_line else OutletBasis.STATED
    if best.known is not None:
        return outlets.claim_slug(best.known.slug, basis, best.line)
    return OutletClaim("", best.name, basis, best.line)


def _is_labelled(claim: OutletClaim, page: ClassifiedPage) -> bool:
    """Whether a label says whose the article is: «source», «the articles of … express»."""
    disclaimers = (each.line.text for each in page.lines if each.role is Role.DISCLAIMER)
    return claim.basis is OutletBasis.SOURCE_LINE or claim.evidence in disclaimers


def source_names(parts: ArticleParts) -> list[str]:
    """Return the names on an article's source lines, without what closes them."""
    values = (each.value for each in parts.of(Role.SOURCE_LINE))
    names = (_CLOSING_NOTE.sub("", name) for value in values for name in DIVIDERS.split(value))
    return [
        name
        for name in names
        if name and name.count(" ") < _LONGEST_NAME and not _NO_NAME.search(name)
    ]


def from_source(parts: ArticleParts, outlets: OutletRegistry) -> OutletClaim | None:
    """Return the outlet of the source line: a known outlet first, then an agency, then any name."""
    nameless = folded_list(_NAMELESS)
    named = [name for name in source_names(parts) if fold(name) not in nameless]
    if not named:
        return None

    def rank(name: str) -> int:
        known = outlets.by_name(name)
        return 2 if known is None else int(known.is_agency)

    name = min(named, key=rank)
    evidence = next(each.line.text for each in parts.of(Role.SOURCE_LINE))
    return outlets.claim(name, OutletBasis.SOURCE_LINE, evidence)


def from_page(
    page: ClassifiedPage, parts: ArticleParts, outlets: OutletRegistry
) -> OutletClaim | None:
    """Return the outlet that the page names as itself: header, disclaimer, byline."""
    itself = self_named(page, outlets)
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
    named = from_datelines(page, parts, outlets) or itself
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


def from_datelines(
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


_OPENS: Final = re.compile(r"(?:(?<!\s)\s+)?[-–—:/]")


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


def _is_agency_name(name: str, outlets: OutletRegistry) -> bool:
    known = outlets.by_name(name) if name else None
    return known is not None and known.is_agency


def is_agency(claim: OutletClaim, outlets: OutletRegistry) -> bool:
    """Whether the outlet that is claimed is a news agency."""
    known = outlets.by_slug(claim.slug)
    return known is not None and known.is_agency
