"""The gazetteer recogniser: known names, longest first, by the policies of their aliases.

The article is read three times over its few candidates: for the names that need no
other, for those that lean on them, and for the surnames of people named in full.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import Final

from archive.cycle_collection import leave_out_what_stays, without_cycle_collection
from archive.entities.gazetteer.gazetteer import Corrections, Gazetteer
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry
from archive.entities.gazetteer.lexicon import Lexicon
from archive.entities.gazetteer.state_bodies import country_keys
from archive.entities.recognition.alias_policy import CONFIDENCE, choose, is_of_sport, judge
from archive.entities.recognition.article_context import (
    AcceptedCandidate,
    ArticleContext,
    JudgedCandidate,
)
from archive.entities.recognition.article_topic import SPORT_WORDS, Topic, topic_of
from archive.entities.recognition.body_country import BodyCountries, BodyTable, is_open
from archive.entities.recognition.candidates import FieldWords, is_triggered, scan
from archive.entities.recognition.coreference import coreferences
from archive.entities.recognition.namesakes import without_namesakes
from archive.entities.recognition.shared_names import COUNTRY
from archive.records.mentions import AliasPolicy, ArticleText, FoundMention, MentionMethod

LEADING: Final = 3
"""Countries (or other parents) an article is mostly about, whose short names it may use."""

MAX_OUTLETS: Final = 10_000
"""Outlets remembered before the memory starts anew: pages may claim any name for theirs."""
# Python 3.11 looks a member of an enum up in 0.14 µs, a global name in none.
_BY_LIST: Final = MentionMethod.GAZETTEER
_TRIGGER: Final = AliasPolicy.TRIGGER
_SPORT: Final = AliasPolicy.SPORT
_OUTLETS: Final = frozenset({"media", "agency", "broadcaster"})
_OUTLET_WORDS: Final = ("صحيفة", "قناة", "وكالة")
_RULES_VERSION: Final = "5"


class GazetteerRecogniser:
    """Finds the entries of a gazetteer in an article.

    ``extra_entries`` are believed before the gazetteer's own of the same key;
    ``suppressed`` holds (spelling, key) pairs that never match.
    """

    name = "gazetteer"

    def __init__(
        self,
        gazetteer: Gazetteer | None = None,
        extra_entries: Iterable[GazetteerEntry] = (),
        suppressed: Collection[tuple[str, str]] = (),
    ) -> None:
        entries = Gazetteer((*extra_entries, *(gazetteer or Gazetteer.shipped())))
        self.gazetteer = entries
        self._parent_keys = {entry.parent for entry in entries}
        self._states = {entry.key for entry in entries if entry.subkind == COUNTRY}
        self._chains: dict[str, tuple[str, ...]] = {}
        self._outlets: dict[tuple[str, str], frozenset[str]] = {}
        self.lexicon = Lexicon(entries, suppressed)
        self._bodies = BodyTable(self.lexicon)
        self.version = _version(gazetteer or Gazetteer.shipped())

    def recognise(self, article: ArticleText) -> list[FoundMention]:
        """Return the mentions of ``article`` in reading order, never overlapping."""
        words = [FieldWords.of(field, text) for field, text in article.fields() if text]
        topic = topic_of(words)
        judged = [list(judged_in(field, self.lexicon, topic)) for field in words]
        context = ArticleContext(
            topic=topic,
            outlets=self._outlet_keys(article),
            country=country_keys().get(article.country, ""),
        )
        accepted = self._accept(words, judged, context)
        if not topic.is_sport and names_sport(accepted, topic):
            context = replace(context, topic=topic._replace(is_sport=True))
            judged = [list(judged_in(field, self.lexicon, context.topic)) for field in words]
            accepted = self._accept(words, judged, context)
        context = self._context(accepted, context)
        if any(map(leans_on_others, chain.from_iterable(chain.from_iterable(judged)))):
            accepted = self._accept(words, judged, context)
        if any(is_open(name.entry) for _field, names in accepted for name in names):
            accepted = list(
                BodyCountries(self._bodies, self._country_of, context).settled(accepted)
            )
        accepted = list(without_namesakes(accepted))
        mentions = [_mention(field, name) for field, names in accepted for name in names]
        surnames = list(coreferences(words, mentions))
        if not surnames:
            return mentions
        mentions += surnames
        order = {field.field: number for number, field in enumerate(words)}
        return sorted(mentions, key=lambda mention: (order[mention.field], mention.start))

    @staticmethod
    def _accept(
        words: Iterable[FieldWords],
        judged: Iterable[Sequence[Sequence[JudgedCandidate]]],
        context: ArticleContext,
    ) -> list[tuple[FieldWords, list[AcceptedCandidate]]]:
        return [
            (field, list(accept(field, found, context)))
            for field, found in zip(words, judged, strict=True)
        ]

    def _outlet_keys(self, article: ArticleText) -> frozenset[str]:
        """Return the keys of the entities that may be the article's outlet; remembered."""
        outlet = (article.outlet, article.country)
        if outlet not in self._outlets:
            if len(self._outlets) >= MAX_OUTLETS:
                self._outlets.clear()
            self._outlets[outlet] = frozenset(self._entities_of_outlet(*outlet))
        return self._outlets[outlet]

    def _entities_of_outlet(self, outlet: str, code: str) -> Iterator[str]:
        country = country_keys().get(code)
        for name in (outlet, *(f"{word} {outlet}" for word in _OUTLET_WORDS)) if outlet else ():
            for entry, _rule in self.lexicon.targets(name):
                if (
                    entry is not None
                    and entry.subkind in _OUTLETS
                    and (country is None or entry.parent == country)
                ):
                    yield entry.key

    def _country_of(self, entry: GazetteerEntry) -> str:
        """Return the key of the country that ``entry`` is or lies in, or ""."""
        parents = self._parents(entry)
        root = parents[-1] if parents else entry.key
        return root if root in self._states else ""

    def _context(
        self,
        accepted: Iterable[tuple[FieldWords, Sequence[AcceptedCandidate]]],
        shown: ArticleContext,
    ) -> ArticleContext:
        context = replace(
            shown, counts=Counter(), countries=Counter(), leading=frozenset(), vouched=set()
        )
        entries: dict[str, GazetteerEntry] = {}
        named: dict[str, int] = {}  # Counter.__missing__ takes longer than ``get``.
        sure: dict[str, int] = {}
        parents: dict[str, int] = {}
        for field, names in accepted:
            for candidate, entry, rule in names:
                key = entry.key
                entries[key] = entry
                named[key] = named.get(key, 0) + 1
                policy = rule.policy
                if (policy is _TRIGGER or policy is _SPORT) and is_triggered(
                    field, candidate, entry, rule
                ):
                    context.vouched.add((rule.text, key))
                # What may be one of two places speaks for neither's country.
                if len(candidate.targets) == 1:
                    sure[key] = sure.get(key, 0) + 1
        for key, times in sure.items():
            root = key
            for root in self._parents(entries[key]):
                named[root] = named.get(root, 0) + times
            if root in self._parent_keys:
                parents[root] = parents.get(root, 0) + times
            if root in self._states:
                context.countries[root] += times
        context.counts.update(named)
        context.leading = frozenset(key for key, _ in Counter(parents).most_common(LEADING))
        return context

    def _parents(self, entry: GazetteerEntry) -> tuple[str, ...]:
        """Return the keys of what ``entry`` belongs to, the nearest first; remembered."""
        known = self._chains.get(entry.key)
        if known is not None:
            return known
        keys: list[str] = []
        above: GazetteerEntry | None = entry
        while above and above.parent and above.parent not in (entry.key, *keys):
            keys.append(above.parent)
            above = self.gazetteer.get(above.parent)
        parents = self._chains[entry.key] = tuple(keys)
        return parents


def names_sport(
    accepted: Iterable[tuple[FieldWords, Sequence[AcceptedCandidate]]], topic: Topic
) -> bool:
    """Return whether the clubs and athletes of an article show that it is about sport: three of
    them and words of sport together."""
    if topic.is_far_from_sport:
        return False
    named = {name.entry.key for _, names in accepted for name in names if is_of_sport(name.entry)}
    return bool(named) and len(named) + topic.sport_words >= SPORT_WORDS


def leans_on_others(judged: JudgedCandidate) -> bool:
    """Return whether the rest of the article decides about a candidate."""
    return len(judged.targets) > 1 or not judged.targets[0][1]


def judged_in(words: FieldWords, lexicon: Lexicon, topic: Topic) -> Iterator[list[JudgedCandidate]]:
    """Yield the candidates of one field that the words around them allow, place by place.

    What stands within a name that will be believed whatever the article tells is left out.
    """
    within = furthest = 0
    for candidates in scan(words, lexicon, is_sport=topic.is_sport):
        longest = candidates[0]
        if longest.first < within:
            continue
        judged = [each for candidate in candidates if (each := judge(words, candidate, topic))]
        if not judged:
            continue
        longest, targets = judged[0]
        if longest.first >= furthest and len(targets) == 1 and targets[0][1]:
            within = longest.last
        if longest.last > furthest:
            furthest = longest.last
        yield judged


def accept(
    words: FieldWords, found: Iterable[Sequence[JudgedCandidate]], context: ArticleContext
) -> Iterator[AcceptedCandidate]:
    """Yield the believed candidates of one field, leftmost and longest first."""
    covered = 0
    previous: AcceptedCandidate | None = None
    for place in found:
        for judged in place:
            candidate = judged.candidate
            if candidate.first < covered:
                break
            target, is_sure = judged.targets[0]
            if not is_sure or len(judged.targets) > 1:
                chosen = choose(words, judged, previous, context)
                if chosen is None:
                    continue
                target = chosen
            covered = candidate.last
            if target.entry is not None:
                previous = tuple.__new__(AcceptedCandidate, (candidate, target.entry, target.rule))
                yield previous
            break


def _mention(words: FieldWords, name: AcceptedCandidate) -> FoundMention:
    candidate = name.candidate
    return tuple.__new__(
        FoundMention,
        (
            words.field,
            candidate.start,
            candidate.end,
            words.text[candidate.start : candidate.end],
            candidate.clitic,
            name.entry.key,
            name.entry.kind,
            _BY_LIST,
            CONFIDENCE[name.rule.policy],
        ),
    )


@lru_cache(maxsize=1)
def gazetteer_recogniser(corrections: Corrections) -> GazetteerRecogniser:
    """Return the gazetteer's recogniser with ``corrections``; making it takes 0.3 seconds."""
    with without_cycle_collection():
        made = GazetteerRecogniser(Gazetteer.shipped(), corrections.entries, corrections.suppressed)
    leave_out_what_stays()
    return made


@lru_cache(maxsize=1)
def _version(gazetteer: Gazetteer) -> str:
    """Return a digest of the list and the rules.

    What editors teach is none of it: one spelling is looked for by itself (``alias_scan``), and
    does not send the recogniser through the whole archive.
    """
    digest = hashlib.sha256(_RULES_VERSION.encode())
    for entry in gazetteer:
        digest.update(repr((entry.key, entry.kind.value, entry.aliases, entry.parent)).encode())
    return digest.hexdigest()[:12]
