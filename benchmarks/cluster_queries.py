"""Searches of every kind that the query language has, drawn by a seed from an archive's own words."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from benchmarks.filled_archive import WORD

if TYPE_CHECKING:
    from search.query.state import SearchState

_TEXTS: Final = 400
"""Articles that words are taken from."""
_FEWEST: Final = 4
"""Words of an article that is taken."""


def drawn_searches(count: int, seed: int) -> list[tuple[str, SearchState]]:
    """Return ``count`` searches with the name of their kind, the kinds in turn."""
    from archive.models import Article, Outlet

    draw = random.Random(seed)
    bodies = Article.objects.order_by("pk").values_list("body", flat=True)
    every = [WORD.findall(body[:3000]) for body in bodies[: 5 * _TEXTS].iterator()]
    texts = draw.sample(
        [words for words in every if len(words) > _FEWEST], k=min(_TEXTS, len(every))
    )
    kinds = _kinds(draw, texts, sorted(Outlet.objects.values_list("slug", flat=True)))
    names = sorted(kinds)
    return [(name, kinds[name]()) for name in (names[n % len(names)] for n in range(count))]


def _kinds(
    draw: random.Random, texts: list[list[str]], outlets: list[str]
) -> dict[str, Callable[[], SearchState]]:
    from search.index.analyzers import Match
    from search.query.state import SearchState, Sort

    def words(count: int) -> list[str]:
        text = draw.choice(texts)
        start = draw.randrange(len(text) - count + 1)
        return text[start : start + count]

    def state(text: str) -> SearchState:
        return SearchState().with_text(text)

    def one() -> str:
        return words(1)[0]

    def misspelt() -> str:
        word = one()
        at = draw.randrange(1, len(word))
        return word[:at] + word[at + 1 :]

    return {
        "a word": lambda: state(one()),
        "words": lambda: state(" ".join(words(draw.choice((2, 3))))),
        "any of the words": lambda: state(" ".join(words(3))).with_any_word(),
        "phrase": lambda: state(f'"{" ".join(words(2))}"'),
        "words near each other": lambda: state(f'"{" ".join(words(2))}"~{draw.choice((3, 8))}'),
        "or": lambda: state(" OR ".join((one(), one()))),
        "not": lambda: state(f"{one()} -{one()}"),
        "beginning": lambda: state(one()[:4] + "*"),
        "pattern": lambda: state(f"{one()[:3]}*{one()[-2:]}"),
        "misspelt": lambda: state(misspelt() + "~"),
        "title": lambda: state(f"title:{one()}"),
        "value": lambda: state(f"{one()} outlet:{draw.choice(outlets)}"),
        "exact": lambda: state(one()).with_match(Match.EXACT),
        "root": lambda: state(one()).with_match(Match.ROOT),
        "chosen": lambda: replace(
            state(one()), chosen={"outlet": (draw.choice(outlets),)}, excluded={"entity": ("e7",)}
        ),
        "folded, newest first": lambda: replace(state(one()), collapse=True, sort=Sort.NEWEST),
    }
