"""Each command that writes says at its start which archive it works on."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.db import DatabaseError, connection

from archive.management.writing_command import WritingCommand
from archive.models import Article
from tests.factories import make_article

pytestmark = pytest.mark.django_db

READING = {
    "backup",
    "check_archive",
    "explain_document",
    "mcp",
    "export_articles",
    "export_captures",
    "search_articles",
    "serve",
    "status",
}
"""Commands of ours that write nothing; ``serve`` starts the worker, which says it."""


ARGUMENTS = {
    "load_articles": ["nothing.txt"],
    "withdraw_capture": ["1", "--reason", "x"],
    "search_articles": ["حلب"],
    "end_second_factor": ["looker"],
    "watch": ["."],
    "export_captures": ["out.warc.gz", "--search", "حلب"],
}


def ours() -> dict[str, str]:
    return {name: app for name, app in get_commands().items() if app in ("archive", "search")}


def told(command: str, *arguments: str, **options: Any) -> str:
    errors = io.StringIO()
    call_command(command, *arguments, stdout=io.StringIO(), stderr=errors, **options)
    return errors.getvalue()


def place(home: Path) -> str:
    """Return how a command names the archive in ``home``."""
    if connection.vendor == "sqlite":
        return str(home)
    told = connection.settings_dict
    address = f"postgresql://{told['HOST']}:{told['PORT']}/{told['NAME']}"
    return f"{home} with the database {address}"


def test_every_command_of_ours_either_reads_or_says_it() -> None:
    writing = {
        name
        for name, app in ours().items()
        if isinstance(load_command_class(app, name), WritingCommand)
    }
    assert writing == set(ours()) - READING
    assert {"rebuild_index", "update_index", "clear_index"} <= writing


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("reparse_articles", {}),
        ("recognise_entities", {}),
        ("index_worker", {"once": True}),
        ("rebuild_index", {}),
        ("update_index", {}),
        ("clear_index", {"interactive": False}),
        ("prepare_archive", {}),
    ],
)
def test_it_names_the_folder_and_counts(
    archive_home: Path, command: str, options: dict[str, Any]
) -> None:
    make_article()
    make_article()
    lines = told(command, **options).splitlines()
    assert lines[0] == f"archive {place(archive_home)}: 2 articles"
    assert sum(line.startswith("archive ") for line in lines) == 1
    assert told(command, verbosity=0, **options) == ""


def test_loading_says_it_before_anything_else(archive_home: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\x00", encoding="utf-8")
    errors = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("load_articles", str(tmp_path / "a.txt"), stdout=io.StringIO(), stderr=errors)
    assert errors.getvalue().startswith(f"archive {place(archive_home)}: 0 articles\n")


def test_an_archive_without_tables_is_not_yet_prepared(
    archive_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(*_fields: str) -> None:
        raise DatabaseError("no such table")

    monkeypatch.setattr(Article.objects, "order_by", absent)
    errors = io.StringIO()
    any_version = {"backup", "explain_document", "prepare_archive", "restore", "upgrade"}
    for command in sorted(set(ours()) - any_version):
        with pytest.raises(
            CommandError, match=f"{re.escape(place(archive_home))} is no archive of this version"
        ):
            call_command(command, *ARGUMENTS.get(command, ()), stderr=errors)
    assert f"archive {place(archive_home)}: not yet prepared\n" in errors.getvalue()


def test_an_archive_that_stands_open_is_warned_of(archive_home: Path) -> None:
    assert "other accounts" not in told("index_worker", once=True)
    archive_home.chmod(0o755)
    warned = told("index_worker", once=True)
    assert f"close it with: chmod go= {archive_home}" in warned
    assert told("index_worker", once=True, verbosity=0) == ""
