"""explain_document shows what each line was taken for."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive.models import Outlet

pytestmark = pytest.mark.django_db
PAGE = "افتتاح متحف جديد في حمص\nافتتح متحف جديد في مدينة حمص يضم ألف قطعة أثرية من عصور مختلفة.\nشارك\n"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("explain_document", *arguments, stdout=out, no_color=True)
    return out.getvalue()


def test_lines_with_roles_and_reasons(document: Path) -> None:
    lines = run(str(document)).splitlines()
    assert lines[0] == "page.txt"
    assert [line.split()[2] for line in lines[1:]] == ["title", "body", "chrome"]
    assert "generic" in lines[-1]


def test_json_for_machines(document: Path) -> None:
    records = [json.loads(line) for line in run(str(document), "--json").splitlines()]
    assert [record["role"] for record in records] == ["title", "body", "chrome"]
    assert PAGE[records[1]["start"] : records[1]["end"]] == records[1]["text"]


def test_visual_order_for_terminals_that_cannot_shape(document: Path) -> None:
    shown = run(str(document), "--visual")
    assert "ﻒﺤﺘﻣ" in shown
    assert "متحف" not in shown


def test_outlets_of_the_archive_are_known(tmp_path: Path) -> None:
    Outlet.objects.create(slug="beacon", name_ar="منارة البلدة", domains=["beacon.example"])
    path = tmp_path / "page.txt"
    path.write_text(f"منارة البلدة\n\n{PAGE}", encoding="utf-8")
    assert run(str(path)).splitlines()[1].split()[2] == "masthead"


def test_unreadable_document_is_named(tmp_path: Path) -> None:
    binary = tmp_path / "picture.txt"
    binary.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    with pytest.raises(CommandError):
        run(str(binary))
