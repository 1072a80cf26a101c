"""``load_articles``, as an archivist runs it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from archive.models import Article, Capture, OutboxEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

TEXT = """مرصد فلكي جديد في جبال الأطلس

تاريخ النشر: 4 شتنبر 2019

افتتح علماء الفلك مرصداً جديداً في جبال الأطلس يتيح رصد المذنبات والكويكبات القريبة من الأرض في الليالي الصافية.

ويضم المرصد منظارين يعملان آلياً، ويشارك في تشغيله طلاب من جامعات مغربية وفرنسية."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "good.txt").write_text(TEXT, encoding="utf-8")
    return folder


def run(*paths: Path | str, **options: Any) -> tuple[int, str, str]:
    """Run the command; return its exit code, its output and its errors."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command(
            "load_articles", *map(str, paths), no_index=True, stdout=out, stderr=err, **options
        )
    except SystemExit as ended:
        code = int(ended.code or 0)
    return code, out.getvalue(), err.getvalue()


def test_a_run_ends_with_its_counts(folder: Path) -> None:
    code, out, _err = run(folder)
    assert code == 0
    assert out.strip() == ("documents: 1; articles: 1 new, 0 updated, 0 unchanged; rejected: 0")
    assert Article.objects.get().edtf == "2019-09-04"


def test_loading_again_changes_nothing(folder: Path) -> None:
    run(folder)
    before = (
        Capture.objects.count(),
        OutboxEntry.objects.count(),
        Article.objects.get().updated_at,
    )
    _code, out, _err = run(folder)
    assert "0 new, 0 updated, 1 unchanged" in out
    after = (Capture.objects.count(), OutboxEntry.objects.count(), Article.objects.get().updated_at)
    assert after == before


def test_bad_documents_are_named_with_their_reasons_and_the_rest_loads(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    (folder / "large.txt").write_bytes(b"a" * 20_000_001)
    code, out, err = run(folder, folder / "absent.txt")
    assert code == 1
    assert "articles: 1 new" in out
    assert "rejected: 4" in out
    for line in (
        "rejected: empty.txt: empty",
        "rejected: image.txt: an image has no text (PNG); read it with OCR and load the text",
        "rejected: large.txt: larger than 20 MB",
        f"rejected: {folder / 'absent.txt'}: no such file or folder",
    ):
        assert line in err.splitlines()


def test_what_was_guessed_is_named(folder: Path) -> None:
    (folder / "old.txt").write_bytes(TEXT.encode("windows-1256"))
    code, _out, err = run(folder)
    assert code == 0
    assert "warning: old.txt: no encoding declared; read as windows-1256" in err.splitlines()


def test_a_dry_run_shows_and_writes_nothing(folder: Path, archive_home: Path) -> None:
    _code, out, _err = run(folder, dry_run=True, json=True)
    report = json.loads(out)
    assert report["articles"] == {"new": 1, "updated": 0, "unchanged": 0}
    assert report["preview"][0]["articles"][0]["published"] == "2019-09-04"
    assert not Capture.objects.exists()
    assert not Article.objects.exists()
    assert not list(archive_home.rglob("*.gz"))


def test_a_report_as_json(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    _code, out, _err = run(folder, json=True)
    report = json.loads(out)
    assert report["documents"] == 2
    assert report["rejected"] == [{"document": "empty.txt", "reason": "empty"}]


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    for _time in range(2):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
        code, out, _err = run("-")
        assert code == 0
    assert "1 unchanged" in out
    assert Article.objects.get().title == "مرصد فلكي جديد في جبال الأطلس"


def test_columns_are_mapped(folder: Path) -> None:
    title, _date, *paragraphs = TEXT.split("\n\n")
    record = {"headline_ar": title, "story": "\n".join(paragraphs), "date": "2019-09-04"}
    (folder / "good.txt").unlink()
    (folder / "n.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    code, _out, _err = run(folder, map=["title=headline_ar", "text=story"])
    assert code == 0
    article = Article.objects.get()
    assert (article.title, article.edtf, article.date_basis) == (title, "2019-09-04", "metadata")


def test_a_wrong_mapping_is_refused_in_one_sentence(folder: Path) -> None:
    with pytest.raises(CommandError, match="--map colour=red: write COLUMN=NAME"):
        run(folder, map=["colour=red"])


def test_a_document_that_no_stage_foresaw_is_rejected_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "strange.txt").write_text("غريب " + TEXT, encoding="utf-8")

    def changed(capture: Any, outlets: Any) -> Any:
        if capture.document == "strange.txt":
            raise IndexError("list index out of range")
        return original(capture, outlets)

    from archive.ingest.parsing import parse_capture as original

    monkeypatch.setattr("archive.ingest.enrichment.enriched_capture.parse_capture", changed)
    code, out, err = run(folder)
    assert code == 1
    assert "1 new" in out
    assert "rejected: strange.txt: could not be understood (IndexError" in err
