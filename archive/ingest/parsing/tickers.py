"""Headlines that run together on one line: a site's ticker, told from running text."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from archive.arabic.normalize import fold

_FEWEST_LETTERS: Final = 240
"""Code points of a line from which it may be a ticker: a few headlines."""
_MOST_COMMAS: Final = 1 / 80
_MOST_LINKS: Final = 0.075
"""Commas, and words that link clauses, by word. On the labelled pages 23 of 24 tickers have no more
of either, and one text of 155."""
_COMMA: Final = re.compile("[،,؛]")
_SHORTEST_LINKED: Final = 5
"""Letters of a word with «and» before it."""
_LINKS: Final = frozenset(
    fold(
        "أن إن أنه أنها إنه إنها التي الذي الذين اللذين قد لقد كان كانت هذا هذه ذلك تلك لم لن لا كما "
        "حيث ثم أو هو هي ما هم فيما بأن لأن عندما منها منه فيها فيه بها به له لها لهم عليه عليها "
        "وقد وأن ولم ولا وهو وهي"
    ).split()
)
"""Words by which one clause leans on another; headlines hardly have them."""


def is_ticker(text: str) -> bool:
    """Whether a line is many headlines run together: long, hardly a comma, clauses not linked."""
    if len(text) < _FEWEST_LETTERS:
        return False
    words = fold(text).split()
    if len(_COMMA.findall(text)) > len(words) * _MOST_COMMAS:
        return False
    links = sum(
        word in _LINKS or (word[0] == "و" and len(word) >= _SHORTEST_LINKED) for word in words
    )
    return links < len(words) * _MOST_LINKS


_DIVIDER: Final = re.compile(r"\s{3,}|\s(?:[/|•*●■]|\S*::\S*|[A-Za-z]{3,})\s")
_FEWEST_DIVIDERS: Final = 4
_WORDS_A_HEADLINE: Final = 20
"""Words between two dividers of a ticker, on the average, at most."""


def is_divided(text: str) -> bool:
    """Whether a sign, a name of the site or wide gaps divide a line into headlines.

    Then it is a ticker for sure; a text without commas has none of these.
    """
    found = Counter(divider.strip() for divider in _DIVIDER.findall(text))
    most = max(found.values(), default=0)
    return most >= max(_FEWEST_DIVIDERS, len(text.split()) / _WORDS_A_HEADLINE)
