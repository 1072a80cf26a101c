"""The run of a million articles: its corpus, and that it goes on where it was stopped."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from archive.ingest.run import load_paths
from archive.models import Article
from benchmarks.million import stages
from benchmarks.million.kept_figures import KeptFigures
from benchmarks.million.made_news import (
    REPRINTED,
    MadeNews,
    heaps_words,
    made_word,
    write_articles,
)
from benchmarks.million.report import report
from benchmarks.million.stages import LOAD, Run

TOWNS = ("حمص", "حلب", "دمشق", "طرابلس", "الموصل", "صيدا", "عكا", "نابلس")
REAL = [
    {
        "outlet": f"sahifa{number % 3}",
        "date": "2015-01-01 10:00:00",
        "title": f"افتتاح مكتبة عامة في {town} بعد أعمال الترميم",
        "text": f"افتتحت بلدية {town} مكتبة عامة. وقال المدير إن الكتب جاءت من {town} وحدها!\n"
        f"وشكر السكان من تبرع بالكتب. وتفتح المكتبة أبوابها كل صباح في {town}.",
        "url": f"https://sahifa{number % 3}.example/{number}",
    }
    for number, town in enumerate(TOWNS)
]
WORD = re.compile("[\u0621-\u064a]+")
SIZES = (8, 20, 60)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A run whose steps take no time but the loading."""
    monkeypatch.setattr(stages, "read_news", lambda _count: REAL)
    return Run(tmp_path, SIZES, 20, (0.0, 0.0, 0.0), _Steps())


class _Steps:
    """Loads for real; ``stops_behind`` is after how many loads the process dies, unsaid."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.stops_behind = 0

    def __call__(self, _home: Path, function: str, given: Sequence[object]) -> dict[str, float]:
        self.asked.append(function)
        if function != "filling.load":
            return {"seconds": float(Article.objects.count())}
        new = load_paths([str(given[0])]).new
        if self.asked.count(function) == self.stops_behind:
            raise KeyboardInterrupt
        return {"articles": new, "articles a second": 1.0, "seconds for rows": 1.0}


@pytest.mark.usefixtures("db", "archive_home")
def test_a_run_that_was_killed_goes_on_and_loads_nothing_twice(run: Run) -> None:
    steps: Any = run.runner
    steps.stops_behind = 3
    with pytest.raises(KeyboardInterrupt):
        run.go()
    assert Article.objects.count() == 40
    again = Run(run.folder, run.sizes, run.batch, run.minutes, _Steps())
    again.go()
    assert Article.objects.count() == 60
    loads = [each for each in again.figures.measured if each.step == LOAD]
    assert [each.articles for each in loads] == [8, 20, 40, 60]
    assert [each.resumed for each in loads] == [False, False, True, False]
    assert not list(run.folder.glob("*.gz"))
    measured = len(again.figures.measured)
    again.go()
    assert len(again.figures.measured) == measured
    table = report(KeptFigures.read(run.folder / "figures.jsonl"), SIZES)
    assert "| backup: seconds | 8 | 20 | 1.00 | 60 | 1.00 |" in table
    assert "| 60 | 1 | 1.0 |" in table
    assert "| 40 | 1 |" not in table


def test_a_line_that_a_kill_cut_short_counts_for_nothing(tmp_path: Path) -> None:
    kept = KeptFigures(tmp_path / "figures.jsonl")
    kept.add("size", 12, {"MB": 1.0}, resumed=False)
    whole = kept.path.read_text()
    kept.path.write_text(whole + whole[:20])
    assert KeptFigures.read(kept.path).has("size", 12)
    kept.begin("size", 48)
    again = KeptFigures.read(kept.path)
    assert again.begin("size", 48)
    assert not again.has("size", 48)


def test_too_small_a_disk_is_told_before_anything_is_made(run: Run) -> None:
    large = Run(run.folder, (10**12,), 20, (0.0,), run.runner)
    with pytest.raises(SystemExit, match="too little"):
        large.check_disk()


def test_an_article_depends_on_its_number_alone(tmp_path: Path) -> None:
    made = MadeNews(REAL)
    some = list(made.articles(5000, 120))
    assert some[70] == MadeNews(REAL).article(5070)
    assert len({each["url"] for each in some}) == 120
    write_articles(made, 5000, 120, tmp_path / "made.jsonl.gz")
    with gzip.open(tmp_path / "made.jsonl.gz", "rt", encoding="utf-8") as lines:
        assert [json.loads(line) for line in lines] == some
    assert made.article(3)["text"] == REAL[3]["text"]


def test_words_are_new_as_heaps_law_says() -> None:
    made, known = MadeNews([each | {"text": 10 * each["text"]} for each in REAL]), set[str]()
    for each in made.articles(2000, 300):
        known.update(WORD.findall(each["text"]))
    new = {made_word(number) for number in range(heaps_words(2000), heaps_words(2300))}
    assert len(new) == heaps_words(2300) - heaps_words(2000) > 4000
    # What is printed again has no word of its own.
    assert len(new - known) < 1.2 * len(new) / REPRINTED


def test_one_article_in_fifty_is_printed_again_by_another_outlet() -> None:
    made = MadeNews(REAL)
    again = made.article(100 * REPRINTED)
    words = set(WORD.findall(again["text"]))
    earlier = made.articles(100 * REPRINTED - 1000, 1000)
    assert max(len(words & set(WORD.findall(each["text"]))) / len(words) for each in earlier) > 0.9


def test_two_runs_never_work_in_one_folder(tmp_path: Path) -> None:
    with stages._alone(tmp_path), pytest.raises(SystemExit, match="another run"):
        stages.run_apart(tmp_path / "archive", "filling.sizes", [])
