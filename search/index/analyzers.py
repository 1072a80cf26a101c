"""One analysis for indexing, querying and highlighting.

A word is indexed as a few terms at one position of one field: exact, form, its stem (two or
three stems where a plural has several singulars), and what is only near to it, its root (see
``archive.arabic.wordforms`` and ``term_kinds``). Exact, form and stem tell whether an article
holds a word; what is near ranks, and finds only where a reader asks for it. A stop word is
indexed as its exact term alone: a phrase finds it at its position and a ranked search pays
nothing for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from enum import StrEnum
from itertools import chain
from typing import Any, Final

from whoosh.analysis import Analyzer, Token

from archive.arabic.calendar_names import (
    MonthWord,
    ambiguous_months,
    months_of,
)
from archive.arabic.data_files import data_lines
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.letters import HEH
from archive.arabic.normalize import ends_in_teh_marbuta, fold
from archive.arabic.word_lists import STOP_WORDS, is_stop_word
from archive.arabic.wordforms import WordAnalyzer, WordForms, with_endings
from archive.arabic.written_units import Unit, unit_of
from search.index.chunk_reader import ArabicChunkReader
from search.index.term_kinds import KIND_EXACT, KIND_FORM, KIND_ROOT, KIND_STEM, form_terms
from search.index.word_splitter import WordSplitter


class Match(StrEnum):
    """How wide a word matches; a wider one finds what the narrower ones find, and more."""

    EXACT = "exact"
    """The word as it is typed, but for marks, seats of hamza and the like."""
    INFLECTION = "inflection"
    """The word in any spelling, with clitics or without, and its inflected forms."""
    ROOT = "root"
    """Every word of the same root too."""

    @classmethod
    def _missing_(cls, value: object) -> Match | None:
        """Return what an address of an earlier version means."""
        return cls.INFLECTION if value in _EARLIER_MATCHES else None


_EARLIER_MATCHES: Final = ("variants", "family")
"""The widths that addresses named while roots were counted by default."""

_MATCHING_KINDS: Final = {
    Match.EXACT: KIND_EXACT,
    Match.INFLECTION: KIND_FORM + KIND_STEM,
    Match.ROOT: KIND_FORM + KIND_STEM + KIND_ROOT,
}
"""How wide a word matches → the kinds of terms that find it."""

_SCORING_KINDS: Final = {Match.EXACT: "", Match.INFLECTION: KIND_ROOT, Match.ROOT: ""}
"""How wide a word matches → the kinds of terms that rank what was found, and find nothing."""

ANALYSIS_VERSION: Final = 4
"""Raised with every change of code that changes the terms of a word."""

DATA_FILES: Final = (
    *("stopwords.txt", "spelling_families.txt", "article_lookalikes.txt"),
    *("months.txt", "ambiguous_months.txt", "glued_names.txt"),
    *("broken_plurals.txt", "wordnet_plurals.txt", "whole_words.txt"),
    *("places_and_nisbas.txt", "nisbas.txt", "adjectives.txt"),
)
"""What the terms of a word depend on beside code and frequencies."""

MONTH_VALUE: Final = "شهر-{}"
"""What the month terms hold: no word of a text has a hyphen."""


def _folded(word: str) -> str:
    unit = unit_of(word)
    return fold(word) if unit is None else unit.value


class ArabicAnalyzer(WordSplitter, Analyzer):
    """The analyzer of every text field. Two of them with one ``fingerprint`` agree."""

    def __init__(self, frequencies: FrequencyTable) -> None:
        self.frequencies = frequencies
        self._forms = WordAnalyzer(frequencies)

    def __reduce__(self) -> tuple[type[ArabicAnalyzer], tuple[FrequencyTable]]:
        """Return how to make it again: Whoosh pickles the analyzers of a schema."""
        return ArabicAnalyzer, (self.frequencies,)

    def chunk_reader(self) -> ArabicChunkReader:
        """Return what reads chunks as this does, only quicker. It remembers every form it meets."""
        return ArabicChunkReader(self, self._forms)

    def terms(self, word: str) -> tuple[str, ...]:
        """Return the index terms of one surface of ``words``, without repetition."""
        unit = unit_of(word)
        if unit is not None:
            return self._unit_terms(unit)
        folded = fold(word)
        months = months_of(folded)
        if months:
            return self._month_terms(months)
        if folded in STOP_WORDS and is_stop_word(word, folded):
            return (KIND_EXACT + folded,)
        return self._full_word_terms(folded, ends_in_teh_marbuta(word, folded))

    def query_terms(self, word: str, match: Match) -> tuple[str, ...]:
        """Return the terms, any of which finds ``word`` (a surface of ``words``).

        A stop word is found by its exact term whatever the match. A name that folds to a stop
        word (علي) is found by its form even in an exact match: its exact term is that of the
        stop word (على), which stands in nearly every text.
        """
        kinds = _MATCHING_KINDS[match]
        folded = _folded(word)
        if match is Match.EXACT and folded in STOP_WORDS and not is_stop_word(word, folded):
            kinds = KIND_FORM
        found = self._terms_of_kinds(word, kinds) or (KIND_EXACT + folded,)
        if match is not Match.EXACT:
            found += self._of_people(word)
        if match is Match.ROOT:
            found += tuple(chain.from_iterable(self._near_terms(word)))
        return tuple(dict.fromkeys(found))

    def score_terms(self, word: str, match: Match) -> tuple[tuple[str, ...], ...]:
        """Return the terms that add to the score of what ``query_terms`` found, and find nothing.

        A root or a light stem tells well which of two articles is nearer to a question, and badly
        whether an article holds the word. The terms of each group count as one term: a word whose
        root is its stem has no term for the root, and none has one for its light stem.
        """
        if not _SCORING_KINDS[match]:
            return ()
        near, forms = self._near_terms(word), self._word_forms(word)
        if forms is None:
            return near
        of_light_stem = (*forms.stems, *with_endings(forms.light_stem))
        return (*near, tuple(dict.fromkeys(KIND_STEM + each for each in of_light_stem)))

    def _of_people(self, word: str) -> tuple[str, ...]:
        """Return what joins a nisba and the people that it is said of (إرهابي and إرهابيون).

        These have the nisba for their stem, and it has its noun.
        """
        forms = self._word_forms(word)
        if forms is None or forms.nisba is None:
            return ()
        kind = KIND_FORM if forms.nisba in forms.stems else KIND_STEM
        return (kind + forms.nisba,)

    def _near_terms(self, word: str) -> tuple[tuple[str, ...], ...]:
        """Return in groups the terms of the words that are only near to ``word``."""
        forms = self._word_forms(word)
        if forms is None:
            return tuple((each,) for each in self._terms_of_kinds(word, KIND_ROOT))
        near = dict.fromkeys((forms.root, *forms.doubtful))
        return tuple((KIND_ROOT + each, KIND_STEM + each) for each in near)

    def _word_forms(self, word: str) -> WordForms | None:
        """Return the forms of a word; none of a unit, a month or a stop word."""
        folded = fold(word)
        if unit_of(word) is not None or months_of(folded) or is_stop_word(word, folded):
            return None
        return self._forms.analyze(folded, is_feminine=ends_in_teh_marbuta(word, folded))

    def phrase_terms(self, word: str, match: Match) -> tuple[str, ...]:
        """Return the terms, any of which is ``word`` within a phrase: its form, never its stem.

        Among its neighbours a stop word is found too where its last letter was written as that
        of a name (علي for على), as many hands write it.
        """
        folded = _folded(word)
        exact = KIND_EXACT + folded
        found = self._terms_of_kinds(word, KIND_EXACT if match is Match.EXACT else KIND_FORM)
        if folded in STOP_WORDS and exact not in found:
            found += (exact,)
        return found or (exact,)

    def _terms_of_kinds(self, word: str, kinds: str) -> tuple[str, ...]:
        unit = unit_of(word)
        if unit is not None:
            return tuple(each for each in self._full_word_terms(unit.value) if each[0] in kinds)
        folded = fold(word)
        months = months_of(folded)
        if months and kinds:
            return self._month_query_terms(months, kinds)
        is_stop = is_stop_word(word, folded)
        terms = self._word_terms(folded, is_stop, ends_in_teh_marbuta(word, folded))
        if folded.endswith(HEH):
            # Many hands type heh for teh marbuta: both are asked for.
            terms += self._word_terms(folded, is_stop, is_feminine=True)
        return tuple(dict.fromkeys(each for each in terms if each[0] in kinds))

    def _month_query_terms(self, months: tuple[MonthWord, ...], kinds: str) -> tuple[str, ...]:
        if kinds == KIND_EXACT:
            return tuple(KIND_EXACT + month.written for month in months)
        found = [kind + MONTH_VALUE.format(month.number) for month in months for kind in kinds]
        if KIND_FORM in kinds:
            # A text may name the month without a neighbour, where it is an ordinary word.
            names = {month.name for month in months} & ambiguous_months()
            found += [KIND_FORM + name for name in sorted(names)]
        return tuple(dict.fromkeys(found))

    def fingerprint(self) -> str:
        """Return 16 hexadecimal digits of code version, entries of data files, word frequencies.

        A comment in a data file changes nothing: an index need not be built anew for it.
        """
        digest = hashlib.sha256(f"{ANALYSIS_VERSION} {self.frequencies.fingerprint()}".encode())
        for name in DATA_FILES:
            digest.update("\n".join((name, *data_lines(name))).encode())
        return digest.hexdigest()[:16]

    def _word_terms(
        self, folded: str, is_stop_word: bool, is_feminine: bool = False
    ) -> tuple[str, ...]:
        if is_stop_word:
            return (KIND_EXACT + folded,)
        return self._full_word_terms(folded, is_feminine)

    def _full_word_terms(self, folded: str, is_feminine: bool = False) -> tuple[str, ...]:
        forms = self._forms
        return (KIND_EXACT + folded, *form_terms(forms, forms.form(folded), is_feminine))

    def _unit_terms(self, unit: Unit) -> tuple[str, ...]:
        """Return the terms of a unit, and of the words that it is written for (ﷺ)."""
        found = [*self._full_word_terms(unit.value)]
        for part in unit.parts:
            found += self._word_terms(part, part in STOP_WORDS)
        return tuple(dict.fromkeys(found))

    def _month_terms(self, months: tuple[MonthWord, ...]) -> tuple[str, ...]:
        """Return the terms of the months, and of the words in their names.

        A word that stands in the text is found, month or not.
        """
        found = [KIND_EXACT + month.written for month in months]
        for month in months:
            value = MONTH_VALUE.format(month.number)
            found += [KIND_FORM + value, KIND_STEM + value, KIND_ROOT + value]
            for part in month.written.split():
                found += self._word_terms(part, part in STOP_WORDS)[:2]
        return tuple(dict.fromkeys(found))

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,
        removestops: bool = True,
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **kwargs: Any,
    ) -> Iterator[Token]:
        """Yield Whoosh's one re-used token for each term, as its analyzers do."""
        token = Token(positions, chars, removestops=removestops, mode=mode, **kwargs)
        places = zip(*self.places(value), strict=True)
        for position, (surface, start, end) in enumerate(places, start_pos):
            for text in self.terms(surface):
                token.text = text
                token.boost = 1.0
                token.stopped = False
                if keeporiginal:
                    token.original = value[start:end]
                if positions:
                    token.pos = position
                if chars:
                    token.startchar = start_char + start
                    token.endchar = start_char + end
                yield token
