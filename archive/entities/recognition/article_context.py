"""What an article has shown so far, which names that lean on others ask."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry
from archive.entities.gazetteer.lexicon import Target
from archive.entities.gazetteer.name_spellings import AliasRule
from archive.entities.recognition.article_topic import Topic
from archive.entities.recognition.candidates import Candidate

FOREIGN_COUNT: Final = 6
"""How often a country must be named to be what the article of another country's outlet is about.
Of fifty bodies given to a country by these numbers, at least 95 % were right."""
FOREIGN_COUNT_UNSOURCED: Final = 2
"""The same where the outlet's country is not known."""
FOREIGN_SHARE: Final = 4
"""How many times as often as all other countries together."""


@dataclass(slots=True)
class ArticleContext:
    """What the article has shown so far: how often it names entities and their parents,
    by key, which of the parents lead, and which (spelling, key) a trigger word has
    vouched for; what its words tell of it, how often its names name each country, the entities of its outlet, and that one's country."""

    counts: Counter[str] = field(default_factory=Counter)
    leading: frozenset[str] = frozenset()
    vouched: set[tuple[str, str]] = field(default_factory=set)
    topic: Topic = Topic()
    countries: Counter[str] = field(default_factory=Counter)
    outlets: frozenset[str] = frozenset()
    country: str = ""

    def names_country(self, key: str | None) -> bool:
        """Return whether the article names the country with ``key``, or is from there."""
        return key is not None and (
            key == self.country or self.counts[key] > 0 or self.topic.adjectives.get(key, 0) > 0
        )

    def leading_country(self) -> str:
        """Return the country that the article is about beyond doubt, or "".

        The outlet's own where it is named more than all others together, or none is; another
        where it is named often, the outlet's never, and the rest next to never.
        """
        named = self.countries + Counter(self.topic.adjectives)
        others = sum(named.values()) - named[self.country]
        if self.country and (named[self.country] > others or not others):
            return self.country
        if not named or named[self.country]:
            return ""
        key, count = named.most_common(1)[0]
        enough = FOREIGN_COUNT if self.country else FOREIGN_COUNT_UNSOURCED
        return key if count >= enough and count >= FOREIGN_SHARE * (others - count) else ""


class JudgedCandidate(NamedTuple):
    """A candidate, and each target that the words around it allow: True where that is
    enough, False where it takes the rest of the article as well."""

    candidate: Candidate
    targets: tuple[tuple[Target, bool], ...]


class AcceptedCandidate(NamedTuple):
    """A candidate that was believed, for which entry and by which policy."""

    candidate: Candidate
    entry: GazetteerEntry
    rule: AliasRule
