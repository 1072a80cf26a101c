"""Long work shows a bar on a terminal, plain lines in a log, and nothing where asked for quiet."""

from __future__ import annotations

import os
import pty
import sys
import termios
from pathlib import Path

import pytest

from archive import progress as progresses
from archive.ingest.run import load_paths
from archive.progress import progress, reading_progress


def test_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    seen, shown = pty.openpty()
    termios.tcsetwinsize(shown, (24, 80))
    with os.fdopen(shown, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with progress("articles", 250) as advance:
            advance(100)
            advance(150)
    bar = _everything(seen)
    assert "100%" in bar
    assert "250/250" in bar


@pytest.mark.django_db
def test_a_load_shows_the_time_left_by_the_bytes_it_has_read(
    archive_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = archive_home.parent / "documents"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.txt").write_text(f"عنوان الخبر {number}\n\nنص الخبر في سطر.\n")
    (folder / "picture.jpg").write_bytes(b"\xff\xd8\xff" + bytes(3000))
    seen, shown = pty.openpty()
    termios.tcsetwinsize(shown, (24, 100))
    with os.fdopen(shown, "w") as terminal, monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", terminal)
        load_paths([str(folder)], quiet=False)
    bar = _everything(seen)
    assert "100%" in bar
    assert "<" in bar  # between the time that has passed and the time left
    assert "5 documents" in bar or "6 documents" in bar


def test_a_load_into_a_log_tells_what_share_is_read(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progresses, "LINE_INTERVAL", 0.0)
    with reading_progress(3000) as reading:
        reading.read(1000)
        reading.documents(7)
    assert capsys.readouterr().err == "7 documents, 33 % of the bytes read\n"


def test_what_is_to_be_done_may_be_known_later(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progresses, "LINE_INTERVAL", 0.0)
    with progress("captures") as advance:
        advance(1)
        advance.expect(9)
        advance(1)
    assert capsys.readouterr().err == "1 captures\n2 of 9 captures\n"


def _everything(terminal: int) -> str:
    """Return all that was written to a terminal whose other end is closed, however many reads."""
    shown = b""
    with os.fdopen(terminal, "rb", buffering=0) as reader:
        while True:
            try:
                part = reader.read(4096)
            except OSError:
                break
            if not part:
                break
            shown += part
    return shown.decode()


def test_lines_in_a_log(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progresses, "LINE_INTERVAL", 0.0)
    with progress("articles", 250) as advance:
        advance(100)
        advance(150)
    assert capsys.readouterr().err == "100 of 250 articles\n250 of 250 articles\n"


def test_a_short_run_leaves_no_lines_in_a_log(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("documents") as advance:
        advance(3)
    assert capsys.readouterr().err == ""


def test_quiet(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progresses, "LINE_INTERVAL", 0.0)
    with progress("documents", quiet=True) as advance:
        advance(3)
    assert capsys.readouterr().err == ""
