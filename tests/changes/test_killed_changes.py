"""Changes of thousands whose process is really killed: nothing is half, and they go on."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.forked_commands import ForkedCommand
from tests.processes import manage, new_archive, started

pytestmark = pytest.mark.fault

ARTICLES = 3000
_WAIT = 60.0

MAKE = f"""
from archive.models import Article, Capture
from archive.models.insertion import insert
from django.db import transaction
with transaction.atomic():
    capture = Capture.objects.create(uri="made", document="made", sha256="0" * 64, size=1,
                                     media_type="text/plain")
    insert([Article(public_id=f"made{{n}}", capture=capture, position=n, title=f"خبر {{n}}",
                    section=f"قسم {{n}}", keywords=["نهر"]) for n in range({ARTICLES})], ["public_id"])
"""
BULK = """
from archive.changes.bulk_change import BulkChange
from archive.changes.changesets import draft, start
from archive.models import Act, Article
keys = list(Article.objects.values_list("pk", flat=True))
asked = BulkChange({"section": "مياه", "language": "fr"}).asked()
start(draft(Act.BULK, None, asked, keys))
"""
IMPORT = f"""
from archive.changes.changesets import draft, start
from archive.changes.metadata_import import dry_run
from archive.models import Act
rows = "".join(f"made{{n}},مياه,fr\\n" for n in range({ARTICLES}))
result = dry_run(("id,section,language\\n" + rows).encode(), "table.csv")
start(draft(Act.IMPORT, None, {{}}, result.work))
"""
UNDO = """
from archive.changes.changesets import start
from archive.changes.undoing import undo
from archive.models import ChangeSet
start(undo(ChangeSet.objects.latest("pk"), None))
"""


class Archive:
    """An archive of its own, looked into from outside."""

    def __init__(self, home: Path) -> None:
        self.environment = new_archive(home)
        self.home = home

    def manage(self, *arguments: str) -> None:
        manage(self.environment, *arguments).check_returncode()

    def shell(self, code: str) -> None:
        self.manage("shell", "--no-imports", "-c", code)

    def jobs(self) -> ForkedCommand:
        return started(self.environment, "run_jobs")

    def ask(self, query: str) -> list[Any]:
        (database,) = self.home.glob("*.sqlite3")
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            return connection.execute(query).fetchall()

    def number(self, query: str) -> int:
        return int(self.ask(query)[0][0])

    def exported(self) -> list[Any]:
        return self.ask(
            "SELECT public_id, title, section, language, edited, edtf FROM archive_article ORDER BY id"
        )


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path / "home")
    made.shell(MAKE)
    return made


def kill_in_the_middle(archive: Archive) -> int:
    """Kill the process that does the jobs while it is at it; return how far it came."""
    process = archive.jobs()
    latest = "SELECT done FROM archive_changeset ORDER BY id DESC LIMIT 1"
    deadline = time.monotonic() + _WAIT
    while archive.number(latest) == 0 and time.monotonic() < deadline:
        time.sleep(0.002)
    process.kill()
    process.wait()
    return archive.number(latest)


CHANGED = "SELECT COUNT(*) FROM archive_article WHERE section = 'مياه'"
SOME_CHANGED = "SELECT COUNT(*) FROM archive_article WHERE section = 'مياه' OR language = 'fr'"
LOGGED = "SELECT COUNT(*) FROM archive_change WHERE changeset_id = (SELECT MAX(id) FROM archive_changeset)"
ANNOUNCED = "SELECT COUNT(*) FROM archive_outboxentry"


@pytest.mark.parametrize("asked", [BULK, IMPORT])
def test_killed_in_the_middle_it_goes_on_and_is_undone_to_the_byte(
    archive: Archive, asked: str
) -> None:
    before = archive.exported()
    archive.shell(asked)
    done = kill_in_the_middle(archive)
    assert 0 < done <= ARTICLES
    assert archive.number(CHANGED) == archive.number(SOME_CHANGED) == done
    assert archive.number(LOGGED) == 2 * done
    assert archive.number(ANNOUNCED) == done
    archive.manage("run_jobs", "--verbosity", "0")
    assert archive.number(CHANGED) == ARTICLES
    assert archive.number(LOGGED) == 2 * ARTICLES

    archive.shell(UNDO)
    kill_in_the_middle(archive)
    undone = archive.number("SELECT COUNT(*) FROM archive_change WHERE undone_by_id IS NOT NULL")
    assert archive.number(LOGGED) == undone > 0
    archive.manage("run_jobs", "--verbosity", "0")
    assert archive.exported() == before
