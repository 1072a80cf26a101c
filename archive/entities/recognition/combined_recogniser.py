"""Gazetteer and trained recogniser as one: known names first, then those that are new.

Every recogniser is made from the ``Corrections`` that it is to honour; none is set for others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from archive.arabic.clitics import ARTICLE, spelled_out
from archive.arabic.normalize import fold
from archive.entities.gazetteer.gazetteer import Corrections, Gazetteer
from archive.entities.gazetteer.gazetteer_entry import name_key
from archive.entities.gazetteer.name_spellings import alias_words, plain_name
from archive.entities.recognition.article_topic import topic_of
from archive.entities.recognition.calibration import Calibration, calibrated, shipped_calibration
from archive.entities.recognition.candidates import FieldWords
from archive.entities.recognition.club_patterns import club_patterns
from archive.entities.recognition.coreference import surname
from archive.entities.recognition.crf_pruning import SURE_ALONE
from archive.entities.recognition.crf_recogniser import CrfRecogniser, key_of
from archive.entities.recognition.eponym_patterns import eponym_patterns
from archive.entities.recognition.gazetteer_recogniser import (
    GazetteerRecogniser,
    gazetteer_recogniser,
)
from archive.entities.recognition.inside_names import SONS
from archive.entities.recognition.name_patterns import name_patterns
from archive.entities.recognition.organisation_patterns import (
    organisation_patterns,
    without_area,
)
from archive.records.mentions import (
    AliasPolicy,
    ArticleField,
    ArticleText,
    EntityKind,
    FoundMention,
    MentionMethod,
    Recogniser,
    apart,
)

OVERRULING: Final = 0.95
"""How sure a find must be of a known name that the gazetteer's policies did not believe."""
_FOR_WANT_OF_CONTEXT: Final = frozenset({AliasPolicy.TRIGGER, AliasPolicy.CONTEXT})
"""Policies that refuse a name for want of a trigger word or of the full name, not for good."""
WITH_FATHER: Final = 3
"""Words of a given name with the father's."""
SERVANT: Final = fold("عبد")
_ORDER: Final = {field: number for number, field in enumerate(ArticleField)}


class CombinedRecogniser:
    """The gazetteer's recogniser and another: where their finds overlap, the gazetteer's stay.

    Of known names that the gazetteer refused, only those are believed that it refused for
    want of a trigger word or of the full name, and of which the other is very sure.
    """

    name = "combined"

    def __init__(
        self,
        first: GazetteerRecogniser,
        second: Recogniser,
        calibration: Calibration | None = None,
    ) -> None:
        self._first = first
        self._second = second
        self._calibration = shipped_calibration() if calibration is None else calibration
        versions = f"{first.name} {first.version} {second.name} {second.version}"
        self.version = hashlib.sha256(versions.encode()).hexdigest()[:12]

    def recognise(self, article: ArticleText) -> list[FoundMention]:
        """Return the mentions of ``article`` in reading order, never overlapping."""
        known = self._first.recognise(article)
        # Keywords and datelines are lists of words: forms and a model of sentences guess there.
        prose = article.prose()
        formed = apart(self._by_form(prose), known)
        new = [
            mention
            for mention in apart(self._second.recognise(prose), (*known, *formed))
            if may_stand(mention, self._first.gazetteer)
        ]
        named = apart(self._by_surroundings(prose), (*known, *formed))
        new = [mention for mention in new if not any(_is_inside(mention, each) for each in named)]
        named = apart(named, new)
        found = sorted((*known, *formed, *new, *named), key=_position)
        whole = list(_with_whole_names(list(_with_full_names(found))))
        by_form = {_position(mention) for mention in (*formed, *named)}
        return [
            self._calibrated(mention, _position(mention) in by_form)
            for mention in _with_surnames(whole, by_form)
        ]

    def _calibrated(self, mention: FoundMention, by_form: bool) -> FoundMention:
        if mention.method is not MentionMethod.CRF:
            return mention
        share = calibrated(mention.confidence, mention.kind, by_form, self._calibration)
        return mention._replace(confidence=share)

    def _by_form(self, article: ArticleText) -> Iterator[FoundMention]:
        """Yield the organisations and sites that the form of their names gives, with their keys."""
        fields = [FieldWords.of(field, text) for field, text in article.fields()]
        is_sport = topic_of(fields).is_sport
        for words in fields:
            named = list(eponym_patterns(words, self._first.lexicon))
            if is_sport:
                named += apart(club_patterns(words), named)
            formed = apart(organisation_patterns(words, self._first.lexicon), named)
            for mention in (*named, *formed):
                name = without_area(spelled_out(mention.surface, mention.clitic))
                yield mention._replace(key=key_of(name, mention.kind, self._first.gazetteer))

    def _by_surroundings(self, article: ArticleText) -> Iterator[FoundMention]:
        """Yield the names that the words around them give, with their keys."""
        for field, text in article.fields():
            for mention in name_patterns(FieldWords.of(field, text)):
                if may_stand(mention, self._first.gazetteer):
                    name = spelled_out(mention.surface, mention.clitic)
                    yield mention._replace(key=key_of(name, mention.kind, self._first.gazetteer))


def may_stand(mention: FoundMention, gazetteer: Gazetteer) -> bool:
    """Return whether a find that the gazetteer's recogniser did not make is to be believed."""
    name = spelled_out(mention.surface, mention.clitic)
    wanted = name_key(name)
    readings = [
        (entry, rule.policy)
        for entry in gazetteer.by_name(name)
        for rule in entry.aliases
        if rule.policy is not AliasPolicy.NEVER and name_key(rule.text) == wanted
    ]
    if not readings:
        return True
    # An adjective (الحكومة السعودية) looks like a country, and an organisation's short name
    # is mostly an ordinary word: here the policies know better than a model.
    return (
        mention.confidence >= OVERRULING
        and mention.kind is not EntityKind.ORGANISATION
        and {entry.key for entry, _policy in readings} == {mention.key}
        and all(policy in _FOR_WANT_OF_CONTEXT for _entry, policy in readings)
    )


def _is_inside(mention: FoundMention, other: FoundMention) -> bool:
    """Return whether a find is a part of a longer one of its kind: «مبارك» of «مبارك واكاسو»."""
    return (
        mention.field is other.field
        and mention.kind is other.kind
        and other.start <= mention.start
        and mention.end <= other.end
        and mention.end - mention.start < other.end - other.start
    )


def _position(mention: FoundMention) -> tuple[int, int]:
    return _ORDER[mention.field], mention.start


def _with_whole_names(found: Sequence[FoundMention]) -> Iterator[FoundMention]:
    """Yield ``found``, with «A C» taken for the one «A بن B C» of the article.

    The shorter name must be the longer one's first and last words, and nobody else's.
    """
    whole: dict[tuple[str, str], dict[str, int]] = {}
    for mention in found:
        words = _parts(mention.surface)
        if mention.kind is EntityKind.PERSON and len(words) > 2:
            known = whole.setdefault((words[0], words[-1]), {})
            known[mention.key] = max(len(words), known.get(mention.key, 0))
    for mention in found:
        words = _parts(mention.surface)
        meant = whole.get((words[0], words[-1]), {}) if len(words) == 2 else {}
        if mention.method is MentionMethod.CRF and len(meant) == 1:
            yield mention._replace(key=next(iter(meant)))
        else:
            yield mention


def _with_full_names(found: Sequence[FoundMention]) -> Iterator[FoundMention]:
    """Yield ``found``, with «مستشفى الملك فهد» taken for the one «مستشفى الملك فهد المركزي» of the
    article: a new name of two words and more that begins one other name of its kind."""
    names = {
        (mention.kind, alias_words(mention.surface)): mention.key
        for mention in found
        if mention.kind is not EntityKind.PERSON
    }
    begun: dict[tuple[EntityKind, tuple[str, ...]], set[str]] = {}
    for (kind, words), key in names.items():
        for size in range(2, len(words)):
            begun.setdefault((kind, words[:size]), set()).add(key)
    for mention in found:
        meant = begun.get((mention.kind, alias_words(mention.surface)), set())
        if mention.method is MentionMethod.CRF and len(meant) == 1:
            yield mention._replace(key=next(iter(meant)))
        else:
            yield mention


def _parts(name: str) -> list[str]:
    """Return the given names and family's name of ``name``: without بن, عبد with what it serves."""
    parts: list[str] = []
    for word in plain_name(name).split():
        if parts and parts[-1] == SERVANT:
            parts[-1] += word
        elif word not in SONS:
            parts.append(word.removeprefix(ARTICLE) if parts else word)
    return parts


def _with_surnames(
    found: Iterable[FoundMention], sure: Collection[tuple[int, int]]
) -> Iterator[FoundMention]:
    """Yield ``found``, with the surnames that are new taken for the people named before.

    So is a first name alone. What two people are called is nobody's; what nobody is called is kept
    where it is sure, or at one of the positions ``sure``.
    """
    people: dict[tuple[str, ...], set[str]] = {}
    for mention in found:
        if mention.kind is not EntityKind.PERSON:
            yield mention
            continue
        words = alias_words(mention.surface)
        meant = people.get(words, set())
        if mention.method is MentionMethod.CRF and len(meant) == 1:
            yield mention._replace(key=next(iter(meant)))
            continue
        is_lone = len(words) == 1 or (words[0] in SONS and len(words) < WITH_FATHER)
        if is_lone and mention.method is MentionMethod.CRF:
            if mention.confidence >= SURE_ALONE or _position(mention) in sure:
                yield mention
            continue
        for short in (surname(words), _fathers_name(words), words[:1] if len(words) > 1 else ()):
            if short:
                people.setdefault(short, set()).add(mention.key)
        yield mention


def _fathers_name(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return «بن سالم» of «حمد بن سالم»: what a bearer is called alone in the Maghreb."""
    return words[1:] if len(words) == WITH_FATHER and words[1] in SONS else ()


@lru_cache(maxsize=1)
def combined_recogniser(corrections: Corrections) -> Recogniser:
    """Return the gazetteer's recogniser followed by the trained one, for names on no list."""
    known = gazetteer_recogniser(corrections)
    return CombinedRecogniser(known, CrfRecogniser(known.gazetteer))
