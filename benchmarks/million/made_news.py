"""Articles made from real ones by a seeded rule, as many as are wanted.

The first articles are the news as they are, but for their dates. Each further one is made of one of
them: half of its sentences are another article's, and some of its words are such as nobody wrote.
Words are new as Heaps' law says, ``V(n) = K n^β`` of ``n`` running words (H. S. Heaps, "Information
Retrieval", 1978, 7.5); each new word is met again as often as words of the news that are new late
in it are. Sentences stay whole, so that names keep their frequencies and neighbours. One article in
fifty is printed once more by another outlet, with a word in forty changed.

An article depends on its number and the seed alone: any part of the corpus can be made by itself.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

NEWS: Final = (
    Path(os.environ.get("KHIZANA_SHARED") or Path(__file__).parents[3] / "shared")
    / "data/news/news.jsonl.gz"
)
NEWS_ARTICLES: Final = 40_814
HEAPS_K: Final = 126.8
HEAPS_BETA: Final = 0.479
"""Fitted by least squares of the logarithms at 1,000 to 40,814 of the news: 287,205 words there."""
WORDS_AN_ARTICLE: Final = 249
"""Running words of a title and a text of the news, in the mean."""
MET_AGAIN: Final = 2
"""Older made words of an article for each that is new."""
BEGIN: Final = datetime(2004, 1, 1)  # noqa: DTZ001 - the news say no zone either
DAYS: Final = 20 * 365
REPRINTED: Final = 50
"""One of so many made articles is another outlet's print of an earlier one."""
_REPRINT_CHANGES: Final = 40
_REPRINTED_FROM: Final = 1_000
"""An outlet prints again what appeared among so many articles before."""
_OTHERS_SENTENCES: Final = 0.5
_SEED: Final = 20
_SENTENCE: Final = re.compile(r"(\s*\n\s*|(?<=[.؟!])\s+)")
_WORD: Final = re.compile("[\u0621-\u064a]{4,}")
_LETTERS: Final = "بتثجحخدذرزسشصضطظعغفقكلمنه"
_LENGTH: Final = 5
_STEP: Final = 7_368_787
"""Coprime to the number of made words: neighbours in number have no letters in common."""

Article = dict[str, Any]


def read_news(count: int) -> list[Article]:
    """Return ``count`` articles from all over the news, all where ``count`` is larger."""
    step = max(NEWS_ARTICLES / count, 1.0)
    wanted = {int(number * step) for number in range(count)}
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for number, line in enumerate(lines) if number in wanted]


class MadeNews:
    """A corpus without an end over some real articles."""

    def __init__(self, real: Sequence[Article]) -> None:
        self._real: Final = real

    def articles(self, start: int, count: int) -> Iterator[Article]:
        """Yield ``count`` articles from number ``start`` on."""
        yield from (self.article(number) for number in range(start, start + count))

    def article(self, number: int) -> Article:
        """Return the article of a number."""
        choice = random.Random(f"{_SEED} {number}")
        reprints = number >= len(self._real) + _REPRINTED_FROM and number % REPRINTED == 0
        made = self._reprint(number, choice) if reprints else self._first_print(number, choice)
        made["url"] = f"{made['url'].rstrip('/')}/{number}"
        return made

    def _first_print(self, number: int, choice: random.Random) -> Article:
        source = self._real[number % len(self._real)]
        article = {**source, "date": _day(choice)}
        if number >= len(self._real):
            article["text"] = self._text(source["text"], number, choice)
            article["title"] = _exchanged(source["title"], [_old_word(number, choice)], choice)
        return article

    def _reprint(self, number: int, choice: random.Random) -> Article:
        earlier = number - choice.randrange(1, _REPRINTED_FROM)
        earlier -= earlier % REPRINTED == 0
        article = self.article(earlier)
        article["outlet"] = choice.choice(self._real)["outlet"]
        words = len(_WORD.findall(article["text"])) // _REPRINT_CHANGES
        others = [_old_word(number, choice) for _each in range(words)]
        article["text"] = _exchanged(article["text"], others, choice)
        return article

    def _text(self, text: str, number: int, choice: random.Random) -> str:
        parts = _SENTENCE.split(text)
        for place in range(0, len(parts), 2):
            if choice.random() < _OTHERS_SENTENCES:
                others = _SENTENCE.split(choice.choice(self._real)["text"])
                parts[place] = others[2 * choice.randrange((len(others) + 1) // 2)]
        new = range(heaps_words(number), heaps_words(number + 1))
        made = [made_word(each) for each in new]
        made += [_old_word(number, choice) for _each in range(MET_AGAIN * len(new))]
        return _exchanged("".join(parts), made, choice)


def _day(choice: random.Random) -> str:
    moment = BEGIN + timedelta(days=choice.randrange(DAYS), seconds=choice.randrange(86_400))
    return moment.isoformat(" ")


def heaps_words(number: int) -> int:
    """Return how many distinct words the first ``number`` articles have."""
    return int(HEAPS_K * (WORDS_AN_ARTICLE * number) ** HEAPS_BETA)


def _old_word(number: int, choice: random.Random) -> str:
    """Return a made word that was new before: an old one more likely than a late one."""
    return made_word(int(heaps_words(number) * choice.random() ** 2))


def made_word(number: int) -> str:
    """Return the made word of a number, which no other number has."""
    rest = number * _STEP % len(_LETTERS) ** _LENGTH
    letters = []
    for _place in range(_LENGTH):
        rest, letter = divmod(rest, len(_LETTERS))
        letters.append(_LETTERS[letter])
    return "".join(letters)


def _exchanged(text: str, words: Sequence[str], choice: random.Random) -> str:
    """Return ``text`` with ``words`` in the place of as many of its own."""
    places = [found.span() for found in _WORD.finditer(text)]
    chosen = sorted(choice.sample(range(len(places)), min(len(words), len(places))))
    parts, end = [], 0
    for place, word in zip(chosen, words, strict=False):
        start, stop = places[place]
        parts += [text[end:start], word]
        end = stop
    return "".join([*parts, text[end:]])


def write_articles(made: MadeNews, start: int, count: int, path: Path) -> None:
    """Write articles as lines of JSON, packed; nothing stands under ``path`` until all are written."""
    part = path.with_suffix(".part")
    with gzip.open(part, "wt", encoding="utf-8", compresslevel=1) as lines:
        for article in islice(made.articles(start, count), count):
            lines.write(json.dumps(article, ensure_ascii=False) + "\n")
    part.rename(path)
