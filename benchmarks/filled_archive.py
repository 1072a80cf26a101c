"""An archive full of real articles, for what is measured through Django."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from archive.models import Article, Capture, Entity, Outlet

WORD: Final = re.compile("[\u0621-\u064a]{4,}")
WIDESPREAD: Final = "widespread"
"""Key of the entity that one of ``_SPREAD`` articles names twice."""
_SPREAD: Final = 16
_ENTITIES: Final = 2_000
_TOO_FREQUENT: Final = 200
"""Most frequent words, which are no names."""
_READ_FOR_NAMES: Final = 5_000
_BATCH: Final = 1_000
_CHANGED_WORDS: Final = 8
_SEED: Final = 20_240_601
_SHARED: Final = Path(os.environ.get("KHIZANA_SHARED") or Path(__file__).parents[2] / "shared")


def fill_archive(count: int) -> int:
    """Store ``count`` articles that name entities, real ones first; return how many there are."""
    from archive.models import Capture, Entity

    entities = _entities(count)
    widespread = Entity.objects.create(key=WIDESPREAD, kind="person", name_ar="شخص")
    capture = Capture.objects.create(
        uri="bench", document="bench", sha256="0" * 64, size=0, media_type="text/plain"
    )
    outlets: dict[str, Outlet] = {}
    total = 0
    records = _records(count)
    while batch := list(islice(records, _BATCH)):
        articles = [
            _article(record, capture, total + number, outlets)
            for number, record in enumerate(batch)
        ]
        _store(articles, entities, widespread)
        total += len(articles)
    return total


def _records(count: int) -> Iterator[dict[str, Any]]:
    """Yield ``count`` records of news; where there are not so many, then copies with changes.

    A copy takes one word in eight from another record, as the corpus of the engine benchmark does.
    """
    originals: list[dict[str, Any]] = []
    with gzip.open(_SHARED / "data" / "news" / "news.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in islice(lines, count):
            originals.append(json.loads(line))
            yield originals[-1]
    choice = random.Random(_SEED)
    for number in range(len(originals), count):
        source, donor = originals[number % len(originals)], choice.choice(originals)
        yield source | {"text": _with_words_of(donor["text"], source["text"], choice)}


def _with_words_of(donor: str, text: str, choice: random.Random) -> str:
    """Return ``text`` with one word in eight from the donor's."""
    words, others = text.split(), donor.split()
    for place in range(
        choice.randrange(_CHANGED_WORDS), len(words) if others else 0, _CHANGED_WORDS
    ):
        words[place] = others[place % len(others)]
    return " ".join(words)


def _entities(count: int) -> dict[str, Entity]:
    """Store frequent words as entities, since real names would need the recogniser."""
    from archive.models import Entity

    words: Counter[str] = Counter()
    for record in _records(min(count, _READ_FOR_NAMES)):
        words.update(set(WORD.findall(record["text"])))
    frequent = words.most_common(_ENTITIES + _TOO_FREQUENT)[_TOO_FREQUENT:]
    kinds = ("person", "organisation", "place")
    entities = {
        name: Entity(key=f"e{number}", kind=kinds[number % 3], name_ar=name)
        for number, (name, _documents) in enumerate(frequent)
    }
    Entity.objects.bulk_create(entities.values())
    return entities


def _article(
    record: dict[str, Any], capture: Capture, number: int, outlets: dict[str, Outlet]
) -> Article:
    from archive.models import Article, Outlet

    slug = record["outlet"]
    if slug not in outlets:
        outlets[slug] = Outlet.objects.create(slug=slug, name_ar=slug)
    day = record["date"][:10] or None
    return Article(
        public_id=f"b{number}",
        capture=capture,
        position=number,
        title=record["title"],
        body=record["text"],
        outlet=outlets[slug],
        published_earliest=day,
        published_latest=day,
        edtf=day or "",
        date_basis="stated" if day else "unknown",
    )


def _store(articles: list[Article], entities: dict[str, Entity], widespread: Entity) -> None:
    from archive.models import Article, Mention

    Article.objects.bulk_create(articles)
    named = [
        Mention(article=article, entity=entities[name], method="bench")
        for article in articles
        for name in set(WORD.findall(article.body)) & entities.keys()
    ]
    named += [
        Mention(article=article, entity=widespread, start=start, end=start, method="bench")
        for article in articles[::_SPREAD]
        for start in (0, 1)
    ]
    Mention.objects.bulk_create(named, batch_size=2_000)
