"""Long work shows a bar on a terminal, plain lines in a log, and nothing where asked for quiet."""

from __future__ import annotations

import os
import pty
import sys
import termios

import pytest

from archive import progress as progresses
from archive.progress import progress


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
