"""Names that different things share: outlets, clubs, and a country called like a city.

Each is told by where it stands: in quotes and credited, beside words of sport, in a list of
countries.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from archive.arabic.clitics import ARTICLE, is_definite
from archive.arabic.letters import BEH, WAW, YEH
from archive.arabic.normalize import fold
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry
from archive.entities.gazetteer.lexicon import Target, folded_words, is_word_of
from archive.entities.recognition.article_context import (
    AcceptedCandidate,
    ArticleContext,
    JudgedCandidate,
)
from archive.entities.recognition.article_topic import adjectives
from archive.entities.recognition.candidates import (
    DATELINE,
    Candidate,
    FieldWords,
    follows,
    follows_definite,
    is_in_quoted_name,
    is_quoted,
    is_triggered,
    word_before,
)
from archive.entities.recognition.inside_names import ON
from archive.records.mentions import AliasPolicy, ArticleField, EntityKind

_EXCHANGES: Final = frozenset(map(fold, ("بورصة", "بورصات", "لبورصات", "لبورصة")))
_NEAR: Final = 10
"""How far before a city the word for its exchange stands in a list of exchanges."""
COUNTRY: Final = "country"
"""The subkind of the entries of states."""
PAPER: Final = "media"
"""The subkind of outlets that are no agencies."""
_BROADCASTERS: Final = frozenset(
    map(fold, ("إذاعة", "قناة", "تلفزيون", "راديو", "بإذاعة", "لإذاعة"))
)
_PAPERS: Final = ("صحيفة", "جريدة")
_AGENCY: Final = fold("وكالة")
MANY: Final = 3
"""Countries that make an article one about many."""
_DASHES: Final = ("-", "–", "—", "ـ")
_COMMAS: Final = ("،", ",")
IN: Final = BEH
SHADDA: Final = "\u0651"
_MIDDLE: Final = fold("وسط")
_TO: Final = fold("إلى")
_INSIDE: Final = frozenset(map(fold, ("في", "فى")))
_PLAY: Final = frozenset(
    map(fold, ("اللعب", "باللعب", "لعب", "يلعب", "لعبه", "لاعبا", "البقاء", "مسيرته", "مستقبله"))
)
_NEAR_TRAVEL: Final = 6
"""How far before «إلى» the word for a journey may stand."""
_SIGNATURE: Final = 4
"""Words at a text's beginning among which an outlet and its correspondent's city stand."""
_PLAYERS: Final = frozenset(map(fold, ("لاعب", "لاعبي", "لاعبو", "خط")))


def is_outlet(words: FieldWords, candidate: Candidate) -> bool | None:
    """Return whether the name is credited as an outlet; None where it is only in quotes."""
    if is_quoted(words, candidate):
        return follows(words, candidate, _crediting()) or None
    if is_in_quoted_name(words, candidate):
        return False
    if _is_in_dateline(words, candidate):
        return None
    return follows(words, candidate, folded_words("triggers_outlet.txt"))


def _is_in_dateline(words: FieldWords, candidate: Candidate) -> bool:
    """Return whether a dash follows the name at the text's beginning, where an outlet signs.

    «الرياض - سبأ» begins with the city, though a paper is called so.
    """
    if candidate.last >= min(DATELINE, len(words.forms)) or candidate.clitic:
        return False
    if any(each.entry and each.entry.kind is EntityKind.PLACE for each in candidate.targets):
        return False
    return words.field is ArticleField.BODY and words.gap(candidate.last - 1).strip() in _DASHES


def outlet_verdict(words: FieldWords, candidate: Candidate, entry: GazetteerEntry) -> bool | None:
    """Return whether an outlet that shares its name with other things is meant here.

    None: the article decides. Papers of several countries share a name, too (الصباح، الشروق), and
    «وكالة» stands before what is no paper («وكالة الأنباء السورية»).
    """
    credited = is_outlet(words, candidate)
    if not credited:
        return credited
    before = word_before(words, candidate)
    if entry.subkind == PAPER and before == _AGENCY:
        return False
    if before in _BROADCASTERS and entry.name_ar.split()[0] in _PAPERS:
        return False
    bearers = sum(target.rule.policy is AliasPolicy.QUOTED for target in candidate.targets)
    return True if bearers == 1 else None


@cache
def _crediting() -> frozenset[str]:
    return folded_words("credits.txt") | folded_words("triggers_outlet.txt")


def may_be_club(words: FieldWords, candidate: Candidate, country: str | None) -> bool:
    """Return whether the words around the name of a club of ``country`` leave it one.

    They do not where it is a place («في برشلونة»), has an adjective («الاتحاد الدولي»), or is one
    («البنك الأهلي»). Beside a city's name the country's adjective is the club's («إشبيلية
    الإسباني»).
    """
    if candidate.clitic.endswith(IN) or stands_for_a_place(words, candidate):
        return False
    if _is_behind_described_club_word(words, candidate):
        return True
    last = candidate.last
    if last < len(words.forms) and words.gap(last - 1) == " ":
        after = words.forms[last]
        if words.forms[candidate.first] in folded_words("honorifics.txt") and after in folded_words(
            "given_names.txt"
        ):
            return False  # «العميد فهد» is an officer.
        is_adjective = after.endswith(YEH) and is_definite(after)
        is_city = not words.forms[candidate.first].startswith(ARTICLE)
        is_its_own = is_city and adjectives().get(after) == country
        if is_adjective and not is_its_own and after not in folded_words("particles.txt"):
            return False
    club_words = folded_words("triggers_club.txt")
    if follows(words, candidate, club_words):
        return True
    # «أيمن الصفاقسي» is a man.
    first = candidate.first
    is_surname = (
        first > 0
        and not candidate.clitic
        and words.gap(first - 1) == " "
        and words.forms[first - 1] in folded_words("given_names.txt")
        and words.surface(first - 1) != ON
    )
    return not is_surname and not follows_definite(words, candidate)


def _is_behind_described_club_word(words: FieldWords, candidate: Candidate) -> bool:
    """Return whether an adjective parts the name from a club's word: «فريقه الجديد برشلونة»."""
    first = candidate.first
    return (
        first > 1
        and not candidate.clitic
        and words.gap(first - 1) == words.gap(first - 2) == " "
        and words.forms[first - 1].startswith(ARTICLE)
        and words.forms[first - 2] in folded_words("triggers_club.txt")
    )


def stands_for_a_place(words: FieldWords, candidate: Candidate) -> bool:
    """Return whether a word for places stands before, or the place is visited or signed from.

    The midfield of «لاعب وسط» is none, and who plays in «برشلونة» plays for the club.
    """
    if _is_travelled_to(words, candidate) or _is_signed_from(words, candidate):
        return True
    if not follows(words, candidate, _places()):
        return False
    before = candidate.first - 1
    if not before:
        return True
    is_midfield = words.forms[before] == _MIDDLE and words.forms[before - 1] in _PLAYERS
    plays_in = words.forms[before] in _INSIDE and words.forms[before - 1] in _PLAY
    return not (is_midfield or plays_in)


def _is_travelled_to(words: FieldWords, candidate: Candidate) -> bool:
    """Return whether somebody visits the place, or goes there: «سيسافر … إلى برشلونة»."""
    first = candidate.first
    before = word_before(words, candidate)
    if before in folded_words("visits.txt"):
        return True
    near = words.forms[max(0, first - _NEAR_TRAVEL) : first]
    return before == _TO and any(is_word_of(word, folded_words("travels.txt")) for word in near)


def _is_signed_from(words: FieldWords, candidate: Candidate) -> bool:
    """Return whether a dash parts the name from the outlet at the beginning: «سبق - برشلونة»."""
    first = candidate.first
    is_at_head = words.field is ArticleField.BODY and 0 < first < _SIGNATURE
    return is_at_head and words.gap(first - 1).strip() in _DASHES


@cache
def _places() -> frozenset[str]:
    return folded_words("triggers_place.txt") | {fold("في"), fold("فى")}


def _goes_on_from_country(
    words: FieldWords, candidate: Candidate, previous: AcceptedCandidate
) -> bool:
    """Return whether a list goes on from a country; a figure may stand between: «وتونس 64 وعمان»."""
    if previous.entry.subkind != COUNTRY:
        return False
    first = candidate.first
    between = words.forms[previous.candidate.last : first]
    if len(between) > 1 or not all(map(str.isdigit, between)):
        return False
    return candidate.clitic.startswith(WAW) or words.gap(first - 1).strip() in _COMMAS


def _is_exchange(words: FieldWords, first: int) -> bool:
    """Return whether a list of stock exchanges goes on here: they are called after their cities."""
    return not _EXCHANGES.isdisjoint(words.forms[max(0, first - _NEAR) : first])


def is_behind_club_word(words: FieldWords, candidate: Candidate) -> bool:
    """Return whether a word right before the name shows a club: «لاعب برشلونة»."""
    return follows(words, candidate, folded_words("triggers_club.txt"))


def is_citys_club(candidate: Candidate, target: Target) -> bool:
    """Return whether a club goes by nothing but the name of its city: برشلونة."""
    return not target.rule.triggers and any(
        each.entry is not None and each.entry.kind is EntityKind.PLACE for each in candidate.targets
    )


def is_club(
    words: FieldWords, candidate: Candidate, target: Target, context: ArticleContext
) -> bool:
    """Return whether a club is meant: of the article's countries, beside words of sport.

    A name with trigger words of its own is an ordinary word besides: it needs one of them, here
    or elsewhere in the article.
    """
    entry, rule = target
    if entry is None:
        return False
    is_shown = (rule.text, entry.key) in context.vouched
    if rule.triggers and not (is_shown or is_triggered(words, candidate, entry, rule)):
        return False
    if entry.key in context.counts or context.names_country(entry.parent):
        return True
    return is_citys_club(candidate, target)


def country_of_a_citys_name(
    words: FieldWords,
    judged: JudgedCandidate,
    previous: AcceptedCandidate | None,
    context: ArticleContext,
) -> Target | None:
    """Return the country that is called like a city of another one, where that is meant: عمان.

    It is in a list of countries; and where the city's country is not named, in an article about
    sport, one that names many countries, or this one by its full name or an adjective.
    """
    country = city = None
    for target, _is_sure in judged.targets:
        if target.entry is None or target.entry.kind is not EntityKind.PLACE:
            return None
        if target.entry.subkind != COUNTRY:
            city = target.entry
        elif target.rule.policy is AliasPolicy.CONTEXT:
            country = target
    if country is None or country.entry is None or city is None:
        return None
    candidate, key = judged.candidate, country.entry.key
    if SHADDA in words.text[candidate.start : candidate.end]:
        return None  # A doubled letter is the city's own: عمّان, not عُمان.
    if _is_exchange(words, candidate.first):
        return None
    is_in_list = previous is not None and _goes_on_from_country(words, candidate, previous)
    if is_in_list and previous is not None and previous.entry.key != city.parent:
        return country
    if context.names_country(city.parent):
        return None
    named = context.counts[key] + context.topic.adjectives.get(key, 0) > 0
    is_of_many = len(context.countries) >= MANY
    return country if named or context.topic.is_sport or is_of_many else None
