"""Which country's body is meant where its name leaves that open: «وزارة الداخلية».

In this order: the country named right beside it («… في اليمن», «… بالرياض»); the one country for
which the article names the same body in full; the one that the article is about beyond doubt
(``ArticleContext.leading_country``). Else the body stays one of an open country.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from archive.arabic.clitics import ARTICLE, PREPOSITIONS
from archive.arabic.letters import HEH, YEH
from archive.arabic.normalize import fold
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry
from archive.entities.gazetteer.lexicon import Lexicon, folded_words
from archive.entities.gazetteer.state_bodies import OPEN_KEY, bodies, name_of, nationalities
from archive.entities.recognition.article_context import AcceptedCandidate, ArticleContext
from archive.entities.recognition.candidates import FieldWords
from archive.records.mentions import EntityKind

_IN: Final = frozenset(map(fold, ("في", "فى", "لدى")))
_PLACE: Final = EntityKind.PLACE
_ORGANISATION: Final = EntityKind.ORGANISATION
_KINGDOM: Final = fold("المملكة")
_ADJECTIVE_FEMININE: Final = YEH + HEH

_ADJECTIVE_WORDS: Final = (1, 2)
"""Words of a country's adjective: السوري، الكوري الشمالي."""


class BodyTable:
    """The bodies of all countries by the open ones' keys, and the other way round."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._bodies = {OPEN_KEY + body.stem: body for body in bodies()}
        self._nationalities = {each.country: each for each in nationalities()}
        self._of_country: dict[tuple[str, str], GazetteerEntry | None] = {}
        self._open_keys: dict[str, str] = {}

    def of_country(self, open_key: str, country: str) -> GazetteerEntry | None:
        """Return the body of the country with this key, or None."""
        pair = (open_key, country)
        if pair not in self._of_country:
            self._of_country[pair] = self._find(open_key, country)
        return self._of_country[pair]

    def open_key(self, entry: GazetteerEntry) -> str:
        """Return the key of the open body that ``entry`` is one country's of, or ""."""
        if entry.kind is not _ORGANISATION or not entry.parent:
            return ""
        if entry.key not in self._open_keys:
            self._open_keys[entry.key] = self._find_open(entry)
        return self._open_keys[entry.key]

    def _find(self, open_key: str, country: str) -> GazetteerEntry | None:
        body, nationality = self._bodies.get(open_key), self._nationalities.get(country)
        if body is None or nationality is None:
            return None
        for name in body.names:
            for target in self._lexicon.targets(name_of(name, nationality)):
                if target.entry is not None and target.entry.parent == country:
                    return target.entry
        return None

    def _find_open(self, entry: GazetteerEntry) -> str:
        for rule in entry.aliases:
            words = rule.text.split()
            for size in _ADJECTIVE_WORDS:
                for target in self._lexicon.targets(" ".join(words[:-size])):
                    if target.entry is not None and is_open(target.entry):
                        return target.entry.key
        return ""


Field = tuple[FieldWords, list[AcceptedCandidate]]
"""A field with the names that are believed in it."""


@dataclass(slots=True)
class BodyCountries:
    """Gives open bodies their country in one article; ``country_of`` finds that of an entry."""

    table: BodyTable
    country_of: Callable[[GazetteerEntry], str]
    context: ArticleContext
    named: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def settled(self, fields: Sequence[Field]) -> Iterator[Field]:
        """Yield the fields anew, with every open body as the country's where that is shown."""
        beside: dict[tuple[int, int], str] = {}
        for place, (words, names) in enumerate(fields):
            for number, name in enumerate(names):
                entry = name.entry
                if entry.kind is not _ORGANISATION:
                    continue
                if not is_open(entry):
                    if entry.parent and (key := self.table.open_key(entry)):
                        self.named[key].add(entry.parent)
                    continue
                country = beside[place, number] = self._beside(words, names, number)
                if country:
                    self.named[entry.key].add(country)
        for place, (words, names) in enumerate(fields):
            if not any((place, number) in beside for number in range(len(names))):
                yield words, names
                continue
            yield (
                words,
                [
                    self._meant(name, beside.get((place, number), ""))
                    for number, name in enumerate(names)
                    if beside.get((place, number), "known") or not _is_another(words, name)
                ],
            )

    def _meant(self, name: AcceptedCandidate, country: str) -> AcceptedCandidate:
        if not is_open(name.entry):
            return name
        if not country:
            country = self._by_article(name.entry)
        entry = self.table.of_country(name.entry.key, country) if country else None
        return name if entry is None else name._replace(entry=entry)

    def _by_article(self, entry: GazetteerEntry) -> str:
        named = self.named.get(entry.key, set())
        if named:
            return next(iter(named)) if len(named) == 1 else ""
        return self.context.leading_country()

    def _beside(self, words: FieldWords, names: Sequence[AcceptedCandidate], number: int) -> str:
        """Return the country that stands right behind the name ``number``, or ""."""
        last = names[number].candidate.last
        if last >= len(words.forms) or words.gap(last - 1).strip():
            return ""
        reached = last + (words.forms[last] in _IN)
        is_inside = reached > last
        following = names[number + 1] if number + 1 < len(names) else None
        if following is not None and following.entry.kind is _PLACE:
            first = following.candidate.first
            if first == reached + 1 and _is_region(words.forms[reached], is_inside):
                return self.country_of(following.entry)
            if first == reached and (is_inside or _leads_in(following.candidate.clitic)):
                return self.country_of(following.entry)
        if reached < len(words.forms) and words.forms[reached].endswith(_KINGDOM):
            return self.context.country
        return ""


def is_open(entry: GazetteerEntry) -> bool:
    """Return whether ``entry`` is a body whose country is left open."""
    return entry.key.startswith(OPEN_KEY)


def _is_region(word: str, is_inside: bool) -> bool:
    """Return whether ``word`` is one for a place, itself or behind a preposition (بمنطقة)."""
    regions = folded_words("triggers_place.txt")
    return word in regions if is_inside else _leads_in(word[:1]) and word[1:] in regions


def _leads_in(clitic: str) -> bool:
    return bool(clitic) and clitic[:1] in PREPOSITIONS


def _is_another(words: FieldWords, name: AcceptedCandidate) -> bool:
    """Return whether an adjective goes with the body that no country's is: «البرلمان الأوروبي»."""
    last = name.candidate.last
    if last >= len(words.forms) or words.gap(last - 1) != " ":
        return False
    after = words.forms[last]
    if not after.startswith(ARTICLE):
        return False
    feminine = words.forms[name.candidate.first].endswith(HEH)
    return after.endswith(_ADJECTIVE_FEMININE) if feminine else after.endswith(YEH)
