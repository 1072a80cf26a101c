"""The gazetteer recogniser: known names, longest first, by the policies of their aliases.

The article is read three times over its few candidates: for the names that need no
other, for those that lean on them, and for the surnames of people named in full.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence

from archive.entities.aliases import AliasPolicy
from archive.entities.document import coreferences
from archive.entities.gazetteer import Gazetteer, GazetteerEntry
from archive.entities.lexicon import Lexicon
from archive.entities.mentions import ArticleText, FoundMention, MentionMethod
from archive.entities.policy import CONFIDENCE, Accepted, ArticleContext, choose, is_triggered
from archive.entities.scan import Candidate, FieldWords, scan

_RULES_VERSION = "1"


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
        self._lexicon = Lexicon(entries, suppressed)
        self.version = _version(entries, suppressed)

    def recognise(self, article: ArticleText) -> list[FoundMention]:
        """Return the mentions of ``article`` in reading order, never overlapping."""
        words = [FieldWords.of(field, text) for field, text in article.fields()]
        candidates = [list(scan(field, self._lexicon)) for field in words]
        context = ArticleContext()
        mentions: list[FoundMention] = []
        for _ in range(2):
            accepted = [
                (field, list(accept(field, found, context)))
                for field, found in zip(words, candidates, strict=True)
            ]
            for field, names in accepted:
                self._learn(field, names, context)
            mentions = [_mention(field, name) for field, names in accepted for name in names]
        mentions += coreferences(words, mentions)
        order = {field.field: number for number, field in enumerate(words)}
        return sorted(mentions, key=lambda mention: (order[mention.field], mention.start))

    def _learn(self, field: FieldWords, names: Iterable[Accepted], context: ArticleContext) -> None:
        for name in names:
            if name.rule.policy is AliasPolicy.TRIGGER and is_triggered(
                field, name.candidate, name.entry.kind, name.rule
            ):
                context.vouched.add((name.rule.text, name.entry.key))
            entry: GazetteerEntry | None = name.entry
            while entry is not None and entry.key not in context.keys:
                context.keys.add(entry.key)
                entry = self.gazetteer.get(entry.parent) if entry.parent else None


def accept(
    words: FieldWords, found: Iterable[Sequence[Candidate]], context: ArticleContext
) -> Iterator[Accepted]:
    """Yield the believed candidates of one field, leftmost and longest first."""
    covered = 0
    previous: Accepted | None = None
    for candidates in found:
        for candidate in candidates:
            if candidate.first < covered:
                break
            target = choose(words, candidate, previous, context)
            if target is None:
                continue
            covered = candidate.last
            if target.entry is not None:
                previous = Accepted(candidate, target.entry, target.rule)
                yield previous
            break


def _mention(words: FieldWords, name: Accepted) -> FoundMention:
    candidate = name.candidate
    return FoundMention(
        words.field,
        candidate.start,
        candidate.end,
        words.text[candidate.start : candidate.end],
        candidate.clitic,
        name.entry.key,
        name.entry.kind,
        MentionMethod.GAZETTEER,
        CONFIDENCE[name.rule.policy],
    )


def _version(entries: Iterable[GazetteerEntry], suppressed: Collection[tuple[str, str]]) -> str:
    digest = hashlib.sha256(_RULES_VERSION.encode())
    for entry in entries:
        digest.update(repr((entry.key, entry.kind.value, entry.aliases, entry.parent)).encode())
    digest.update(repr(sorted(suppressed)).encode())
    return digest.hexdigest()[:12]
