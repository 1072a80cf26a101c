"""Whether a candidate may be believed: the policies of aliases, asked in their context."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple

from archive.arabic.clitics import PREPOSITIONS, is_definite
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.letters import ALEF_MAKSURA, BEH, HEH, TEH_MARBUTA, WAW, YEH
from archive.arabic.normalize import fold, strip_marks
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry
from archive.entities.gazetteer.lexicon import Target, folded_words, is_word_of
from archive.entities.gazetteer.name_spellings import AliasRule
from archive.entities.recognition.candidates import (
    Candidate,
    FieldWords,
    follows,
    follows_definite,
    is_in_quoted_name,
    is_quoted,
    is_triggered,
    word_before,
)
from archive.entities.recognition.crf_features import name_tokens
from archive.records.mentions import AliasPolicy, EntityKind

CONFIDENCE: Final = {
    AliasPolicy.ALWAYS: 0.95,
    AliasPolicy.TRIGGER: 0.9,
    AliasPolicy.NOUN: 0.9,
    AliasPolicy.PREPOSITION: 0.85,
    AliasPolicy.CONTEXT: 0.85,
    AliasPolicy.QUOTED: 0.9,
    AliasPolicy.SPORT: 0.85,
}
"""An order of trust, not a probability: the more a policy had to ask, the less."""

OWN_COUNTRY: Final = 3
"""How many mentions of another country it takes before a name means that one's and not ours."""
_LIST_WORDS: Final = 6
"""How far before a name in a list the word for its sort may stand."""
COMMON_WORD: Final = 100
"""Occurrences in the shipped word counts of a definite word that is no family name: of thirty
tried by hand, family names have fewer than 80, and words of the news more than 300."""
SONS: Final = frozenset(map(fold, ("بن", "ابن", "بنت")))
"""Words between a name and the father's."""
FOREIGN_COUNT: Final = 6
"""How often a country must be named to be what the article of another country's outlet is about.
Of fifty bodies given to a country by these numbers, at least 95 % were right."""
FOREIGN_COUNT_UNSOURCED: Final = 2
"""The same where the outlet's country is not known."""
FOREIGN_SHARE: Final = 4
"""How many times as often as all other countries together."""
_ASKING: Final = (AliasPolicy.TRIGGER, AliasPolicy.QUOTED, AliasPolicy.SPORT)
"""Policies that go before others where they are believed: they asked for more."""
IN: Final = BEH
FATHATAN: Final = "\u064b"
_OTHER_WORD: Final = {TEH_MARBUTA: HEH, ALEF_MAKSURA: YEH}


@dataclass(slots=True)
class ArticleContext:
    """What the article has shown so far: how often it names entities and their parents,
    by key, which of the parents lead, and which (spelling, key) a trigger word has
    vouched for; whether it is about sport, how often its adjectives name each country, and
    its names do, the entities of its outlet, and that one's country."""

    counts: Counter[str] = field(default_factory=Counter)
    leading: frozenset[str] = frozenset()
    vouched: set[tuple[str, str]] = field(default_factory=set)
    is_sport: bool = False
    adjectives: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    outlets: frozenset[str] = frozenset()
    country: str = ""

    def names_country(self, key: str | None) -> bool:
        """Return whether the article names the country with ``key``, or is from there."""
        return key is not None and (
            key == self.country or self.counts[key] > 0 or self.adjectives[key] > 0
        )

    def leading_country(self) -> str:
        """Return the country that the article is about beyond doubt, or "".

        The outlet's own where it is named more than all others together, or none is; another
        where it is named often, the outlet's never, and the rest next to never.
        """
        named = self.countries + self.adjectives
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


def judge(words: FieldWords, candidate: Candidate) -> JudgedCandidate | None:
    """Return what the words around ``candidate`` say of its targets, None where they allow none.

    An article is read for its names twice; this part of the answer is the same both times.
    """
    targets = []
    for target in candidate.targets:
        verdict = _verdict(words, candidate, target)
        if verdict is not False:
            targets.append((target, verdict is True))
    return JudgedCandidate(candidate, tuple(targets)) if targets else None


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
    if _is_part_of_another_name(words, candidate, entry.kind):
        return False
    is_one_word = candidate.last - candidate.first == 1
    if is_one_word and not _spelt_as_a_name(words, candidate, entry, rule):
        return False
    believed = _policy_verdict(words, candidate, entry, rule)
    # A town of the big lists is named like anything; the article must be about its country.
    return None if entry.is_minor and believed else believed


def _policy_verdict(
    words: FieldWords, candidate: Candidate, entry: GazetteerEntry, rule: AliasRule
) -> bool | None:
    match rule.policy:
        case AliasPolicy.ALWAYS:
            return True
        case AliasPolicy.TRIGGER:
            return is_triggered(words, candidate, entry, rule) or None
        case AliasPolicy.CONTEXT:
            return _vowels_agree(words, candidate, rule) or None
        case AliasPolicy.PREPOSITION:
            return (
                candidate.clitic.endswith(PREPOSITIONS)
                or follows(words, candidate, folded_words("prepositions.txt"))
                or is_triggered(words, candidate, entry, rule)
                or None
            )
        case AliasPolicy.NOUN:
            return not follows_definite(words, candidate)
        case AliasPolicy.QUOTED:
            return _is_outlet(words, candidate)
        case AliasPolicy.SPORT:
            return None if _may_be_club(words, candidate) else False
        case AliasPolicy.NEVER:
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
    if entry.is_minor and not context.names_country(entry.parent):
        return False
    match rule.policy:
        case AliasPolicy.ALWAYS:
            return True
        case AliasPolicy.TRIGGER:
            return (
                (rule.text, entry.key) in context.vouched
                or is_triggered(words, candidate, entry, rule)
                or _shares_trigger(words, candidate, previous, entry, rule)
            )
        case AliasPolicy.CONTEXT:
            return entry.key in context.counts or entry.parent in context.leading
        case AliasPolicy.QUOTED:
            return entry.key in context.outlets
        case AliasPolicy.SPORT:
            return _is_club(words, candidate, target, context)
        case _:
            return _listed_after(candidate, previous, entry)


def _is_outlet(words: FieldWords, candidate: Candidate) -> bool | None:
    """Return whether the name is credited as an outlet; None where it is only in quotes."""
    if follows(words, candidate, folded_words("triggers_outlet.txt")):
        return True
    if not is_quoted(words, candidate):
        return False
    return follows(words, candidate, folded_words("credits.txt")) or None


def _may_be_club(words: FieldWords, candidate: Candidate) -> bool:
    """Return whether the words around a club's name leave it one.

    They do not where it is a place («في برشلونة»), has an adjective («الاتحاد الدولي»), or is one
    («البنك الأهلي»).
    """
    if candidate.clitic.endswith(IN) or follows(words, candidate, _places()):
        return False
    last = candidate.last
    goes_on = last < len(words.forms) and words.gap(last - 1) == " "
    if goes_on and is_definite(words.forms[last]) and words.forms[last].endswith(YEH):
        return False
    club_words = folded_words("triggers_club.txt")
    return follows(words, candidate, club_words) or not follows_definite(words, candidate)


@cache
def _places() -> frozenset[str]:
    return folded_words("triggers_place.txt") | {fold("في"), fold("فى")}


def _is_club(
    words: FieldWords, candidate: Candidate, target: Target, context: ArticleContext
) -> bool:
    """Return whether a club is meant: of the article's countries, beside words of sport.

    A name with trigger words of its own is an ordinary word besides: it needs one of them, here
    or elsewhere in the article.
    """
    entry, rule = target
    if entry is None or not context.is_sport:
        return False
    is_shown = (rule.text, entry.key) in context.vouched
    if rule.triggers and not (is_shown or is_triggered(words, candidate, entry, rule)):
        return False
    return entry.key in context.counts or context.names_country(entry.parent)


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
            previous.rule.policy is AliasPolicy.TRIGGER
            or is_triggered(words, previous.candidate, entry, rule)
        )
    )


def _spelt_as_a_name(
    words: FieldWords, candidate: Candidate, entry: GazetteerEntry, rule: AliasRule
) -> bool:
    """Return whether one word may be the name although its last letter is another.

    An accusative (دومًا، ناسًا) is no name. Of two words that fold to one, the name is
    sure only in its own letters (جدة، بصرى): the other (جده، بصري) must stand where a
    place would.
    """
    surface = words.surface(candidate.last - 1)
    if FATHATAN in surface[-2:]:
        return False
    other = _OTHER_WORD.get(rule.text[-1])
    if other is None or entry.kind is EntityKind.PERSON or strip_marks(surface)[-1:] != other:
        return True
    return follows(words, candidate, folded_words("prepositions.txt")) or is_triggered(
        words, candidate, entry, rule
    )


def _is_part_of_another_name(words: FieldWords, candidate: Candidate, kind: EntityKind) -> bool:
    """Return whether the candidate's words only belong to the name of something else."""
    if kind is EntityKind.PERSON:
        return _ends_another_name(words, candidate)
    return kind is EntityKind.PLACE and _is_in_street_or_title(words, candidate)


def _is_in_street_or_title(words: FieldWords, candidate: Candidate) -> bool:
    """Return whether a place's name is that of a street, or part of an organisation's."""
    return _is_named_after(words, candidate) or is_in_quoted_name(words, candidate)


def _is_named_after(words: FieldWords, candidate: Candidate) -> bool:
    """Return whether something is called after the place: نادي جدة، شرطة منطقة نجران."""
    if candidate.clitic:
        return False
    before = word_before(words, candidate)
    if before in folded_words("areas.txt"):
        area = candidate._replace(first=candidate.first - 1)
        return is_word_of(word_before(words, area), _heads_of_areas())
    return is_word_of(before, folded_words("named_after_places.txt"))


@cache
def _heads_of_areas() -> frozenset[str]:
    return folded_words("named_after_places.txt") | {fold("إمارة")}


def _ends_another_name(words: FieldWords, candidate: Candidate) -> bool:
    """Return whether a person's name is that of a building, or a part of someone else's.

    A name with its father's and grandfather's is one chain: what stands right behind «بن» is
    somebody's father, and a name that goes on with «بن» is a namesake's.
    """
    first, last = candidate.first, candidate.last
    if last < len(words.forms) and words.forms[last] in SONS and words.gap(last - 1) == " ":
        return True
    if candidate.clitic:
        return _is_listed_facility(words, candidate)
    before = word_before(words, candidate)
    if before in SONS or (words.forms[first] in SONS and _is_given_name(words, first - 1)):
        return True
    if SONS.intersection(words.forms[first:last]) and _has_family_name(words, last):
        return True
    given = folded_words("given_names.txt")
    is_whole = last - first > 1 and words.forms[first] not in given
    return _is_of_facility(words, candidate) or (not is_whole and is_word_of(before, given))


def _is_given_name(words: FieldWords, index: int) -> bool:
    """Return whether a given name stands at ``index``: a known one, or any behind a rank."""
    word = words.forms[index]
    if word in folded_words("given_names.txt"):
        return True
    return word in name_tokens() and index > 0 and words.forms[index - 1] in _honorifics()


def _has_family_name(words: FieldWords, last: int) -> bool:
    """Return whether a definite word goes on with a name of son and father: «… بن سالم الراعي».

    Family names are rare words; a common one is the sentence's («… بن سالم الوفد»).
    """
    if last == len(words.forms) or words.gap(last - 1) != " ":
        return False
    after = words.forms[last]
    return (
        is_definite(after)
        and after not in folded_words("after_names.txt")
        and FrequencyTable.shipped().count(after) < COMMON_WORD
    )


def _is_of_facility(words: FieldWords, candidate: Candidate) -> bool:
    """Return whether the name is that of a building, a prize or a road: «طريق الأمير سالم».

    Ranks may stand between, and «و» may join the name to others of its sort.
    """
    first = candidate.first
    while first and words.gap(first - 1) == " " and words.forms[first - 1] in _honorifics():
        first -= 1
    return (
        first > 0
        and words.gap(first - 1) == " "
        and is_word_of(words.forms[first - 1], _facilities())
    )


def _is_listed_facility(words: FieldWords, candidate: Candidate) -> bool:
    """Return whether «و» joins a rank and name to things of one sort: «جامعتا كذا والملك سالم»."""
    first = candidate.first
    if not candidate.clitic.startswith(WAW) or not is_word_of(words.forms[first], _honorifics()):
        return False
    begin = max(0, first - _LIST_WORDS)
    if words.text.rfind(".", words.starts[begin], words.starts[first]) >= 0:
        return False
    return any(is_word_of(word, _facilities()) for word in words.forms[begin:first])


def _facilities() -> frozenset[str]:
    return folded_words("facilities.txt")


def _honorifics() -> frozenset[str]:
    return folded_words("honorifics.txt")
