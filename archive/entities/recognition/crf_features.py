"""The features of every word of a sentence.

All but a few come from one word: its own, and what its neighbours lend it. A model can
add these up once for each word of the language, which is what makes tagging fast. Joint
features are the rest: of neighbours together, and of the gazetteer.

Where the gazetteer's spellings stand, whatever their policies say: a hint, not a find.

Where a name begins in its first word: the proclitics written as one with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
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
)
from archive.arabic.tokenize import Token
from archive.entities.gazetteer.gazetteer import Gazetteer
from archive.entities.gazetteer.lexicon import Lexicon
from archive.entities.gazetteer.name_spellings import match_form
from archive.entities.recognition.mention_scan import Candidate, FieldWords, scan
from archive.entities.recognition.word_features import Shown, name_tokens
from archive.records.mentions import ArticleField

BEFORE: Final = "-1|"
"""Stands before a feature of the previous word."""
AFTER: Final = "1|"
BORDER: Final = Shown((), ("border",), ())
"""What stands before the first word of a sentence and behind the last."""


def joint_features(
    words: Sequence[str],
    clusters: Sequence[tuple[str, ...]],
    gazetteer: Sequence[tuple[str, ...]],
) -> Iterator[list[str]]:
    """Yield, for each word of a sentence, the features of more than one word."""
    coarse = ["^", *[numbers[0] if numbers else "?" for numbers in clusters], "$"]
    fine = ["^", *[numbers[1] if numbers else "?" for numbers in clusters], "$"]
    known = [(), *gazetteer, ()]
    before = "^"
    for index, word in enumerate(words, 1):
        left, here, right = fine[index - 1], fine[index], fine[index + 1]
        joint = [
            f"<{left} {here}",
            f">{here} {right}",
            f"<>{left} {right}",
            f"<=>{coarse[index - 1]} {coarse[index]} {coarse[index + 1]}",
            f"w<{before} {here}",
        ]
        if known[index - 1] or known[index] or known[index + 1]:
            joint += known[index]
            joint += [f"{BEFORE}{feature}" for feature in known[index - 1]]
            joint += [f"{AFTER}{feature}" for feature in known[index + 1]]
        before = word
        yield joint


def sentence_features(
    words: Sequence[str], shown: Sequence[Shown], gazetteer: Sequence[tuple[str, ...]]
) -> list[list[str]]:
    """Return all features of each word of a sentence, for training."""
    around = [BORDER, *shown, BORDER]
    joint = joint_features(words, [each.clusters for each in shown], gazetteer)
    return [
        [
            *around[index].own,
            *[f"{BEFORE}{feature}" for feature in around[index - 1].lent],
            *[f"{AFTER}{feature}" for feature in around[index + 1].lent],
            *more,
        ]
        for index, more in enumerate(joint, 1)
    ]


@cache
def shipped_lexicon() -> Lexicon:
    """Return the spellings of the shipped gazetteer: what a model was trained to know, so
    without the names that editors add."""
    return Lexicon(Gazetteer.shipped())


def gazetteer_features(
    text: str, words: Sequence[Token], lexicon: Lexicon
) -> list[tuple[str, ...]]:
    """Return, for each word, what the longest spellings that cover it are spellings of."""
    numbers = [number for number, word in enumerate(words) if word.text[0].isalnum()]
    tokens = [words[number] for number in numbers]
    forms = [match_form(token.text) for token in tokens]
    field = FieldWords(
        ArticleField.BODY,
        text,
        forms,
        [each.start for each in tokens],
        [each.end for each in tokens],
    )
    found: list[dict[str, None]] = [{} for _word in words]
    for candidates in scan(field, lexicon):
        for candidate in candidates:
            if candidate.last != candidates[0].last:
                break
            for index in range(candidate.first, candidate.last):
                place = "I"
                if index == candidate.first:
                    place = "B"
                elif index == candidate.last - 1:
                    place = "E"
                for name in _names(candidate):
                    found[numbers[index]][f"gazetteer={place}{name}"] = None
    return [tuple(features) for features in found]


def _names(candidate: Candidate) -> list[str]:
    size = "many" if candidate.last - candidate.first > 1 else "one"
    names = []
    for target in candidate.targets:
        kind = "phrase" if target.entry is None else target.entry.kind.value
        names += [f"{kind}.{size}", f"{kind}.{size}.{target.rule.policy.value}"]
    return names


_LETTERS: Final = (CONJUNCTIONS, PREPOSITIONS)


def part(word: str, count: Count, seen: Collection[str]) -> Reading:
    """Return the proclitics of a name's first word (folded), and what is left of it.

    A first letter is a proclitic where ``count`` says so, or where the rest is in
    ``seen``, the words of the article. A word known as a person's name is left whole.
    """
    taken = 0
    for letters in _LETTERS:
        rest = word[taken:]
        if rest in name_tokens():
            break
        if rest.startswith(FOR_THE) and len(rest) > MIN_LONG_WORD + len(FOR_THE):
            cut = taken + len(FOR_THE)
            return Reading(word[:cut], cut, ARTICLE + word[cut:])
        if rest[0] in letters and len(rest) > MIN_LONG_WORD:
            taken += is_proclitic(rest, count) or rest[1:] in seen
    return Reading(word[:taken], taken, word[taken:])
