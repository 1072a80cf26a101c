"""A watched folder gives what arrives whole, once."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from archive.loads.load_undoing import undo
from archive.loads.watching import SETTLED_SECONDS, WatchedFolder
from archive.models import Article, Load, LoadWay
from tests.loads.conftest import TITLES, record
from tests.processes import command, new_archive

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

LATER = SETTLED_SECONDS + 1


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def put(path: Path, *titles: str) -> None:
    lines = [record(number, title) for number, title in enumerate(titles)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_file_is_taken_when_it_has_not_changed_for_some_seconds(inbox: Path) -> None:
    watched = WatchedFolder(inbox)
    put(inbox / "a.jsonl", TITLES[0])
    assert watched.look(0) == []
    put(inbox / "a.jsonl", *TITLES)
    assert watched.look(LATER) == []
    whole = watched.look(2 * LATER)
    report = watched.take(whole)
    assert (report.new, Load.objects.get().way) == (3, LoadWay.WATCHED)
    assert watched.look(4 * LATER) == []


def test_what_is_still_being_written_is_left(inbox: Path) -> None:
    watched = WatchedFolder(inbox)
    for name in ("a.jsonl.part", "b.crdownload", ".hidden.jsonl", "c.txt~"):
        put(inbox / name, TITLES[0])
    watched.look(0)
    assert watched.look(LATER) == []
    (inbox / "a.jsonl.part").rename(inbox / "a.jsonl")
    watched.look(LATER)
    assert [each.name for each in watched.look(3 * LATER)] == ["a.jsonl"]


def test_files_of_a_saved_page_are_no_documents(inbox: Path) -> None:
    (inbox / "page_files").mkdir()
    (inbox / "page.html").write_text("<p>نص</p>", encoding="utf-8")
    (inbox / "page_files" / "style.css").write_text("p {}", encoding="utf-8")
    watched = WatchedFolder(inbox)
    watched.look(0)
    assert [each.name for each in watched.look(LATER)] == ["page.html"]


def take_all(inbox: Path) -> int:
    """Watch anew, as after a restart; return the number of files that were taken."""
    watched = WatchedFolder(inbox)
    watched.look(0)
    whole = watched.look(LATER)
    if whole:
        watched.take(whole)
    return len(whole)


def test_a_file_is_not_taken_again_after_a_restart_nor_after_its_load_was_undone(
    inbox: Path,
) -> None:
    put(inbox / "sub.jsonl", *TITLES)
    assert take_all(inbox) == 1
    assert take_all(inbox) == 0
    undo(Load.objects.get())
    assert take_all(inbox) == 0
    assert not Article.objects.exists()
    put(inbox / "sub.jsonl", *TITLES, "خبر رابع أضيف إلى الملف")
    assert take_all(inbox) == 1
    assert Article.objects.count() == 4


def test_a_document_is_known_by_its_path_below_the_folder(inbox: Path) -> None:
    (inbox / "قسم").mkdir()
    (inbox / "قسم" / "a.txt").write_text(f"{TITLES[0]}\n\n{TITLES[1]}", encoding="utf-8")
    take_all(inbox)
    assert Article.objects.get().capture.uri == "قسم/a.txt"


def test_no_folder_no_watch(inbox: Path) -> None:
    with pytest.raises(ArchiveError, match="no such folder"):
        WatchedFolder(inbox / "absent")


def test_the_command_loads_and_is_stopped_with_ctrl_c(inbox: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(
        command("watch", str(inbox), "--verbosity", "0"),
        env=new_archive(tmp_path / "served"),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        assert "watching" in process.stdout.readline()
        put(inbox / "a.jsonl", *TITLES)
        assert "3 new" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
        assert "stopped" in process.stdout.read()
    finally:
        process.kill()
