"""A recognition that is killed goes on where it was: nothing twice, nothing half."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.entities.storage.recognition_pass import BATCH, PART
from tests.processes import Environment, manage, new_archive, started, wait_for

pytestmark = pytest.mark.fault

ARTICLES = 2 * BATCH + 50
PLACES = ("بغداد", "دمشق", "بيروت", "القاهرة", "باريس", "موسكو", "أنقرة")
TEXT = (
    "زار المهندس سليم الحمداني مدينة {one} يوم الأحد، ثم توجه إلى {other} على رأس وفد من "
    "نقابة المهندسين. وقال الحمداني إن الزيارة رقم {n} كانت مثمرة وإن لجنة مشتركة ستجتمع قريباً."
)


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    """The environment of an archive of its own, loaded and not yet read by the pass."""
    environment = new_archive(tmp_path / "archive")
    records = tmp_path / "records.jsonl"
    with records.open("w", encoding="utf-8") as file:
        for n in range(ARTICLES):
            one, other = PLACES[n % 7], PLACES[(n + 3) % 7]
            text = TEXT.format(one=one, other=other, n=n)
            file.write(json.dumps({"id": str(n), "title": f"زيارة {n}", "text": text}) + "\n")
    assert manage(environment, "load_articles", str(records), "--no-index").returncode == 0
    return environment


def rows(environment: Environment, query: str) -> list[tuple[object, ...]]:
    database = Path(environment["ARCHIVE_HOME"]) / "archive.sqlite3"
    with closing(sqlite3.connect(database, timeout=60)) as connection:
        return connection.execute(query).fetchall()


def read(environment: Environment) -> int:
    """Return how many articles the trained recogniser's mentions stand in."""
    query = "SELECT count(DISTINCT article_id) FROM archive_mention WHERE method = 'crf'"
    return int(str(rows(environment, query)[0][0]))


def mentions(environment: Environment) -> list[tuple[object, ...]]:
    return rows(
        environment,
        "SELECT a.title, e.key, m.field, m.start, m.end, m.surface, m.method, e.status "
        "FROM archive_mention m JOIN archive_article a ON a.id = m.article_id "
        "JOIN archive_entity e ON e.id = m.entity_id ORDER BY 1, 3, 4, 2, 7",
    )


def test_a_pass_that_is_killed_goes_on_where_it_was(
    environment: Environment, tmp_path: Path
) -> None:
    whole = {**environment, "ARCHIVE_HOME": str(tmp_path / "whole")}
    shutil.copytree(environment["ARCHIVE_HOME"], whole["ARCHIVE_HOME"])

    recognition = started(environment, "recognise_entities", "--no-index")
    wait_for(lambda: read(environment) > 0 or recognition.poll() is not None)
    recognition.send_signal(signal.SIGKILL)
    assert recognition.wait() == -signal.SIGKILL
    done = read(environment)
    assert 0 < done < ARTICLES
    assert done % PART == 0

    again = manage(environment, "recognise_entities", "--no-index")
    assert again.stdout.startswith(f"articles: {ARTICLES - done} read"), again.stderr
    assert manage(whole, "recognise_entities", "--no-index").returncode == 0
    found = mentions(environment)
    assert found == mentions(whole)
    assert len(set(found)) == len(found)
