"""All that a search finds, as a file."""

from __future__ import annotations

import csv
import gc
import json
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from archive.captures.removal import hide_articles
from archive.captures.tombstones import Reasons
from archive.models import Article, Republication
from search.exports import result_articles
from search.exports.result_files import RESULT_FORMATS
from search.exports.result_provenance import ResultProvenance
from search.query.state import SearchState
from tests.factories import make_article, make_capture, make_entity, make_mention, make_outlet

pytestmark = pytest.mark.usefixtures("archive")

Index = Callable[[], None]
ENDINGS = ("csv", "xlsx", "jsonl", "bib", "ris", "json")


def downloaded(client: Client, ending: str, **parameters: Any) -> bytes:
    response = client.get(f"/search/export.{ending}", parameters)
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def table(client: Client, **parameters: Any) -> list[dict[str, str]]:
    text = downloaded(client, "csv", **parameters).decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text[1:])))


@pytest.fixture
def three(index: Index) -> list[Article]:
    """Three articles on a harbour, of two outlets."""
    first, second = make_outlet("صحيفة الميناء"), make_outlet("صحيفة الجبل")
    made = [
        make_article("توسعة المرفأ", "أعمال في المرفأ", outlet=first, day=date(2023, 3, 1)),
        make_article("إضراب في المرفأ", "توقف المرفأ", outlet=second, day=date(2024, 3, 2)),
        make_article("حادث في المرفأ", "سفينة في المرفأ", outlet=first, day=date(2022, 3, 3)),
    ]
    index()
    return made


def test_a_table_holds_all_hits_in_the_order_of_the_page(
    three: list[Article], client: Client
) -> None:
    rows = table(client, q="المرفأ", sort="oldest")
    assert [row["earliest"] for row in rows] == ["2022-03-03", "2023-03-01", "2024-03-02"]
    assert [row["number"] for row in rows] == ["1", "2", "3"]
    assert rows[0]["title"] == "حادث في المرفأ"
    assert rows[0]["address"] == f"/article/{three[2].public_id}/"


def test_filters_hold_for_what_is_taken_away(three: list[Article], client: Client) -> None:
    assert three[1].outlet is not None
    slug = three[1].outlet.slug
    assert [row["outlet"] for row in table(client, q="المرفأ", outlet=slug)] == ["صحيفة الجبل"]
    assert len(table(client, q="المرفأ", **{"not-outlet": slug})) == 2
    assert len(table(client, q="المرفأ", after="2023-01-01", before="2023-12-31")) == 1


@pytest.mark.usefixtures("three")
def test_the_page_of_results_does_not_narrow_the_file(client: Client) -> None:
    assert len(table(client, q="المرفأ", page="2")) == 3


@pytest.mark.usefixtures("three")
def test_each_row_says_by_which_search_it_was_found(client: Client) -> None:
    for row in table(client, q="المرفأ", match="exact"):
        assert "match=exact" in row["search"]
        assert row["found"] == "3"
        assert row["downloaded_at"].endswith("+00:00")
        assert row["index_build"].startswith("build-")


@pytest.mark.usefixtures("three")
def test_an_address_of_many_filters_stands_once(client: Client) -> None:
    rows = table(client, q="المرفأ " * 60)
    assert [bool(row["search"]) for row in rows] == [True, False, False]


def test_no_cell_is_run_by_a_spreadsheet(index: Index, client: Client) -> None:
    for sign in ("=", "+", "-", "@", "\t=", "＝"):
        make_article(f"{sign}cmd|' /C calc'!A0 مناورة", byline=f"{sign}1+1")
    index()
    rows = table(client)
    assert len(rows) == 6
    assert all(row[name].startswith("'") for row in rows for name in ("title", "byline"))
    book = load_workbook(BytesIO(downloaded(client, "xlsx")))
    for row in book.worksheets[0].iter_rows(min_row=2):
        assert {cell.data_type for cell in row} <= {"s", "n", "d"}


@pytest.mark.usefixtures("three")
def test_a_workbook_is_in_the_readers_language(client: Client) -> None:
    book = load_workbook(BytesIO(downloaded(client, "xlsx", q="المرفأ", sort="newest")))
    sheet, about = book.worksheets
    assert sheet.sheet_view.rightToLeft
    assert sheet["B1"].value == "العنوان"
    assert sheet["B2"].value == "إضراب في المرفأ"
    assert sheet["E2"].value.date() == date(2024, 3, 2)
    told = dict(about.iter_rows(values_only=True))
    assert told["بحث"] == "المرفأ"
    assert told["الترتيب"] == "الأحدث"
    client.cookies["django_language"] = "en"
    english = load_workbook(BytesIO(downloaded(client, "xlsx", q="المرفأ"))).worksheets
    assert not english[0].sheet_view.rightToLeft
    assert english[0]["B1"].value == "title"
    assert dict(english[1].iter_rows(values_only=True))["Articles"] == "3"


def test_days_before_the_time_of_spreadsheets_stay_readable(index: Index, client: Client) -> None:
    make_article("خبر قديم", day=date(1899, 5, 7))
    index()
    sheet = load_workbook(BytesIO(downloaded(client, "xlsx"))).worksheets[0]
    assert sheet["E2"].value == "1899-05-07"


def test_lines_hold_whole_articles(three: list[Article], client: Client) -> None:
    make_mention(three[0], make_entity("المرفأ"))
    lines = downloaded(client, "jsonl", q="المرفأ", sort="oldest").decode().splitlines()
    about, *articles = map(json.loads, lines)
    assert about["search"]["query"] == "المرفأ"
    assert about["search"]["found"] == 3
    assert [each["body"] for each in articles] == [
        "سفينة في المرفأ",
        "أعمال في المرفأ",
        "توقف المرفأ",
    ]
    assert articles[1]["entities"][0]["name"] == "المرفأ"


@pytest.mark.usefixtures("three")
def test_references_are_whole_lists(client: Client) -> None:
    entries = downloaded(client, "bib", q="المرفأ").decode()
    assert entries.count("@online{") == 3
    assert "المرفأ" in entries.splitlines()[0]
    records = downloaded(client, "ris", q="المرفأ").decode()
    assert records.count("TY  - NEWS") == records.count("ER  - ") == 3
    assert records.count("N1  - Khizana search") == 3
    items = json.loads(downloaded(client, "json", q="المرفأ"))
    assert {item["container-title"] for item in items} == {"صحيفة الميناء", "صحيفة الجبل"}
    assert json.loads(downloaded(client, "json", q="غيابتام")) == []


def test_a_comment_of_bibtex_ends_where_it_should(index: Index, client: Client) -> None:
    make_article("مرفأ", "مرفأ")
    index()
    first = downloaded(client, "bib", q="مرفأ OR }}{@online{x,").decode().splitlines()[0]
    assert first.startswith("@comment{")
    assert first.count("{") == first.count("}") == 1


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_hidden_since_the_last_commit_is_in_no_file(
    three: list[Article], client: Client, ending: str
) -> None:
    hide_articles(three[:1], Reasons("سبب"))
    content = downloaded(client, ending, q="المرفأ")
    if ending == "xlsx":
        sheet = load_workbook(BytesIO(content)).worksheets[0]
        content = str(list(sheet.values)).encode()
    assert three[0].public_id.encode() not in content
    assert three[1].public_id.encode() in content


def test_copies_are_folded_where_the_page_folds_them(index: Index, client: Client) -> None:
    story = Republication.objects.create()
    for _ in range(2):
        make_article("خبر واحد", "نص واحد", republication=story)
    index()
    assert len(table(client)) == 2
    assert len(table(client, collapse="1")) == 1


@pytest.mark.usefixtures("index")
def test_no_such_format(
    client: Client,
) -> None:
    assert client.get("/search/export.doc").status_code == 404
    assert client.post("/search/export.csv").status_code == 405
    assert client.head("/search/export.csv").status_code == 200


@pytest.mark.usefixtures("three")
def test_the_results_page_offers_every_format(client: Client) -> None:
    html = client.get("/search/", {"q": "المرفأ", "page": "1"}).content.decode()
    for ending in ENDINGS:
        assert f'href="/search/export.{ending}?q=المرفأ"' in html
    assert "export." not in client.get("/search/", {"q": "غيابتام"}).content.decode()


def _many(count: int) -> None:
    capture, outlet = make_capture(), make_outlet()
    Article.objects.bulk_create(
        Article(
            public_id=f"many{number:06d}",
            capture=capture,
            position=number,
            title=f"خبر رقم {number}",
            body="نص طويل " * 200,
            outlet=outlet,
        )
        for number in range(count)
    )


@pytest.mark.parametrize("ending", ENDINGS)
def test_memory_does_not_grow_with_rows(monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    monkeypatch.setattr(result_articles, "_ROWS", 25)
    _many(100)
    keys = list(Article.objects.values_list("pk", flat=True))

    class Listed:
        def __init__(self, rounds: int) -> None:
            self.rounds = rounds

        def keys(self, at_once: int) -> Iterator[list[int]]:
            for _ in range(self.rounds):
                for start in range(0, len(keys), at_once):
                    gc.collect()  # When Python does it by itself is no matter of rows.
                    yield keys[start : start + at_once]

    def peak(rounds: int) -> int:
        results: Any = Listed(rounds)
        told = ResultProvenance(SearchState(), "https://a.example/", (), 1, timezone.now(), "b/1")
        gc.freeze()
        tracemalloc.start()
        for _ in RESULT_FORMATS[ending].write(results, told, "https://a.example/article/"):
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        gc.unfreeze()
        return found

    peak(1)
    few, many = peak(1), peak(9)
    # The 800 rows between them are two megabytes and more.
    assert many < few + 400_000, (few, many)


@pytest.mark.usefixtures("three")
def test_articles_come_in_batches(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(result_articles, "_ROWS", 2)
    assert len(table(client, q="المرفأ")) == 3
