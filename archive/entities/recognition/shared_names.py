"""Names that different things share: outlets, clubs, and a country called like a city.

Each is told by where it stands: in quotes and credited, beside words of sport, in a list of
countries.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from archive.arabic.clitics import is_definite
from archive.arabic.letters import BEH, WAW, YEH
from archive.arabic.normalize import fold
from archive.entities.gazetteer.lexicon import Target, folded_words
from archive.entities.recognition.article_context import (
    AcceptedCandidate,
    ArticleContext,
    JudgedCandidate,
)
from archive.entities.recognition.candidates import (
    Candidate,
    FieldWords,
    follows,
    follows_definite,
    is_in_quoted_name,
    is_quoted,
    is_triggered,
)
from archive.records.mentions import AliasPolicy, EntityKind

COUNTRY: Final = "country"
"""The subkind of the entries of states."""
MANY: Final = 3
"""Countries that make an article one about many."""
_COMMAS: Final = ("،", ",")
IN: Final = BEH


def is_outlet(words: FieldWords, candidate: Candidate) -> bool | None:
    """Return whether the name is credited as an outlet; None where it is only in quotes."""
    if is_quoted(words, candidate):
        return follows(words, candidate, _crediting()) or None
    if is_in_quoted_name(words, candidate):
        return False
    return follows(words, candidate, folded_words("triggers_outlet.txt"))


@cache
def _crediting() -> frozenset[str]:
    return folded_words("credits.txt") | folded_words("triggers_outlet.txt")


def may_be_club(words: FieldWords, candidate: Candidate) -> bool:
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
    return entry.key in context.counts or context.names_country(entry.parent)


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
    if previous is not None and previous.entry.subkind == COUNTRY:
        first = candidate.first
        joined = candidate.clitic.startswith(WAW) or words.gap(first - 1).strip() in _COMMAS
        if previous.candidate.last == first and joined and previous.entry.key != city.parent:
            return country
    if context.names_country(city.parent):
        return None
    named = context.counts[key] + context.adjectives[key] > 0
    is_of_many = len(context.countries) >= MANY
    return country if named or context.is_sport or is_of_many else None
