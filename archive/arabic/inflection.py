"""The stem by which words match: what a word is without its inflection, where there is evidence.

An ending that is also part of many words (ان in لبنان, ين in فلسطين) comes off only where another
form of the same word is common enough: a sister form (مهندسون beside مهندسين), or what remains. A
name of the lists is whole, a place meets its nisba, and a broken plural its singular. The teh
marbuta stays: شرطة is not شرط. Words are folded and have no proclitics.

>>> from archive.arabic.frequencies import FrequencyTable
>>> stemmer = InflectionStemmer(FrequencyTable.shipped().count)
>>> [stemmer.stems(word).counted for word in ("مهندسين", "لبنان", "مدن")]
[('مهندس',), ('لبنان',), ('مدينه',)]
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from archive.arabic.clitics import ARTICLE
from archive.arabic.letters import ALEF, HEH, YEH
from archive.arabic.nisbas import NISBA_ENDINGS, joined_nouns, parted_nouns, place_words
from archive.arabic.plurals import NONE, listed_singulars, people, singulars
from archive.arabic.pronouns import before_pronoun
from archive.arabic.verbs import without_subject
from archive.arabic.word_lists import adjectives, nouns_apart, whole_words

Count = Callable[[str], int]

MIN_STEM: Final = 3
"""Letters that an ending must leave; two, where teh marbuta takes its place (لغات)."""
RARE: Final = 3
"""A form that is written less often is no evidence."""
SISTER_SHARE: Final = 0.05
"""Of a word's own frequency, what another form of the same word must have."""
NOMINATIVE_SHARE: Final = 0.3
"""Of a word's frequency in ون or in ي, what its form in ين must have: the commoner case."""
DUAL_SHARE: Final = 0.2
"""Of a dual's frequency in ان, what its form in ين must have."""
DUAL_LEAD: Final = 2
"""How much commoner the singular must be than a dual in ان."""
CONSTRUCT_LEAD: Final = 5
"""How much commoner the singular must be than a dual before another noun (مدينتي)."""
ADVERB_SHARE: Final = 0.02
"""Of an adverb's frequency (رسميا), what its adjective must have."""
FEMININE_SHARE: Final = 0.1
"""Of a word's frequency in ية, what its masculine must have for it to be an adjective."""
FEMININE_LEAD: Final = 0.5
"""Of a longer noun's frequency without teh marbuta, what it must have with it: سيارات is of سيارة,
and خلافات of خلاف. Of three letters the other noun is a verbal noun (ضرب)."""
NISBA_SHARE: Final = 0.1
"""Of a nisba's frequency, what its noun must have to meet it."""
ADJECTIVE_SHARE: Final = 0.15
"""Of a nisba's frequency, what its feminine must have: a surname (الزهراني) has none."""
NISBA_LENGTH: Final = 5
"""Letters of a noun that meets its nisba without being listed."""
TEH_MARBUTA: Final = HEH
"""As it is folded."""
ACCUSATIVE: Final = ALEF
NISBA: Final = YEH
MASCULINE_SHARE: Final = 0.5
"""Of a feminine's frequency, what its masculine must have to be the same word."""
SOUND_SHARE: Final = 0.03
"""Of a person's frequency, what each sound plural must have."""
_MUFAAL: Final = re.compile("م.ا..")
CERTAIN_DUAL_LEAD: Final = 20
"""How much commoner than its dual in ين a word needs no other evidence."""
_PEOPLE_ENDINGS: Final = ("يون", "يين", "يو", "يي")
"""Endings of a nisba that is said of people."""
_VERB_OPENINGS: Final = ("ي", "ت")


class Stems(NamedTuple):
    """What a word counts as, most often one, and what it is only near to."""

    counted: tuple[str, ...]
    ranked: tuple[str, ...] = ()


_NO_STEMS: Final = Stems(())


class InflectionStemmer:
    """Finds stems by how often words are written: ``count``, as of ``FrequencyTable.count``."""

    def __init__(self, count: Count) -> None:
        self._count: Final = count
        self._whole: Final = whole_words()
        self._places: Final = place_words()
        self._certain: Final = {word: Stems((word,)) for word in self._whole} | {
            word: Stems((place,)) for word, place in self._places.items()
        }

    def stems(self, word: str, *, is_feminine: bool = False) -> Stems:
        """Return the stems of the folded ``word``.

        ``is_feminine`` says that its last letter was written as teh marbuta: it is no pronoun.
        """
        listed = self._listed(word)
        if listed.counted:
            return listed
        bare = word if is_feminine else before_pronoun(word, self._count)
        if bare != word:
            if bare in self._certain:
                bare = word
            else:
                listed = self._listed(bare)
                if listed.counted:
                    return listed
        stem = self._without_ending(bare)
        if stem == bare:
            verb = without_subject(bare, self._count)
            return Stems((bare if verb in self._certain else verb,), listed.ranked)
        if bare.endswith(_PEOPLE_ENDINGS) and self.nisba_of(bare, stem) is not None:
            return Stems((stem + NISBA,), listed.ranked)
        if stem in self._places:
            # Every form of a place is listed: what only looks like one is another word (موصلات).
            stem = bare
        if bare == stem + ACCUSATIVE or bare.startswith(stem + NISBA):
            of_plural = self._listed(stem)
            if of_plural.counted:
                return of_plural
        return Stems((stem,), listed.ranked)

    def nisba_of(self, word: str, stem: str) -> str | None:
        """Return the nisba that ``word`` is a form of, where it meets its noun; else None.

        ``stem`` is that of the word: the noun, or of people the nisba itself, since these are not
        what they are named after (إرهابيون, but إرهابية of إرهاب).
        """
        noun = stem.removesuffix(NISBA) if word.endswith(_PEOPLE_ENDINGS) else stem
        nisba = noun + NISBA
        if not word.startswith(nisba) or word[len(noun) :] not in NISBA_ENDINGS:
            return None
        return nisba if self._noun_of_nisba(nisba) == noun else None

    def _listed(self, word: str) -> Stems:
        """Return the stems of a place, a whole word or a broken plural; none of other words."""
        certain = self._certain.get(word)
        if certain is not None:
            return certain
        found = singulars(word, self._noun)
        if found is NONE:
            return _NO_STEMS
        counted = tuple(self._places.get(each, each) for each in found.counted)
        if counted and (word in listed_singulars() or self._has_sound_plural(word)):
            counted = (*counted, word)
        return Stems(counted, found.ranked)

    def _has_sound_plural(self, word: str) -> bool:
        """Return whether a word takes both endings of a sound plural, and often enough."""
        enough = max(RARE, SOUND_SHARE * self._noun(word))
        return all(self._noun(word + ending) >= enough for ending in ("ون", "ين"))

    def _noun(self, word: str) -> int:
        """Return how often ``word`` is written, with the article and without."""
        return self._count(word) + self._count(ARTICLE + word)

    def _without_ending(self, word: str) -> str:
        """Return ``word`` without its ending of number, gender, nisba or case."""
        last = word[-1:]
        if last in (TEH_MARBUTA, NISBA) and word in listed_singulars():
            return word
        if last == "ن":
            return self._without_noon(word)
        if last == "ت":
            return self._singular_of_feminine(word) if word.endswith("ات") else word
        if last == "ي":
            return self._without_yeh(word)
        if last == TEH_MARBUTA:
            return self._adjective(word, "يه", FEMININE_SHARE) or self._masculine(word)
        if last == "ا":
            return self._without_alef(word)
        return self._without_waw(word) if last == "و" else word

    def _without_noon(self, word: str) -> str:
        rest, ending = word[:-2], word[-2:]
        if word.endswith(("تان", "تين")):
            feminine = word[:-3] + "ه"
            if len(feminine) >= MIN_STEM and self._noun(feminine) >= max(self._noun(word), RARE):
                return self._masculine(feminine)
            nisba = self._adjective(word, "يت" + ending, SISTER_SHARE)
            if nisba is not None:
                return nisba
        if ending not in ("ان", "ين", "ون") or len(rest) < MIN_STEM:
            return word
        is_nominative = ending == "ون"
        if not is_nominative or self._noun(rest + "ين") >= NOMINATIVE_SHARE * self._noun(word):
            nisba = self._adjective(word, "ي" + ending, SISTER_SHARE)
            if nisba is not None:
                return nisba
        return rest if ending == "ان" and self._is_dual(word, rest) else self._of_people(word)

    def _is_dual(self, word: str, rest: str) -> bool:
        own = self._noun(word)
        return (
            self._noun(rest + "ين") >= DUAL_SHARE * own and self._noun(rest) >= DUAL_LEAD * own > 0
        )

    def _of_people(self, word: str) -> str:
        """Return the singular of a sound masculine plural, or of a dual in ين."""
        rest, ending, own = word[:-2], word[-2:], self._noun(word)
        sister, share = ("ون", SISTER_SHARE) if ending == "ين" else ("ين", NOMINATIVE_SHARE)
        found = self._noun(rest + sister)
        if ending == "ون" and rest.startswith(_VERB_OPENINGS) and self._count(rest) >= RARE:
            return rest
        if ending != "ان" and found >= max(RARE, share * own):
            singular = max((rest + "ي", rest), key=self._noun)
            return singular if self._noun(singular) >= SISTER_SHARE * own else word
        dual, singular_count = self._noun(rest + "ان"), self._noun(rest)
        is_dual = dual >= max(RARE, SISTER_SHARE * own) and singular_count >= own
        is_certain = dual > 0 and singular_count >= CERTAIN_DUAL_LEAD * own
        return rest if ending == "ين" and (is_dual or is_certain) else word

    def _singular_of_feminine(self, word: str) -> str:
        """Return the singular of a plural in ات. After the article ه is no pronoun."""
        rest, feminine = word[:-2], word[:-2] + "ه"
        enough = max(RARE, SISTER_SHARE * self._noun(word))
        other = self._count(ARTICLE + rest) if len(rest) > MIN_STEM else 0
        if self._count(ARTICLE + feminine) >= max(enough, FEMININE_LEAD * other):
            return self._without_ending(feminine)
        others = [rest, rest[:-1] + "اه"] if rest.endswith("ي") else [rest]
        singular = max(others, key=self._noun)
        if len(singular) < MIN_STEM or self._noun(singular) < enough:
            return word
        return self._without_ending(singular) if singular == rest else singular

    def _without_yeh(self, word: str) -> str:
        rest, own = word[:-1], self._noun(word)
        if len(rest) < MIN_STEM:
            return word
        if rest.endswith("ت"):
            feminine = rest[:-1] + "ه"
            if self._noun(feminine) > CONSTRUCT_LEAD * own:
                return feminine
        oblique, singular = self._noun(rest + "ين"), self._noun(rest)
        is_plural = self._noun(rest + "ون") >= RARE and oblique >= NOMINATIVE_SHARE * own
        is_dual = self._noun(rest + "ان") >= RARE and singular >= CONSTRUCT_LEAD**2 * own
        if oblique >= RARE and (is_dual or (is_plural and singular >= own)):
            return rest
        return self._noun_of_nisba(word)

    def _without_alef(self, word: str) -> str:
        rest = word[:-1]
        if len(rest) < MIN_STEM:
            return word
        if rest.endswith("ي"):
            return self._adjective(word, "يا", ADVERB_SHARE) or word
        if rest.endswith("ت") and self._noun(rest[:-1] + "ه") > CONSTRUCT_LEAD * self._noun(word):
            return rest[:-1] + "ه"
        return rest if self._noun(rest) > self._noun(word) else word

    def _without_waw(self, word: str) -> str:
        """Return the singular of a plural in ون before another noun (مسؤولو)."""
        rest, own = word[:-1], self._noun(word)
        if rest.endswith("ي"):
            return self._adjective(word, "يو", SISTER_SHARE) or word
        is_plural = self._noun(rest + "ون") >= RARE and self._noun(rest + "ين") >= own
        return rest if is_plural and self._noun(rest) > own else word

    def _masculine(self, word: str) -> str:
        """Return the masculine of an adjective or a person in teh marbuta; else the word.

        A person has sound plurals (لاعبون), or one in اء. مفاعلة is the name of an act (مهاجمة).
        """
        masculine = word[:-1]
        if masculine in adjectives():
            return masculine
        if len(masculine) < MIN_STEM or masculine in nouns_apart() or _MUFAAL.fullmatch(masculine):
            return word
        if self._noun(masculine) < max(RARE, MASCULINE_SHARE * self._noun(word)):
            return word
        is_person = masculine in people() or self._has_sound_plural(masculine)
        return masculine if is_person else word

    def _adjective(self, word: str, ending: str, share: float) -> str | None:
        """Return what the adjective is of which ``word`` is a form in ``ending``."""
        if ending not in NISBA_ENDINGS or not word.endswith(ending):
            return None
        adjective = word[: -len(ending)] + "ي"
        if len(adjective) <= MIN_STEM:
            return None
        if self._noun(adjective) < max(RARE, share * self._noun(word)):
            return None
        return self._noun_of_nisba(adjective)

    def _noun_of_nisba(self, adjective: str) -> str:
        """Return the noun that a word in ي is the nisba of, or the word itself."""
        noun = adjective[:-1]
        if noun in joined_nouns():
            return noun
        if len(noun) < NISBA_LENGTH or noun in parted_nouns():
            return adjective
        own = self._noun(adjective)
        meets = (
            self._noun(noun) >= max(RARE, NISBA_SHARE * own)
            and self._noun(adjective + "ه") >= ADJECTIVE_SHARE * own
        )
        return noun if meets else adjective
