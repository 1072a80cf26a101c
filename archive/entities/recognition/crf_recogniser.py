"""The trained recogniser behind the interface of all recognisers."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from archive.arabic.clitics import (
    ARTICLE,
    CONJUNCTIONS,
    FOR_THE,
    MIN_LONG_WORD,
    PREPOSITIONS,
    Count,
    Reading,
    is_proclitic,
    spelled_out,
    surface_offset,
)
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.letters import ARABIC_LETTERS
from archive.arabic.tokenize import Token
from archive.entities.gazetteer.gazetteer import Gazetteer, new_key
from archive.entities.gazetteer.gazetteer_entry import name_key
from archive.entities.gazetteer.lexicon import folded_words
from archive.entities.recognition.crf_features import name_tokens
from archive.entities.recognition.crf_model import KINDS, CrfModel
from archive.entities.recognition.crf_pruning import (
    MIN_CONFIDENCE,
    is_generic,
    is_of_facility,
    kind_behind,
    pruned,
    trust,
)
from archive.entities.recognition.crf_spans import narrowed, widened
from archive.entities.recognition.crf_tagger import SplitText, Tagger, sentences
from archive.entities.recognition.one_word_names import FATHATAN
from archive.records.mentions import (
    AliasPolicy,
    ArticleField,
    ArticleText,
    EntityKind,
    FoundMention,
    MentionMethod,
)

MIN_LETTERS: Final = 3
"""A name of fewer Arabic letters is an initial or a mistake."""

_RULES_VERSION: Final = "5"


class CrfRecogniser:
    """Finds names by the shipped model; a name the gazetteer knows takes its key."""

    name = "crf"

    def __init__(self, gazetteer: Gazetteer | None = None, model: CrfModel | None = None) -> None:
        model = model or CrfModel.shipped()
        self._gazetteer = gazetteer or Gazetteer.shipped()
        self._count = FrequencyTable.shipped().count
        self._tagger = Tagger(model)
        self.version = hashlib.sha256(f"{_RULES_VERSION} {model.fingerprint}".encode()).hexdigest()[
            :12
        ]

    def recognise(self, article: ArticleText) -> list[FoundMention]:
        """Return the mentions of ``article`` in reading order, never overlapping."""
        fields = [(field, text, list(sentences(text))) for field, text in article.fields()]
        seen = {word.text for _, _, found in fields for sentence in found for word in sentence}
        tagged = iter(self._tagger.tag([SplitText(text, found) for _, text, found in fields]))
        return [
            mention
            for field, text, found in fields
            for sentence in found
            for (first, last, label), probability in next(tagged)
            if label in KINDS and probability >= MIN_CONFIDENCE[KINDS[label]]
            for mention in self._mention(
                field, text, sentence, (first, last), KINDS[label], probability, seen
            )
        ]

    def _mention(
        self,
        field: ArticleField,
        text: str,
        sentence: Sequence[Token],
        span: tuple[int, int],
        kind: EntityKind,
        probability: float,
        seen: Collection[str],
    ) -> Iterator[FoundMention]:
        first, last = span
        kind = kind_behind(sentence[first - 1].text if first else "", kind)
        if kind is EntityKind.PERSON:
            first, last = widened(sentence, first, last)
        words = narrowed(pruned(sentence[first:last], kind), kind)
        lettered = [word for word in words if word.text[0].isalnum()]
        if not lettered:
            return
        probability = trust(lettered, kind, _before(sentence, lettered[0]), probability)
        if not probability:
            return
        opening, closing = lettered[0], lettered[-1]
        if kind is EntityKind.PERSON and is_of_facility(sentence, sentence.index(opening)):
            return
        reading = split_proclitics(opening.text, self._count, seen)
        taken = surface_offset(text[opening.start : opening.end], reading.taken)
        start, end = opening.start + max(taken, 0), closing.end
        surface, clitic = text[start:end], reading.clitic if taken > 0 else ""
        if _is_name(surface, kind, len(lettered)):
            key = key_of(spelled_out(surface, clitic), kind, self._gazetteer)
            confidence = round(probability, 4)
            yield FoundMention(
                field, start, end, surface, clitic, key, kind, MentionMethod.CRF, confidence
            )


def _before(sentence: Sequence[Token], word: Token) -> str:
    """Return the word or sign before ``word``, or "" at the sentence's beginning."""
    index = sentence.index(word)
    return sentence[index - 1].text if index else ""


def key_of(name: str, kind: EntityKind, gazetteer: Gazetteer) -> str:
    """Return the gazetteer's key for ``name`` where it knows one of this kind, else a new one."""
    wanted = name_key(name)
    for entry in gazetteer.by_name(name):
        if entry.kind is kind and any(
            rule.policy is not AliasPolicy.NEVER and name_key(rule.text) == wanted
            for rule in entry.aliases
        ):
            return entry.key
    return new_key(name, kind)


def _is_name(surface: str, kind: EntityKind, size: int) -> bool:
    """Return whether ``surface`` is more than an initial, an account or a given name.

    The training text has next to no Latin letters, so nothing was learned of them.
    """
    if sum(char in ARABIC_LETTERS for char in surface) < MIN_LETTERS or "\n" in surface:
        return False
    if size == 1 and (FATHATAN in surface[-2:] or is_generic(name_key(surface))):
        return False
    # A given name alone is anybody's.
    lone = size == 1 and kind is EntityKind.PERSON
    return not lone or name_key(surface) not in folded_words("given_names.txt")


def split_proclitics(word: str, count: Count, seen: Collection[str]) -> Reading:
    """Return the proclitics of a name's first word (folded), and what is left of it.

    A first letter is a proclitic where ``count`` says so, or where the rest is in
    ``seen``, the words of the article. A word known as a person's name is left whole.
    """
    taken = 0
    for letters in (CONJUNCTIONS, PREPOSITIONS):
        rest = word[taken:]
        if rest in name_tokens():
            break
        if rest.startswith(FOR_THE) and len(rest) > MIN_LONG_WORD + len(FOR_THE):
            cut = taken + len(FOR_THE)
            return Reading(word[:cut], cut, ARTICLE + word[cut:])
        if rest[0] in letters and len(rest) > MIN_LONG_WORD:
            taken += is_proclitic(rest, count) or rest[1:] in seen
    return Reading(word[:taken], taken, word[taken:])
