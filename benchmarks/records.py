"""How much of what records call their text is in their articles, and whether their word counts.

    python -m benchmarks.records [--sample 2000] [--losses 20]

Reads the records of ``KHIZANA_SHARED/data/news`` as loading does, in one process, and compares
each with the article made of it: the words of its text (folded, each as often as it stands there)
with those of body, dateline, byline and standfirst, its title and author with the article's.
``--sample`` takes that many, evenly spread; ``--losses`` lists addresses of records that lost
words.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

from archive.arabic.letters import INVISIBLES
from archive.arabic.normalize import fold
from archive.errors import UnreadableDocumentError
from archive.ingest.containers import read_captures
from archive.ingest.decoding.written_characters import without_references
from archive.ingest.parsing import ParsedCapture, parse_capture
from archive.knowledge.knowledge import OutletRegistry
from archive.records.documents import ParsedArticle, RawCapture

_ROOT: Final = Path(__file__).resolve().parents[1]
_SHARED: Final = Path(os.environ.get("KHIZANA_SHARED") or _ROOT.parent / "shared")
_NEWS: Final = _SHARED / "data" / "news" / "news.jsonl.gz"
_WORD: Final = re.compile(r"\w+")
_LATIN: Final = re.compile(r"[A-Za-z]")
_UNSEEN: Final = re.compile(f"[{INVISIBLES}]")
_COUNTED: Final = re.compile(r"(\d+) lines? left out of the text")
_MUCH: Final = 0.1
"""Share of a text's words from which it lost much."""


@dataclass
class _Figures:
    """What is counted over all records; ``lost`` holds shares of lost words and addresses."""

    counts: Counter[str] = field(default_factory=Counter)
    lost: list[tuple[float, str]] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, record: dict[str, Any], parsed: ParsedCapture) -> None:
        """Count one record beside its article; the first one, where several were found."""
        article = parsed.articles[0]
        title, author = _tidy(record.get("title")), _tidy(record.get("author"))
        lines = sum(int(n) for each in parsed.warnings for n in _COUNTED.findall(each))
        share = _lost_share(without_references(str(record["text"])), article)
        if share:
            self.lost.append((share, str(record.get("url", ""))))
        self.counts.update(
            {
                "records": 1,
                "every word of their text in the article": not share,
                "some words not in the article, uncounted": bool(share and not lines),
                "a tenth of the words or more lost": share >= _MUCH,
                "articles without a word": not any(map(_WORD.search, article.paragraphs)),
                "several articles": len(parsed.articles) > 1,
                "with lines that are told as left out": bool(lines),
                "lines that are told as left out": lines,
                "records with a title": bool(title),
                "the record's title": bool(title) and _tidy(article.title) == title,
                "records with an author": bool(author),
                "the record's author": bool(author) and _tidy(article.byline) == author,
                "bylines where the record has none": bool(article.byline and not author),
                "standfirsts": bool(article.standfirst),
                "datelines": bool(article.dateline),
                "agencies": bool(article.agency),
                "sections": bool(article.section),
                "sections in Latin letters": bool(_LATIN.search(article.section)),
                "outlets that are known": bool(article.outlet.slug),
                "dates of one day": article.published.earliest is not None
                and article.published.earliest == article.published.latest,
                "dates stated by the text": article.published.basis == "stated",
                "the record's own day": str(article.published.earliest) == _day(record),
            }
        )


def main() -> None:
    """Read the records, then print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, help="only so many records, evenly spread")
    parser.add_argument("--losses", type=int, default=0, help="list so many that lost words")
    options = parser.parse_args()
    if not _NEWS.exists():
        sys.exit(f"{_NEWS} is not there: set KHIZANA_SHARED to the folder of the data.")
    figures = _measured(options.sample)
    for name, count in figures.counts.items():
        print(f"{name:<44}{count:>8,}")
    print(f"{'records a second of processor time':<44}{_rate(figures):>8,.0f}")
    for share, address in sorted(figures.lost, reverse=True)[: options.losses]:
        print(f"{share:>6.1%} lost  {address}")


def _measured(sample: int | None) -> _Figures:
    outlets, figures = OutletRegistry.shipped(), _Figures()
    with gzip.open(_NEWS, "rb") as news:
        step = 1 if sample is None else max(1, sum(1 for _ in news) // max(1, sample))
    parse_capture(next(_captures(1)), outlets)  # Layouts and lists are read at the first.
    begun = time.process_time()
    measuring = 0.0
    for capture in _captures(step):
        try:
            parsed = parse_capture(capture, outlets)
        except UnreadableDocumentError:
            figures.counts["refused"] += 1
            continue
        paused = time.process_time()
        figures.add(json.loads(capture.content), parsed)
        measuring += time.process_time() - paused
    figures.seconds = time.process_time() - begun - measuring
    return figures


def _captures(step: int) -> Iterator[RawCapture]:
    found = islice(read_captures([_NEWS]), 0, None, step)
    yield from (each for each in found if isinstance(each, RawCapture))


def _rate(figures: _Figures) -> float:
    return figures.counts["records"] / figures.seconds


def _lost_share(text: str, article: ParsedArticle) -> float:
    """Return the share (0 to 1) of a text's words that its article does not hold."""
    fields = (*article.paragraphs, article.dateline, article.byline, article.standfirst)
    words = Counter(_WORD.findall(fold(text)))
    return (words - Counter(_WORD.findall(fold("\n".join(fields))))).total() / words.total()


def _tidy(value: object) -> str:
    return " ".join(_UNSEEN.sub("", without_references(str(value or ""))).split())


def _day(record: dict[str, Any]) -> str:
    return str(record.get("date", ""))[:10]


if __name__ == "__main__":
    main()
