"""Where the gazetteer's spellings stand, whatever their policies say: a hint, not a find."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from archive.arabic.tokenize import Token
from archive.entities.gazetteer import Gazetteer
from archive.entities.lexicon import Lexicon
from archive.entities.mentions import ArticleField
from archive.entities.scan import Candidate, FieldWords, scan
from archive.entities.spelling import match_form


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
