"""Where the gazetteer's spellings stand, whatever their policies say: a hint, not a find."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from archive.entities.crf.words import Word
from archive.entities.gazetteer import Gazetteer
from archive.entities.lexicon import Lexicon
from archive.entities.mentions import ArticleField
from archive.entities.scan import Candidate, FieldWords, scan


@cache
def shipped_lexicon() -> Lexicon:
    """Return the spellings of the shipped gazetteer: what a model was trained to know, so
    without the names that editors add."""
    return Lexicon(Gazetteer.shipped())


def gazetteer_features(text: str, words: Sequence[Word], lexicon: Lexicon) -> list[tuple[str, ...]]:
    """Return, for each word, what the longest spellings that cover it are spellings of."""
    field = FieldWords.of(ArticleField.BODY, text)
    numbers = {word.start: number for number, word in enumerate(words)}
    found: list[dict[str, None]] = [{} for _word in words]
    for candidates in scan(field, lexicon):
        for candidate in candidates:
            if candidate.last != candidates[0].last:
                break
            tokens = field.tokens[candidate.first : candidate.last]
            inside = [numbers[token.start] for token in tokens if token.start in numbers]
            for number in inside:
                place = "B" if number == inside[0] else "E" if number == inside[-1] else "I"
                for name in _names(candidate):
                    found[number][f"gazetteer={place}{name}"] = None
    return [tuple(features) for features in found]


def _names(candidate: Candidate) -> list[str]:
    size = "many" if candidate.last - candidate.first > 1 else "one"
    names = []
    for target in candidate.targets:
        kind = "phrase" if target.entry is None else target.entry.kind.value
        names += [f"{kind}.{size}", f"{kind}.{size}.{target.rule.policy.value}"]
    return names
