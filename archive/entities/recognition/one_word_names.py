"""Whether one word of a text is the known name, or another word that only looks like it.

Folding makes one of letters that part words (فأس and فاس), a proclitic may be a letter of the word
(فاطمة is no ف + أطمة), and a definite adjective stands behind its noun (الذئب الرمادي).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from archive.arabic.clitics import ARTICLE, FOR_THE
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.letters import (
    ALEF,
    ALEF_HAMZA_ABOVE,
    ALEF_HAMZA_BELOW,
    ALEF_MADDA,
    ALEF_MAKSURA,
    BEH,
    FEH,
    HEH,
    KAF,
    TATWEEL,
    TEH_MARBUTA,
    YEH,
)
from archive.arabic.normalize import strip_marks
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry
from archive.entities.gazetteer.lexicon import folded_words
from archive.entities.gazetteer.name_spellings import AliasRule
from archive.entities.recognition.candidates import (
    Candidate,
    FieldWords,
    follows,
    follows_definite,
    is_triggered,
)
from archive.records.mentions import EntityKind

# A member of an enum is a dear look-up in Python 3.11.
_PERSON: Final = EntityKind.PERSON
_PLACE: Final = EntityKind.PLACE
FATHATAN: Final = "\u064b"
_OTHER_WORD: Final = {TEH_MARBUTA: HEH, ALEF_MAKSURA: YEH}
_HAMZAS: Final = frozenset((ALEF_HAMZA_ABOVE, ALEF_HAMZA_BELOW, ALEF_MADDA))
_WHOLE_SHARE: Final = {FEH: 0.1, KAF: 0.1, BEH: 0.42}
"""How often a word may be written, as a share of how often it is without its first letter, before
that letter is one of its own. Seen over 2,600 names with proclitics in 40,000 articles: كسبها has
.55 and برايس .73; بأبها .40, and names behind ف and ك next to nothing."""
_NISBA: Final = (YEH, YEH + HEH)
"""How adjectives of places end, folded."""


def is_the_name(
    words: FieldWords, candidate: Candidate, entry: GazetteerEntry, rule: AliasRule
) -> bool:
    """Return whether the candidate, which is one word, may be the name by its form."""
    if candidate.clitic and _has_no_clitic(words, candidate):
        return False
    form = words.forms[candidate.first]
    if (
        entry.kind is _PLACE
        and form.startswith(ARTICLE)
        and form.endswith(_NISBA)
        and _is_adjective(words, candidate, entry, rule)
    ):
        return False
    surface = words.text[candidate.start : words.ends[candidate.first]]
    return surface == rule.text or _spelt_as_the_name(words, candidate, entry, rule)


def _has_no_clitic(words: FieldWords, candidate: Candidate) -> bool:
    """Return whether the proclitic is rather the word's own first letter: فاطمة، كسبها، برايس."""
    clitic = candidate.clitic
    if clitic.endswith(FOR_THE) or clitic[-1] not in _WHOLE_SHARE:
        return False
    return _is_rather_whole(words.forms[candidate.first][len(clitic) - 1 :])


@lru_cache(maxsize=1 << 16)
def _is_rather_whole(word: str) -> bool:
    """Return whether the first letter of ``word`` is one of its own, as far as word counts tell."""
    if word[1:].startswith(ARTICLE):
        return False
    count = FrequencyTable.shipped().count
    return count(word) > _WHOLE_SHARE[word[0]] * count(word[1:]) + 1


def _is_adjective(
    words: FieldWords, candidate: Candidate, entry: GazetteerEntry, rule: AliasRule
) -> bool:
    """Return whether such a word is the adjective of the definite noun before it: الذئب الرمادي."""
    return (
        follows_definite(words, candidate)
        and words.gap(candidate.first - 1) == " "
        and not is_triggered(words, candidate, entry, rule)
        and not follows(words, candidate, folded_words("areas.txt"))
    )


def _spelt_as_the_name(
    words: FieldWords, candidate: Candidate, entry: GazetteerEntry, rule: AliasRule
) -> bool:
    """Return whether one word may be the name although a letter of it is another.

    An accusative (دومًا, ناسًا) is no name, nor is a word with a hamza that the name has not. Of
    two words that fold to one, the name is sure only in its own letters (جدة، بصرى): the other
    (جده، بصري) must stand where a place would.
    """
    surface = words.surface(candidate.last - 1)
    if FATHATAN in surface[-2:] or _has_another_hamza(surface, rule.text):
        return False
    other = _OTHER_WORD.get(rule.text[-1])
    if other is None or entry.kind is _PERSON or surface[-1] == rule.text[-1]:
        return True
    if strip_marks(surface)[-1:] != other:
        return True
    return follows(words, candidate, folded_words("prepositions.txt")) or is_triggered(
        words, candidate, entry, rule
    )


def _has_another_hamza(surface: str, name: str) -> bool:
    """Return whether a hamza within ``surface`` is where ``name`` has an alef of another sort.

    Writers leave a hamza out, and set it wrong on a word's first or last letter; they put none
    inside a word that has none.
    """
    if _HAMZAS.isdisjoint(surface[1:-1]) or " " in name:
        return False
    written = strip_marks(surface).replace(TATWEEL, "")
    own = strip_marks(name).replace(TATWEEL, "")
    if len(written) < len(own):
        return False
    first = 2 if own.startswith(ARTICLE) else 0
    pairs = zip(
        written[len(written) - len(own) :][first + 1 : -1], own[first + 1 : -1], strict=True
    )
    return any(mine in _HAMZAS and its in (ALEF, *_HAMZAS) and mine != its for mine, its in pairs)
