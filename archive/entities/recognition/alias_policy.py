"""Whether a candidate may be believed: the policies of aliases, asked in their context."""

from __future__ import annotations

from typing import Final

from archive.arabic.clitics import PREPOSITIONS
from archive.arabic.letters import WAW
from archive.arabic.normalize import strip_marks
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry
from archive.entities.gazetteer.lexicon import Target, folded_words
from archive.entities.gazetteer.name_spellings import AliasRule
from archive.entities.recognition.article_context import (
    AcceptedCandidate,
    ArticleContext,
    JudgedCandidate,
)
from archive.entities.recognition.article_topic import Topic
from archive.entities.recognition.candidates import (
    Candidate,
    FieldWords,
    follows,
    follows_definite,
    is_triggered,
)
from archive.entities.recognition.inside_names import (
    NATIONAL_TEAM,
    is_another_team,
    is_of_another_country,
    is_part_of_another_name,
)
from archive.entities.recognition.namesakes import is_another_persons
from archive.entities.recognition.one_word_names import is_the_name
from archive.entities.recognition.shared_names import (
    IN,
    country_of_a_citys_name,
    is_behind_club_word,
    is_citys_club,
    is_club,
    is_outlet,
    may_be_club,
    outlet_verdict,
    stands_for_a_place,
)
from archive.records.mentions import AliasPolicy, EntityKind

# Python 3.11 looks a member of an enum up in 0.14 µs, a global name in none: these are asked of
# every candidate.
_ALWAYS: Final = AliasPolicy.ALWAYS
_TRIGGER: Final = AliasPolicy.TRIGGER
_NOUN: Final = AliasPolicy.NOUN
_PREPOSITION: Final = AliasPolicy.PREPOSITION
_CONTEXT: Final = AliasPolicy.CONTEXT
_QUOTED: Final = AliasPolicy.QUOTED
_SPORT: Final = AliasPolicy.SPORT
_PERSON: Final = EntityKind.PERSON
_PLACE: Final = EntityKind.PLACE
_ORGANISATION: Final = EntityKind.ORGANISATION

CONFIDENCE: Final = {
    _ALWAYS: 0.95,
    _TRIGGER: 0.9,
    _NOUN: 0.9,
    _PREPOSITION: 0.85,
    _CONTEXT: 0.85,
    _QUOTED: 0.9,
    _SPORT: 0.85,
}
"""An order of trust, not a probability: the more a policy had to ask, the less."""

_NEEDING: Final = (_TRIGGER, _PREPOSITION)
"""Policies of words that mean other things as well."""
_KINGDOM: Final = "المملكة"
"""What its own press calls a kingdom, and no other's."""
CLUB: Final = "club"
"""The subkind of sports clubs."""
_OF_SPORT: Final = frozenset({"athlete", CLUB})
OWN_COUNTRY: Final = 3
"""How many mentions of another country it takes before a name means that one's and not ours."""
_ASKING: Final = (_TRIGGER, _QUOTED, _SPORT)
"""Policies that go before others where they are believed: they asked for more."""


def judge(words: FieldWords, candidate: Candidate, topic: Topic) -> JudgedCandidate | None:
    """Return what the words around ``candidate`` say of its targets, None where they allow none.

    ``topic`` is the article's. An article is read for its names twice; this part of the answer is
    the same both times.
    """
    targets: list[tuple[Target, bool]] = []
    for target in candidate.targets:
        if target.rule.policy is _SPORT and not (
            topic.is_sport
            or (is_citys_club(candidate, target) and is_behind_club_word(words, candidate))
        ):
            continue
        verdict = _verdict(words, candidate, target)
        if verdict and not topic.is_sport and _is_lone_sport_name(candidate, target):
            if target.entry and target.entry.subkind == CLUB and _is_in(words, candidate):
                continue
            verdict = None if topic.is_far_from_sport else verdict
        if verdict is not False:
            targets.append((target, verdict is True))
    return tuple.__new__(JudgedCandidate, (candidate, tuple(targets))) if targets else None


def is_of_sport(entry: GazetteerEntry) -> bool:
    """Return whether ``entry`` is an athlete or a club."""
    return entry.subkind in _OF_SPORT


def choose(
    words: FieldWords,
    judged: JudgedCandidate,
    previous: AcceptedCandidate | None,
    context: ArticleContext,
) -> Target | None:
    """Return the target that the candidate stands for, or None.

    Of several that could be meant, the one whose parent the article names is taken,
    else the most prominent.
    """
    candidate = judged.candidate
    target, is_sure = judged.targets[0]
    if is_sure and len(judged.targets) == 1:
        return target
    if (country := country_of_a_citys_name(words, judged, previous, context)) is not None:
        return country
    believed = [
        target
        for target, is_sure in judged.targets
        if is_sure or _holds(words, candidate, target, previous, context)
    ]
    if len(believed) > 1:
        believed.sort(
            key=lambda target: _likelihood(words, candidate, target, context), reverse=True
        )
    return believed[0] if believed else None


def _likelihood(
    words: FieldWords, candidate: Candidate, target: Target, context: ArticleContext
) -> tuple[bool, bool, int]:
    entry = target.entry
    shown_by = (entry.parent or entry.key) if entry else ""
    return (
        _vowels_agree(words, candidate, target.rule),
        target.rule.policy in _ASKING,
        context.counts[shown_by] + OWN_COUNTRY * (shown_by == context.country),
    )


def _vowels_agree(words: FieldWords, candidate: Candidate, rule: AliasRule) -> bool:
    """Return whether alias and text carry the same vowel marks: عُمان is not عمّان."""
    surface = words.text[candidate.start : candidate.end]
    return surface == rule.text != strip_marks(surface)


def _verdict(words: FieldWords, candidate: Candidate, target: Target) -> bool | None:
    """Return whether the target's rule lets it be meant; None: the article decides."""
    entry, rule = target
    if entry is None:
        return True
    if rule.policy is _QUOTED:
        return outlet_verdict(words, candidate, entry)
    if is_part_of_another_name(words, candidate, entry.kind):
        return False
    is_one_word = candidate.last - candidate.first == 1
    if is_one_word and not is_the_name(words, candidate, entry, rule):
        return False
    if is_one_word and entry.kind is _PERSON and is_another_persons(words, candidate, entry):
        return False
    if entry.subkind == NATIONAL_TEAM and is_another_team(words, candidate):
        return False
    is_body = entry.kind is _ORGANISATION and entry.parent is not None
    if is_body and is_of_another_country(words, candidate, entry):
        return False
    believed = _policy_verdict(words, candidate, entry, rule)
    return None if believed and _asks_for_country(entry, rule) else believed


def _asks_for_country(entry: GazetteerEntry, rule: AliasRule) -> bool:
    """Return whether the article must name the country of the entry, or be from there.

    A town of the big lists is named like anything, and what needs a word before it is the name of
    other places besides (حي الميدان، مدينة العيون).
    """
    is_of_many = rule.policy in _NEEDING and entry.kind is _PLACE and entry.parent
    return entry.is_minor or bool(is_of_many)


def _is_in(words: FieldWords, candidate: Candidate) -> bool:
    """Return whether a club's name is a place's here: «فندق في الزمالك»، «بالزمالك»."""
    return candidate.clitic.endswith(IN) or stands_for_a_place(words, candidate)


def _is_lone_sport_name(candidate: Candidate, target: Target) -> bool:
    """Return whether the name is one word, and an athlete's or a club's: «مظاهرات فيرغسون»."""
    entry = target.entry
    return (
        candidate.last - candidate.first == 1
        and entry is not None
        and entry.subkind in _OF_SPORT
        and target.rule.policy is _ALWAYS
    )


def _policy_verdict(
    words: FieldWords, candidate: Candidate, entry: GazetteerEntry, rule: AliasRule
) -> bool | None:
    policy = rule.policy
    if policy is _ALWAYS:
        return True
    if policy is _TRIGGER:
        return is_triggered(words, candidate, entry, rule) or None
    if policy is _CONTEXT:
        return _vowels_agree(words, candidate, rule) or None
    if policy is _PREPOSITION:
        return (
            candidate.clitic.endswith(PREPOSITIONS)
            or follows(words, candidate, folded_words("prepositions.txt"))
            or is_triggered(words, candidate, entry, rule)
            or None
        )
    if policy is _NOUN:
        return not follows_definite(words, candidate)
    if policy is _SPORT:
        return None if may_be_club(words, candidate, entry.parent) else False
    return False


def _holds(
    words: FieldWords,
    candidate: Candidate,
    target: Target,
    previous: AcceptedCandidate | None,
    context: ArticleContext,
) -> bool:
    """Return whether the article bears out a target that needs more than the words around."""
    entry, rule = target
    if entry is None:
        return True
    if _asks_for_country(entry, rule) and not context.names_country(entry.parent):
        return False
    policy = rule.policy
    if policy is _ALWAYS:
        is_lone = context.topic.is_far_from_sport and _is_lone_sport_name(candidate, target)
        return not is_lone or entry.key in context.counts
    if policy is _TRIGGER:
        return (
            (rule.text, entry.key) in context.vouched
            or is_triggered(words, candidate, entry, rule)
            or _shares_trigger(words, candidate, previous, entry, rule)
        )
    if policy is _CONTEXT:
        if entry.key == context.country or rule.text == _KINGDOM:
            return entry.key == context.country
        return entry.key in context.counts or entry.parent in context.leading
    if policy is _QUOTED:
        return entry.key in context.outlets or (
            is_outlet(words, candidate) is True and context.names_country(entry.parent)
        )
    if policy is _SPORT:
        return is_club(words, candidate, target, context)
    return _policy_verdict(words, candidate, entry, rule) is True or _listed_after(
        candidate, previous, entry
    )


def _listed_after(
    candidate: Candidate, previous: AcceptedCandidate | None, entry: GazetteerEntry
) -> bool:
    """Return whether و joins the candidate to a name of its kind right before it."""
    return (
        previous is not None
        and previous.candidate.last == candidate.first
        and previous.entry.kind is entry.kind
        and candidate.clitic.startswith(WAW)
    )


def _shares_trigger(
    words: FieldWords,
    candidate: Candidate,
    previous: AcceptedCandidate | None,
    entry: GazetteerEntry,
    rule: AliasRule,
) -> bool:
    """Return whether the trigger word of a list holds for the candidate: «بلدتي كذا وكذا»."""
    return (
        previous is not None
        and _listed_after(candidate, previous, entry)
        and (
            previous.rule.policy is _TRIGGER or is_triggered(words, previous.candidate, entry, rule)
        )
    )
