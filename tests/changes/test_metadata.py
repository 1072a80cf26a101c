"""Metadata out as a table and in again: nothing changes by itself, and bad rows are named."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from archive.changes.metadata_file import MetadataFileError, table_rows
from archive.changes.metadata_import import DryRun, dry_run
from archive.changes.metadata_table import (
    COLUMNS,
    csv_lines,
    joined,
    parted,
    plain_cell,
    rows,
    safe_cell,
    workbook,
)
from archive.models import Article, Change, ChangeSet
from archive.models.editing import set_field
from tests.factories import make_article, make_outlet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

IMPORT = reverse("admin:archive_article_import")


def table(form: str = "csv") -> bytes:
    """The metadata of every article as a file."""
    keys = list(Article.objects.values_list("pk", flat=True))
    if form == "csv":
        return "".join(csv_lines(rows(keys))).encode()
    return workbook(rows(keys)).read()


def changed(**cells: str) -> bytes:
    """The table of the one article with some cells changed."""
    head, row = rows([Article.objects.get().pk])
    values = dict(zip(head, row, strict=True)) | cells
    out = io.StringIO()
    csv.writer(out).writerows([list(values), list(values.values())])
    return out.getvalue().encode()


def reasons(result: DryRun) -> list[str]:
    return [row.reason for row in result.bad]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_went_out_changes_nothing_when_it_comes_in(form: str) -> None:
    make_article("=جسر", keywords=["نهر | سد", "ماء"], section="-مياه", byline="'=سلمى")
    make_article("مطر\nفي سطرين", day=None, outlet=None)
    make_article("مخفي", hidden=True, hidden_public_reason="طلب", hidden_internal_reason="+سبب")
    result = dry_run(table(form), f"table.{form}")
    assert (result.total, result.same, result.bad, result.work) == (3, 3, [], [])


def test_nothing_in_a_table_is_a_formula() -> None:
    make_article("=1+1", byline="@sum", section="\tx")
    out = table().decode()
    assert "=1+1" in out
    for row in csv.reader(io.StringIO(out)):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    with zipfile.ZipFile(io.BytesIO(table("xlsx"))) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


@given(st.text())
def test_a_cell_comes_back_as_it_went(text: str) -> None:
    assert plain_cell(safe_cell(text)) == text


@given(st.lists(st.text(min_size=1).map(str.strip).filter(bool)))
def test_keywords_come_back_as_they_went(keywords: list[str]) -> None:
    assert parted(joined(keywords)) == keywords


def test_each_rows_change_is_shown_before_it_is_done() -> None:
    outlet = make_outlet("نبع نيوز")
    make_article(section="بيئة")
    result = dry_run(
        changed(section="مياه", outlet=outlet.slug, date="26 أيار 2023", keywords="نهر | سد"),
        "table.csv",
    )
    ((number, _article, changes),) = result.samples
    assert number == 2
    assert {row.field for row in changes} == {"section", "outlet", "edtf", "keywords"}
    assert Article.objects.get().section == "بيئة"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"id": "nobody"}, "nobody"),
        ({"outlet": "no-such"}, "no-such"),
        ({"date": "أمس"}, "أمس"),
        ({"language": "Arabic"}, "639"),
        ({"status": "gone"}, "hidden"),
        ({"status": "hidden", "hidden_until": "2030"}, "hidden_until"),
        ({"byline": "ا" * 501}, "500"),
    ],
)
def test_a_bad_row_is_named_with_its_reason(cells: dict[str, str], reason: str) -> None:
    make_article()
    result = dry_run(changed(**cells), "table.csv")
    (bad,) = result.bad
    assert bad.number == 2
    assert reason in f"{bad.public_id} {bad.reason}"
    assert not result.work


def test_a_row_that_stands_twice_is_refused_once() -> None:
    article = make_article()
    content = f"id,section\n{article.public_id},مياه\n{article.public_id},بيئة\n".encode()
    result = dry_run(content, "table.csv")
    assert (len(result.work), len(result.bad)) == (1, 1)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "table.csv"),
        ("العنوان,القسم\nأ,ب\n".encode(), "table.csv"),
        ("id,section\nx,مياه\n".encode("cp1256"), "table.csv"),
        (b"id,section,section\nx,a,b\n", "table.csv"),
        (b'id,section\nx,"a\n', "table.csv"),
        (b"PK\x03\x04 no workbook", "table.xlsx"),
        (b"id\nx\n", "table.pdf"),
        (b"id," * 200, "table.csv"),
        (b"id,title\nx," + b"a" * 30_000, "table.csv"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content: bytes, name: str) -> None:
    with pytest.raises(MetadataFileError):
        dry_run(content, name)


def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        for number in range(3):
            parts.writestr(f"xl/{number}.xml", b"0" * 70_000_000)
    with pytest.raises(MetadataFileError):
        list(table_rows(out.getvalue(), "table.xlsx"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables_of_other_programs_are_read(encoding: str, delimiter: str) -> None:
    article = make_article()
    text = f"ID{delimiter}section\r\n{article.public_id}{delimiter}مياه\r\n"
    assert len(dry_run(text.encode(encoding), "table.csv").work) == 1


def upload(client: Client, content: bytes, name: str = "table.csv") -> Any:
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content)})


def confirmed(client: Client, page: Any) -> ChangeSet:
    key = page.context["changeset"].pk
    response = client.post(IMPORT, {"confirmed": "1", "changeset": key}, follow=True)
    return response.context["changeset"]  # type: ignore[no-any-return]


def test_a_table_is_read_in_and_undone(admin_client: Client) -> None:
    make_article(section="بيئة")
    make_outlet("نبع نيوز", slug="nabaa")
    before = table()
    page = upload(admin_client, changed(section="مياه", outlet="nabaa", status="hidden"))
    assert page.context["result"].bad == []
    made = confirmed(admin_client, page)
    article = Article.objects.get()
    assert (article.section, article.hidden, made.changed) == ("مياه", True, 1)
    assert article.outlet is not None
    assert article.outlet.slug == "nabaa"
    admin_client.post(reverse("admin:archive_changeset_change", args=[made.pk]), {"undo": "1"})
    assert table() == before


def test_what_changed_since_the_dry_run_stays(admin_client: Client) -> None:
    make_article(section="بيئة", byline="سلمى")
    page = upload(admin_client, changed(section="مياه", byline="نور"))
    article = Article.objects.get()
    set_field(article, "section", "طقس")
    article.save()
    made = confirmed(admin_client, page)
    article.refresh_from_db()
    assert (article.section, article.byline, made.kept) == ("طقس", "نور", 1)


def test_a_bad_file_is_told_on_the_page(admin_client: Client) -> None:
    page = upload(admin_client, b"nothing", "table.csv")
    assert page.status_code == 200
    assert page.context["form"].errors["file"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_is_exported_as_it_is_filtered(admin_client: Client, form: str) -> None:
    make_article("بلا مصدر", outlet=None)
    make_article("كامل")
    address = reverse("admin:archive_article_export", args=[form])
    response = admin_client.get(address, {"look": "no_outlet"})
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    read = [row for _number, row in table_rows(content, f"table.{form}")]
    assert [row[1] for row in read] == ["title", "بلا مصدر"]
    assert tuple(read[0]) == COLUMNS
    assert not Change.objects.exists()
