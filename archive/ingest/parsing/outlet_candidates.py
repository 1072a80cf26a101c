"""The candidates for a page's outlet: its names, where they stand, and what speaks for each."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from archive.arabic.normalize import fold
from archive.ingest.parsing.assembly import ArticleParts
from archive.ingest.parsing.line_roles import ClassifiedLine, Role
from archive.ingest.parsing.outlet_contexts import PageText, of_all_places, shown_at
from archive.ingest.parsing.outlet_lines import publisher_of
from archive.ingest.parsing.outlet_names import (
    consonants,
    may_be_outlet,
    name_key,
    shown_by_name,
)
from archive.ingest.parsing.outlet_phrases import named_in_foot
from archive.ingest.parsing.outlet_spans import EDGES, could_be_name, names_on
from archive.knowledge.knowledge import OutletRegistry
from archive.knowledge.outlet_lists import KnownOutlet
from archive.records.documents import OutletClaim

_MOST_LINES: Final = 400
"""Lines of a page on which names are looked for."""
_LONGEST_FOOT: Final = 40
"""Words of a line of the page's foot in which it names itself."""
_SHORTEST_TWIN: Final = 3
"""Consonants by which a Latin and an Arabic name are believed to be one."""
_SHORTEST_PART: Final = 4
_MANY_LISTED: Final = 3
"""Listed outlets from which on a page reviews them rather than is theirs."""
RULE: Final = "rule"
"""The evidence of the candidate that the rules find."""
_OF_OUTLET: Final = (Role.MASTHEAD, Role.SOURCE_LINE, Role.DISCLAIMER, Role.BYLINE)
_SOURCES: Final = re.compile(r"(?:(?<!\s)\s+)?[+،,/&|؛]\s*|(?<!\s)\s+[-–—]\s+")
_REVIEWS: Final = re.compile(r"\b(?:ال)?صحف\b|\bعناوين\b|\bالصحافه\b")
_READ_AT_MOST: Final = 200
_SITE: Final = re.compile(r"^(?:ال)?موقع\s+(?=\S)")


@dataclass(slots=True)
class Candidate:
    """What may be a page's outlet: its spellings as written, and the ``evidence`` for it.

    ``known`` is the listed outlet of that name. ``spellings`` counts the places of each.
    """

    known: KnownOutlet | None
    spellings: Counter[str] = field(default_factory=Counter)
    evidence: set[str] = field(default_factory=set)
    source_line: bool = False
    line: str = ""

    @property
    def name(self) -> str:
        """The name as the page writes it most often; the longer one where two are as frequent."""
        best = max(self.spellings, key=lambda name: (self.spellings[name], len(name)))
        return _SITE.sub("", best)


def candidates_of(
    lines: Sequence[ClassifiedLine],
    parts: ArticleParts,
    outlets: OutletRegistry,
    witness: OutletClaim | None = None,
) -> list[Candidate]:
    """Return what the names on a page could be its outlet, each once, with all its evidence.

    ``witness`` is the outlet that the rules of ``outlet_credit`` find, if they find one.
    """
    found = _Pool(outlets)
    for each in lines[:_MOST_LINES]:
        found.add_line(each)
    for opening in parts.datelines:
        for kind in ("credit", "paper", "perhaps"):
            found.add(getattr(opening, kind), f"dateline:{kind}")
    if witness is not None and witness.name:
        for kind in (RULE, f"{RULE}:{witness.basis}"):
            found.add(witness.name, kind, of=witness.slug)
    candidates = found.pooled()
    _add_places(candidates, lines, outlets)
    _add_page(candidates, parts)
    return [each for each in candidates if not _only_speaks(each.evidence)]


def _only_speaks(evidence: set[str]) -> bool:
    """Whether a word that some outlet is called by stands once, before what somebody says."""
    return {"called", "w:1", "lines:1", "bol:colon:long"} <= evidence and RULE not in evidence


class _Pool:
    def __init__(self, outlets: OutletRegistry) -> None:
        self.outlets = outlets
        self.by_key: dict[str, Candidate] = {}
        self.seen: set[str] = set()

    def add_line(self, each: ClassifiedLine) -> None:
        for name in names_on(each.line):
            if name not in self.seen:
                self.seen.add(name)
                self.add(name)
        if each.role in _OF_OUTLET and each.value:
            values = _SOURCES.split(each.value) if each.role is Role.SOURCE_LINE else [each.value]
            for value in values:
                self.add(value, f"role:{each.role}")
        if each.byline:
            self.add(each.byline, "role:beside_date")
        if each.role.is_chrome and each.line.words <= _LONGEST_FOOT:
            self.add(named_in_foot(each.line.plain), "foot")
            self.add(publisher_of(each.line.plain), "house")

    def add(self, name: str, evidence: str = "", of: str = "") -> None:
        name = name.strip(EDGES)
        if not could_be_name(name):
            return
        known = self.outlets.by_slug(of) if of else self.outlets.by_name(name)
        if known is None and not may_be_outlet(name, self.outlets):
            return
        key = f"={known.slug}" if known is not None else name_key(name)
        if not key:
            return
        candidate = self.by_key.setdefault(key, Candidate(known))
        candidate.spellings[name] += 0
        if evidence:
            candidate.evidence.add(evidence)

    def pooled(self) -> list[Candidate]:
        """Return the candidates, those of one name together: a listed one takes what it is called."""
        listed = {
            name_key(name): each
            for each in self.by_key.values()
            if each.known is not None
            for name in each.spellings
        }
        for key, each in list(self.by_key.items()):
            if each.known is None and key in listed:
                _join(listed[key], each)
                del self.by_key[key]
        _join_twins(self.by_key)
        return list(self.by_key.values())


def _join(into: Candidate, other: Candidate) -> None:
    into.spellings.update(other.spellings)
    into.evidence |= other.evidence


def _join_twins(by_key: dict[str, Candidate]) -> None:
    """Join a Latin name to the Arabic one of the same consonants: «Al-sharq», «الشرق»."""
    written: dict[str, list[str]] = defaultdict(list)
    for key, each in by_key.items():
        for sound in {consonants(name) for name in each.spellings}:
            if len(sound) >= _SHORTEST_TWIN:
                written[sound].append(key)
    for keys in written.values():
        alive = [key for key in keys if key in by_key]
        latin = [key for key in alive if all(name.isascii() for name in by_key[key].spellings)]
        arabic = [key for key in alive if key not in latin]
        for key in latin if arabic else ():
            _join(by_key[arabic[0]], by_key[key])
            by_key[arabic[0]].evidence.add("twin")
            del by_key[key]


def _add_places(
    candidates: Sequence[Candidate], lines: Sequence[ClassifiedLine], outlets: OutletRegistry
) -> None:
    """Add what the places of each candidate show, and what its name does."""
    text = PageText(lines)
    for each in candidates:
        folded = {fold(name): name for name in each.spellings}
        places = text.places(list(folded))
        for place in places:
            each.spellings[folded[place.name]] += 1
            each.evidence.update(shown_at(place))
        each.evidence.update(of_all_places(places))
        each.evidence.update(shown_by_name(list(each.spellings), outlets))
        each.line = lines[places[0].index].line.text if places else ""
        each.source_line = any(place.role is Role.SOURCE_LINE for place in places)


def _add_page(candidates: Sequence[Candidate], parts: ArticleParts) -> None:
    """Add what the page as a whole shows, and the other candidates on it."""
    texts = (parts.title, parts.standfirst, *parts.paragraphs[:1])
    page = (
        {"review"} if any(_REVIEWS.search(fold(text[:_READ_AT_MOST])) for text in texts) else set()
    )
    listed = sum(each.known is not None and not each.known.is_agency for each in candidates)
    if listed > _MANY_LISTED:
        page.add("many_listed")
    keys = [name_key(max(each.spellings, key=len)) for each in candidates]
    for each, key in zip(candidates, keys, strict=True):
        each.evidence |= page
        if each.known is None:
            each.evidence.update(_relations(key, keys, candidates))


def _relations(key: str, keys: Sequence[str], candidates: Sequence[Candidate]) -> Iterator[str]:
    """Yield whether a name is part of another candidate's, or holds one."""
    for other, candidate in zip(keys, candidates, strict=True):
        kind = ":listed" if candidate.known is not None else ""
        if other != key and key in other:
            yield f"part_of_other{kind}"
        if other != key and len(other) >= _SHORTEST_PART and other in key:
            yield f"holds_other{kind}"
