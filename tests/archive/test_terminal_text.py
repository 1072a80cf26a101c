"""Nothing that a document says steers a terminal, forges a log, or ends a command in a traceback."""

from __future__ import annotations

import io
import json
import logging
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from archive.models import Article
from archive.terminal_text import LineFormatter, for_terminal, json_for_terminal
from tests.factories import make_article, make_capture
from tests.processes import command, manage, new_archive

STEERING = "\x1b\x07\x00\x9b\x7f\r\u202e\u2066\u2028"


@given(st.text())
def test_letters_stay_and_steering_is_shown(text: str) -> None:
    shown = for_terminal(text)
    assert not set(shown) & set(STEERING + "\n")
    assert for_terminal(shown) == shown
    assert json.loads(json_for_terminal({text: [text]})) == {text: [text]}


def test_arabic_with_its_marks_and_joiners_stays() -> None:
    text = "«مِی‌روم»\tالْعِراق"
    assert for_terminal(text) == text
    assert for_terminal("سطر\nسطر") == r"سطر\u000aسطر"
    assert for_terminal("سطر\nسطر", lines=True) == "سطر\nسطر"


def test_a_log_has_a_line_an_entry() -> None:
    record = logging.LogRecord("x", 30, "", 0, "read %s", (f"a\nforged{STEERING}",), None)
    line = LineFormatter("%(levelname)s %(message)s").format(record)
    record.created, record.msecs = 1_764_387_600.5, 500.0
    assert LineFormatter("%(asctime)s").format(record) == "2025-11-29T03:40:00.500Z"
    assert line.startswith(r"WARNING read a\u000aforged\u001b")
    assert not set(line) & set(STEERING + "\n")


@pytest.mark.django_db
@pytest.mark.parametrize("name", [f"a{STEERING.replace(chr(0), '')}b.txt", "a\nrejected: b.txt"])
def test_commands_print_no_name_raw(archive_home: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / name).write_bytes(b"\x00\x01")
    for arguments in (
        ("load_articles", str(folder)),
        ("load_articles", str(folder), "--json"),
        ("explain_document", str(folder)),
    ):
        output, errors = io.StringIO(), io.StringIO()
        with suppress(SystemExit, CommandError):
            call_command(*arguments, stdout=output, stderr=errors, no_color=True)
        printed = output.getvalue() + errors.getvalue()
        assert not set(printed) & set(STEERING)
        assert "\nrejected: b.txt" not in printed
    assert archive_home.exists()


@pytest.mark.django_db
def test_exports_and_withdrawals_print_no_title_raw(archive_home: Path) -> None:
    # PostgreSQL takes no NUL; a load writes another sign for it.
    steering = STEERING if connection.vendor == "sqlite" else STEERING.replace("\0", "")
    title = f"عنوان{steering}"
    article = make_article(title, capture=make_capture(uri=f"a{steering}"))
    make_article("مجاور" + steering, capture=article.capture, position=1)
    output, errors = io.StringIO(), io.StringIO()
    call_command("export_articles", stdout=output)
    assert json.loads(output.getvalue().splitlines()[0])["title"] == title
    with pytest.raises(Exception, match="--all-articles"):
        call_command(
            "withdraw_capture", str(article.capture_id), reason="x", stdout=output, stderr=errors
        )
    assert not set(output.getvalue() + errors.getvalue()) & set(STEERING)
    assert Article.objects.count() == 2
    assert archive_home.exists()


def test_a_reader_who_stops_reading_ends_a_command_without_a_traceback(tmp_path: Path) -> None:
    environment = new_archive(tmp_path / "home")
    folder = tmp_path / "documents"
    folder.mkdir()
    body = "قال المتحدث إن السد امتلأ وإن منسوب النهر ارتفع هذا العام. " * 40
    records = [
        {"title": f"خبر {n}", "body": f"{n} {body}", "url": f"https://a.example/{n}"}
        for n in range(60)
    ]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    manage(environment, "load_articles", str(folder), "--no-index")
    exporting = subprocess.Popen(
        command("export_articles"), env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert exporting.stdout is not None
    assert exporting.stderr is not None
    assert json.loads(exporting.stdout.readline())["title"] == "خبر 0"
    exporting.stdout.close()
    assert exporting.stderr.read() == b""
    assert exporting.wait() == 141
