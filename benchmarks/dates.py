"""How many dates of real news the cues of the text alone resolve, how many wrongly, how fast.

Run: ``python -m benchmarks.dates [ARTICLES]``. Reads ``data/news/news.jsonl.gz`` under
the folder that ``KHIZANA_SHARED`` names (default: ``../shared``); the day that the
corpus gives each article is the truth. Three tables: the text alone; the text under a
capture header some weeks later; the explicit dates beside "today" in the text.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from archive.ingest.dates import DateCues, resolve_publication
from archive.records.documents import PublicationDate

SHARED = Path(os.environ.get("KHIZANA_SHARED", Path(__file__).resolve().parents[2] / "shared"))
CAPTURE_DELAYS = (0, 9, 40, 200)


def read_news(limit: int | None) -> Iterator[tuple[str, date, DateCues]]:
    """Yield the corpus, the true day and the cues of each article."""
    with gzip.open(SHARED / "data/news/news.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in islice(lines, limit):
            record = json.loads(line)
            paragraphs = tuple(filter(None, map(str.strip, record["text"].splitlines())))
            cues = DateCues(title=record["title"], paragraphs=paragraphs)
            yield record["corpus"], date.fromisoformat(record["date"][:10]), cues


def under_header(cues: DateCues, day: date, number: int) -> DateCues:
    """Return the cues as a page shows them that was captured some days after ``day``."""
    captured = day + timedelta(days=CAPTURE_DELAYS[number % len(CAPTURE_DELAYS)])
    return DateCues(
        header=captured.isoformat(),
        captured=captured,
        title=cues.title,
        paragraphs=cues.paragraphs,
    )


def judge(found: PublicationDate, day: date) -> str:
    """Name the outcome: unknown, wrong, stale (true, but more than 400 days wide), or right."""
    if not found.edtf:
        return "unknown"
    late = found.earliest is not None and found.earliest > day
    if late or (found.latest is not None and found.latest < day):
        return "wrong"
    if found.earliest is None or (day - found.earliest).days > 400:
        return "stale"
    return "right"


def main() -> None:
    """Print the tables."""
    limit = int(sys.argv[1]) if len(sys.argv) > 1 else None
    show = os.environ.get("SHOW_WRONG", "")
    news = list(read_news(limit))
    outcomes: Counter[tuple[str, str, str]] = Counter()
    began = time.process_time()
    alone = [resolve_publication(cues) for _, _, cues in news]
    seconds = time.process_time() - began
    for number, ((corpus, day, cues), found) in enumerate(zip(news, alone, strict=True)):
        headed = resolve_publication(under_header(cues, day, number))
        for table, result in (("text alone", found), ("under a header", headed)):
            outcome = judge(result, day)
            outcomes[table, corpus, outcome] += 1
            if show and outcome in ("wrong", "stale"):
                print(table, outcome, day, result.edtf, result.evidence, sep=" | ")
    print(f"{'cues':<16}{'corpus':<14}{'resolved':>9}{'wrong':>7}{'stale':>7}{'unknown':>9}")
    for table in ("text alone", "under a header"):
        for corpus in sorted({corpus for corpus, _, _ in news}):
            right, wrong, stale, unknown = (
                outcomes[table, corpus, outcome]
                for outcome in ("right", "wrong", "stale", "unknown")
            )
            print(
                f"{table:<16}{corpus:<14}{right + wrong + stale:>9}{wrong:>7}{stale:>7}{unknown:>9}"
            )
    print(f"{len(news) / seconds:,.0f} articles a second of one core's time")


if __name__ == "__main__":
    main()
