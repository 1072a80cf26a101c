"""Loading an upload and undoing a load, with the process really killed in the middle."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.loads.conftest import record
from tests.processes import manage, new_archive, started

pytestmark = pytest.mark.fault

_DOCUMENTS = 450
_SECONDS = 600

_BEGIN_UPLOAD = """
from io import FileIO
from django.contrib.auth.models import User
from archive.loads.uploads import *
path = {path!r}
size = {size}
upload = begin_upload(User.objects.create_user('salma'), 'news.jsonl', size)
finish_upload(take_slice(upload, 0, FileIO(path), size))
"""
_BEGIN_UNDO = """
from archive.jobs import request
from archive.loads.load_undoing import begin_undo
from archive.models import *
load = Load.objects.get()
begin_undo(load)
request('undo_load', {'load': load.pk}, total=load.captures.count())
"""
_COUNTS = """
from archive.models import *
load = Load.objects.get()
print(Article.objects.count(), Capture.objects.count(), load.state, load.new, load.unchanged,
      Article.objects.filter(capture__load=load).count(), Upload.objects.get().state)
"""


class Archive:
    """An archive of this test's own, worked on by processes of their own."""

    def __init__(self, home: Path) -> None:
        self._environment = new_archive(home)

    def manage(self, *arguments: str) -> str:
        done = manage(self._environment, *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run(self, code: str) -> str:
        return self.manage("shell", "--no-imports", "-c", code)

    def counts(self) -> list[str]:
        return self.run(_COUNTS).split()

    def kill_jobs_when(self, holds: Callable[[], bool]) -> None:
        """Kill the process that does the jobs in the middle of its work."""
        process = started(self._environment, "run_jobs", "--verbosity", "0")
        deadline = time.monotonic() + _SECONDS
        while not holds():
            assert process.poll() is None, "it was done before it could be killed"
            assert time.monotonic() < deadline
        process.send_signal(signal.SIGKILL)
        process.wait()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path / "home")
    lines = [record(n, f"خبر رقم {n} من ملف طويل") for n in range(_DOCUMENTS)]
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    made.run(_BEGIN_UPLOAD.format(path=str(path), size=path.stat().st_size))
    return made


def test_nothing_is_half(archive: Archive, tmp_path: Path) -> None:
    captures = tmp_path / "home" / "captures"
    archive.kill_jobs_when(lambda: sum(1 for _each in captures.glob("??/*.gz")) >= 210)
    articles, kept, *_rest = archive.counts()
    assert 0 < int(articles) < _DOCUMENTS
    assert articles == kept
    archive.manage("run_jobs", "--verbosity", "0")
    whole = [str(_DOCUMENTS)]
    assert archive.counts() == [*whole * 2, "finished", *whole, "0", *whole, "loaded"]
    assert list((tmp_path / "home" / "uploads").iterdir()) == []

    archive.run(_BEGIN_UNDO)
    archive.kill_jobs_when(lambda: sum(1 for _each in captures.glob("??/*.gz")) < 400)
    articles, kept, state, *_rest = archive.counts()
    assert 0 < int(articles) < _DOCUMENTS
    assert (articles, state) == (kept, "undoing")
    archive.manage("run_jobs", "--verbosity", "0")
    assert archive.counts()[:3] == ["0", "0", "undone"]
    assert not list(captures.glob("??/*.gz"))
