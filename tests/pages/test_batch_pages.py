"""Many names at once: counted by outlet and year, at once or in the background."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from archive.jobs import run_waiting
from archive.models import BatchLine, Job
from search.pages import long_answers
from search.service import batch_search
from tests.factories import make_article, make_outlet
from tests.pages.conftest import CountQueries

pytestmark = pytest.mark.usefixtures("archive")


@pytest.fixture
def fairs(index: Callable[[], None]) -> None:
    paper, radio = (
        make_outlet("جريدة الميناء", slug="paper"),
        make_outlet("إذاعة السهل", slug="radio"),
    )
    for year in (2019, 2020, 2020):
        make_article(
            "معرض الزهور", "سليم الحداد يفتتح معرض الزهور", outlet=paper, day=date(year, 5, 1)
        )
    make_article("معرض الزهور", "الحداد قال لصديقه سليم", outlet=radio, day=date(2020, 5, 2))
    make_article("معرض الزهور", "سليم الحداد", outlet=radio, day=None)
    index()


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(User.objects.create_user("salma"))
    return client


def told(html: str) -> list[str]:
    note = re.search(r'role="alert">(.*?)</div>', html, re.S)
    return re.findall("<p>(.*?)</p>", note[1]) if note else []


def rows(html: str) -> list[list[str]]:
    return [
        [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in re.findall("<tr>(.*?)</tr>", html)
    ]


@pytest.mark.usefixtures("fairs")
def test_a_short_list_is_answered_at_once(client: Client) -> None:
    lines = '"سليم الحداد"\n\nمعرض\nلازورد'
    html = client.post("/batch/", {"lines": lines}).content.decode()
    assert rows(html) == [
        ["البحث", "الكل", "2019", "2020", "سنوات أخرى أو بلا سنة"],
        ["&quot;سليم الحداد&quot;", "4", "1", "2", "1"],
        ["معرض", "5", "1", "3", "1"],
        ["لازورد", "0", "0", "0", ""],
    ]


@pytest.mark.usefixtures("fairs")
def test_each_number_leads_to_as_many_articles(client: Client) -> None:
    for by in ("year", "outlet"):
        html = client.post("/batch/", {"lines": "معرض", "by": by}).content.decode()
        links = re.findall(r'<td><a href="([^"]+)">(\d+)</a>', html)
        assert links
        for address, count in links:
            assert client.get(address.replace("&amp;", "&")).context["page"].total == int(count)


@pytest.mark.usefixtures("fairs")
def test_the_table_for_spreadsheets_has_outlet_and_year_together(client: Client) -> None:
    answer: Any = client.post("/batch/", {"lines": "معرض\nلازورد", "as": "csv"})
    text = b"".join(answer).decode("utf-8-sig")
    assert list(csv.reader(text.splitlines()))[1:] == [
        ["1", "معرض", "paper", "جريدة الميناء", "2019", "1", ""],
        ["1", "معرض", "paper", "جريدة الميناء", "2020", "2", ""],
        ["1", "معرض", "radio", "إذاعة السهل", "2020", "1", ""],
        ["1", "معرض", "radio", "إذاعة السهل", "", "1", ""],
        ["2", "لازورد", "", "", "", "0", ""],
    ]


@pytest.mark.usefixtures("fairs")
def test_long_lines_make_no_page_of_megabytes(client: Client) -> None:
    html = client.post("/batch/", {"lines": f"معرض OR {'ق' * 900}\n" * 20}).content
    assert len(html) < 200_000
    assert rows(html.decode())[1][1] == "5"


def test_without_an_account_a_long_list_is_refused(client: Client) -> None:
    html = client.post("/batch/", {"lines": "قلم\n" * 21}).content.decode()
    assert "عدد الأسطر 21" in told(html)[0]
    assert html.count("قلم") == 21
    assert not Job.objects.exists()


@pytest.mark.usefixtures("fairs")
def test_a_long_list_of_an_account_is_done_in_the_background(reader: Client) -> None:
    answer = reader.post("/batch/", {"lines": "معرض\n" * 50})
    assert answer.status_code == 302
    waiting = reader.get(answer["Location"]).content.decode()
    assert 'http-equiv="refresh"' in waiting
    run_waiting()
    done = reader.get(answer["Location"]).content.decode()
    assert 'http-equiv="refresh"' not in done
    assert "أُنجز 50 من 50 سطر." in done
    assert rows(done)[50][:4] == ["معرض", "5", "1", "3"]
    table: Any = reader.get(f"{answer['Location']}counts.csv")
    assert len(b"".join(table).decode().splitlines()) == 1 + 50 * 4


@pytest.mark.usefixtures("fairs")
def test_a_batch_that_was_killed_goes_on_where_it_was(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_search, "_STEP_SECONDS", 0.0)
    reader.post("/batch/", {"lines": "معرض\n" * 21})
    run_waiting(iter([True, True, False]).__next__)
    assert 0 < BatchLine.objects.count() < 21
    run_waiting()
    assert list(BatchLine.objects.values_list("number", flat=True)) == list(range(1, 22))


@pytest.mark.usefixtures("fairs")
def test_a_batch_is_for_whoever_asked_for_it(reader: Client) -> None:
    address = reader.post("/batch/", {"lines": "معرض\n" * 21})["Location"]
    other, anybody = Client(), Client()
    other.force_login(User.objects.create_user("hind"))
    for each in (address, f"{address}counts.csv"):
        assert other.get(each).status_code == 404
        assert anybody.get(each).status_code == 403


def test_old_batches_make_room(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_search, "BATCHES_KEPT", 2)
    for _number in range(3):
        last = reader.post("/batch/", {"lines": "قلم\n" * 21})["Location"]
        run_waiting()
    first = Job.objects.earliest("pk")
    assert "لا تُحفظ نتائج قائمة بهذا القدم" in reader.get(f"/batch/{first.pk}/").content.decode()
    assert "أُنجز 21 من 21 سطر." in reader.get(last).content.decode()
    assert BatchLine.objects.count() == 2 * 21
    html = reader.get("/batch/").content.decode()
    assert html.count('href="/batch/') == 2


def test_broken_lines_are_told_by_number(client: Client) -> None:
    lines = f"قلم\n(((\n{'ق' * 1001}\nدفتر"
    assert told(client.post("/batch/", {"lines": lines}).content.decode()) == [
        "السطر 2: ليس فيه كلمة يُبحث عنها.",
        "السطر 3: فيه أكثر من 1,000 حرف.",
    ]


def test_too_many_lines_are_told(reader: Client) -> None:
    html = reader.post("/batch/", {"lines": "قلم\n" * 1001}).content.decode()
    assert "عدد الأسطر 1001، والقائمة الواحدة تتسع لعدد 1000 منها." in told(html)[0]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('\ufeffالاسم,بلد\n"زيد, عمرو",س\nهند,ع\n'.encode(), ["زيد, عمرو", "هند"]),
        ("زيد;س\nهند;ع".encode(), ["زيد", "هند"]),
        ("زيد,س\r\nهند,ع\r\n".encode("utf-16"), ["زيد", "هند"]),
    ],
)
@pytest.mark.usefixtures("fairs")
def test_the_first_column_of_a_table_counts(
    client: Client, content: bytes, expected: list[str]
) -> None:
    sent = SimpleUploadedFile("names.csv", content)
    html = client.post("/batch/", {"lines": "", "file": sent}).content.decode()
    assert [row[0] for row in rows(html)[1:]] == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'a,b\n"c,d\ne,f\n', "السطر 2: الجدول معطوب من هنا"),
        ("قلم\nدفتر".encode("cp1256"), "السطر 1: ترميزه ليس UTF-8"),
        (b"", "لا سطر في القائمة"),
        (b"\n\n\n", "لا سطر في القائمة"),
    ],
)
def test_a_broken_file_is_told_by_line(client: Client, content: bytes, expected: str) -> None:
    sent = SimpleUploadedFile("names.csv", content)
    html = client.post("/batch/", {"lines": "", "file": sent}).content.decode()
    assert expected in told(html)[0]


@pytest.mark.usefixtures("fairs")
def test_a_third_long_answer_is_asked_to_come_again(client: Client) -> None:
    held = [long_answers._places.acquire(blocking=False) for _ in range(long_answers.AT_ONCE)]
    try:
        answer = client.post("/batch/", {"lines": "معرض"})
        assert answer.status_code == 503
        assert int(answer["Retry-After"]) > 0
        assert client.get("/batch/").status_code == 200
    finally:
        for _each in held:
            long_answers._places.release()
    assert client.post("/batch/", {"lines": "معرض"}).status_code == 200


@pytest.mark.usefixtures("fairs")
def test_queries_do_not_grow(reader: Client, count_queries: CountQueries) -> None:
    address = reader.post("/batch/", {"lines": "معرض\n" * 60})["Location"]
    run_waiting()
    assert count_queries(address) <= 6
