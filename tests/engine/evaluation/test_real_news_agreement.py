"""On real articles too, our evaluation finds and ranks as Whoosh's does."""

from __future__ import annotations

import gzip
import json
import os
import random
from itertools import islice
from pathlib import Path

import pytest
from whoosh.query import And, Or, Phrase, Query, Term

from archive.arabic.frequencies import FrequencyTable
from search.contract import Document, IndexSchema, KeyField, Request, TextField
from search.engine import ColumnarIndex
from search.index.analyzers import ArabicAnalyzer
from tests.engine.whoosh_oracle import whoosh_scores

SHARED = Path(os.environ.get("KHIZANA_SHARED", Path(__file__).resolve().parents[4] / "shared"))
NEWS = SHARED / "data" / "news" / "news.jsonl.gz"


@pytest.mark.skipif(not NEWS.exists(), reason="the news corpus is not beside the project")
def test_queries_on_real_articles_agree(tmp_path: Path) -> None:
    analyzer = ArabicAnalyzer(FrequencyTable.shipped())
    schema = IndexSchema((KeyField("id"), TextField("text", analyzer)))
    index = ColumnarIndex.create(tmp_path / "index", schema, "")
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in islice(lines, 120)]
    for start in (0, 60):
        with index.writer() as writing:
            for number in range(start, start + 60):
                writing.add(Document(str(number), {"text": texts[number]}))
    choice = random.Random(3)
    snapshot = index.snapshot()
    for _ in range(60):
        words = analyzer.words(choice.choice(texts))
        query = _query(choice, analyzer, words)
        ours = snapshot.search(Request(query, limit=200))
        theirs = pytest.approx(whoosh_scores(index, query))
        assert {hit.docref: hit.score for hit in ours.hits} == theirs
        assert ours.total >= (0 if isinstance(query, Or) else 1)


def _query(choice: random.Random, analyzer: ArabicAnalyzer, words: list[str]) -> Query:
    start = choice.randrange(max(1, len(words) - 3))
    chosen = words[start : start + choice.randrange(1, 4)]
    if choice.random() < 0.3:
        return Phrase("text", [analyzer.terms(word)[0] for word in chosen])
    terms = [Term("text", choice.choice(analyzer.terms(word))) for word in chosen]
    return choice.choice([And, Or])(terms)
