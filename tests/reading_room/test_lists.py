"""Lists of articles: filled by one press, noted on, taken away, shared by a link."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from archive.captures.removal import hide_articles
from archive.captures.tombstones import Reasons
from archive.captures.withdrawal import withdraw
from archive.models import AccessKey, AlertMail, FormerArticle, ListedArticle, ReadingList
from archive.readers import reading_lists
from tests.factories import make_article

pytestmark = pytest.mark.usefixtures("archive")

Index = Callable[[], None]


def add(client: Client, public_id: str, **fields: str) -> ReadingList:
    assert client.post("/lists/add/", {"article": public_id, **fields}).status_code == 302
    return ReadingList.objects.latest("used_at")


def shared_address(client: Client, kept: ReadingList, **fields: str) -> str:
    client.post(f"/lists/{kept.pk}/change/", {"act": "share", **fields})
    page = client.get(f"/lists/{kept.pk}/").content.decode()
    found = re.search(r'value="(/list/khzlist_[^"]+)"', page)
    assert found, page
    return found[1]


def test_the_first_press_begins_a_list_and_the_next_fill_it(at_home: Client, index: Index) -> None:
    articles = [make_article(f"خبر {number}", "نهر") for number in range(3)]
    index()
    page = at_home.get("/search/?q=نهر").content.decode()
    assert page.count('form="add-to-list"') == 3
    for article in articles:
        add(at_home, article.public_id)
    add(at_home, articles[0].public_id)
    kept = ReadingList.objects.get()
    assert kept.listed.count() == 3
    page = at_home.get(f"/lists/{kept.pk}/").content.decode()
    assert "3 articles" in page
    assert "seen by you alone" in page


def test_a_press_leads_back_where_it_was_made_and_nowhere_else(at_home: Client) -> None:
    article = make_article()

    def back(asked: str) -> str:
        sent = {"article": article.public_id, "back": asked}
        return str(at_home.post("/lists/add/", sent)["Location"])

    assert back("/search/?q=%D9%86") == "/search/?q=%D9%86"
    for elsewhere in ("https://evil.example/", "//evil.example/", r"/\evil.example", ""):
        assert back(elsewhere) == "/lists/"


def test_a_script_is_told_in_json(at_home: Client) -> None:
    article = make_article()
    answer = at_home.post(
        "/lists/add/", {"article": article.public_id}, headers={"accept": "application/json"}
    ).json()
    assert answer["told"] == "On the list “My list”"
    assert answer["url"] == f"/lists/{ReadingList.objects.get().pk}/"


def test_an_article_goes_on_the_list_that_was_chosen(at_home: Client, index: Index) -> None:
    article = make_article("خبر", "نهر")
    index()
    for name in ("الأولى", "الثانية"):
        at_home.post("/lists/make/", {"name": name})
    page = at_home.get(article.get_absolute_url()).content.decode()
    assert page.index("الثانية") < page.index("الأولى")  # The one last used is chosen.
    first = ReadingList.objects.get(name="الأولى")
    add(at_home, article.public_id, list=str(first.pk))
    assert first.listed.count() == 1


def test_strangers_are_offered_no_list(client: Client, index: Index) -> None:
    article = make_article("خبر", "نهر")
    index()
    for address in ("/search/?q=نهر", article.get_absolute_url()):
        assert "add-to-list" not in client.get(address).content.decode()
    assert client.post("/lists/add/", {"article": article.public_id}).status_code == 302
    assert not ReadingList.objects.exists()


def test_a_list_is_shared_by_a_link_that_can_be_taken_back(client: Client, at_home: Client) -> None:
    article = make_article("خبر معلن")
    kept = add(at_home, article.public_id)
    at_home.post(f"/lists/{kept.pk}/article/", {"article": article.public_id, "note": "سر بيننا"})
    address = shared_address(at_home, kept)
    page = client.get(address).content.decode()
    assert "خبر معلن" in page
    assert "سر بيننا" not in page
    assert "salma" not in page
    assert "noindex" in page
    assert "سر بيننا" not in client.get(f"{address}list.csv").content.decode()
    at_home.post(f"/lists/{kept.pk}/change/", {"act": "unshare"})
    assert client.get(address).status_code == 404
    assert client.get(f"{address}list.csv").status_code == 404
    again = shared_address(at_home, kept, notes="1")
    assert again != address
    assert "سر بيننا" in client.get(again).content.decode()
    assert "سر بيننا" in client.get(f"{again}list.csv").content.decode()
    assert client.get(f"/list/khzlist_{'0' * 43}/").status_code == 404


def test_what_is_hidden_or_withdrawn_drops_out(client: Client, at_home: Client) -> None:
    shown, hidden, withdrawn = (make_article(f"خبر {name}") for name in ("باق", "مخفي", "مسحوب"))
    for article in (shown, hidden, withdrawn):
        kept = add(at_home, article.public_id)
    address = shared_address(at_home, kept)
    hide_articles([hidden], Reasons("سبب"))
    withdraw(withdrawn.capture, "حكم")
    for asked in (address, f"{address}list.csv", f"{address}list.bib"):
        text = client.get(asked).content.decode()
        assert "باق" in text
        assert "مخفي" not in text
        assert "مسحوب" not in text
    own = at_home.get(f"/lists/{kept.pk}/").content.decode()
    assert own.count("This article is no longer shown.") == 2
    assert "مخفي" not in own
    assert at_home.get(f"/lists/{kept.pk}/list.csv").content.decode().count("\n") == 2


def test_an_article_that_was_replaced_is_found_at_its_new_place(at_home: Client) -> None:
    old, new = make_article("قديم"), make_article("جديد")
    kept = add(at_home, old.public_id)
    FormerArticle.retire(old, new)
    assert "جديد" in at_home.get(f"/lists/{kept.pk}/").content.decode()


def test_a_list_as_a_table_and_as_references(at_home: Client) -> None:
    article = make_article("=خبر", byline="ليلى حداد", url="https://paper.example/1")
    kept = add(at_home, article.public_id)
    at_home.post(f"/lists/{kept.pk}/article/", {"article": article.public_id, "note": "+ملاحظة"})
    content = at_home.get(f"/lists/{kept.pk}/list.csv").content.decode()
    assert content.startswith("\ufeff")
    (row,) = csv.DictReader(StringIO(content.removeprefix("\ufeff")))
    assert row["title"] == "'=خبر"
    assert row["note"] == "'+ملاحظة"
    assert row["address"] == article.get_absolute_url()
    assert (row["published"], row["byline"]) == ("2024-10-26", "ليلى حداد")
    assert at_home.get(f"/lists/{kept.pk}/list.bib").content.decode().startswith("@online{")
    assert "TY  - NEWS" in at_home.get(f"/lists/{kept.pk}/list.ris").content.decode()
    assert "N1  - +ملاحظة" in at_home.get(f"/lists/{kept.pk}/list.ris").content.decode()
    book = load_workbook(BytesIO(at_home.get(f"/lists/{kept.pk}/list.xlsx").content))
    cells = [cell.value for cell in next(book.worksheets[0].iter_rows(min_row=2))]
    assert "=خبر" in cells
    assert "+ملاحظة" in cells
    assert book.worksheets[0]["C2"].data_type == "s"
    lines = at_home.get(f"/lists/{kept.pk}/list.jsonl").content.decode().splitlines()
    assert json.loads(lines[1])["body"] == article.body
    (item,) = json.loads(at_home.get(f"/lists/{kept.pk}/list.json").content)
    assert item["note"].startswith("+ملاحظة; ")
    assert item["author"] == [{"literal": "ليلى حداد"}]
    assert at_home.get(f"/lists/{kept.pk}/list.exe").status_code == 404


def test_an_article_is_taken_off_and_a_list_renamed_and_removed(at_home: Client) -> None:
    article = make_article()
    kept = add(at_home, article.public_id)
    at_home.post(f"/lists/{kept.pk}/change/", {"act": "rename", "name": "للتحقيق"})
    assert "للتحقيق" in at_home.get("/lists/").content.decode()
    drop = {"article": article.public_id, "act": "drop"}
    at_home.post(f"/lists/{kept.pk}/article/", drop)
    assert not ListedArticle.objects.exists()
    at_home.post(f"/lists/{kept.pk}/change/", {"act": "remove"})
    assert not ReadingList.objects.exists()


def test_lists_and_notes_are_bounded(at_home: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_lists, "MOST_LISTED", 1)
    monkeypatch.setattr(reading_lists, "MOST_LISTS", 1)
    first, second = make_article(), make_article()
    kept = add(at_home, first.public_id)
    page = at_home.post("/lists/add/", {"article": second.public_id}, follow=True)
    assert "begin another" in page.content.decode()
    page = at_home.post("/lists/make/", {"name": "x"}, follow=True)
    assert "remove one that you no longer need" in page.content.decode()
    sent = {"article": first.public_id, "note": "ن" * 5001}
    page = at_home.post(f"/lists/{kept.pk}/article/", sent, follow=True)
    assert "was not saved" in page.content.decode()
    assert ListedArticle.objects.get().note == ""


def test_nobody_sees_or_changes_the_list_of_another(at_home: Client) -> None:
    article = make_article()
    kept = add(at_home, article.public_id)
    other = Client()
    other.force_login(User.objects.create_superuser("chief"))
    assert other.get(f"/lists/{kept.pk}/").status_code == 404
    assert other.get(f"/lists/{kept.pk}/list.csv").status_code == 404
    for address in (f"/lists/{kept.pk}/change/", f"/lists/{kept.pk}/article/"):
        assert other.post(address, {"act": "remove"}).status_code == 404
    sent = {"article": article.public_id, "list": str(kept.pk)}
    assert other.post("/lists/add/", sent).status_code == 404


def test_no_administrator_reads_notes_in_the_admin(at_home: Client) -> None:
    article = make_article()
    kept = add(at_home, article.public_id)
    sent = {"article": article.public_id, "note": "ملاحظة خاصة"}
    at_home.post(f"/lists/{kept.pk}/article/", sent)
    chief = Client()
    chief.force_login(User.objects.create_superuser("chief"))
    person = kept.person_id
    for address in (
        "/admin/",
        f"/admin/auth/user/{person}/change/",
        f"/admin/auth/user/{person}/history/",
    ):
        assert "ملاحظة خاصة" not in chief.get(address).content.decode()
    for model in ("readinglist", "listedarticle", "savedsearch", "accesskey", "alert"):
        assert chief.get(f"/admin/archive/{model}/").status_code == 404


def test_all_of_it_is_one_file_and_goes_with_the_account(
    at_home: Client, salma: Any, index: Index
) -> None:
    article = make_article("خبر", "نهر")
    index()
    kept = add(at_home, article.public_id)
    at_home.post(f"/lists/{kept.pk}/article/", {"article": article.public_id, "note": "ملاحظة"})
    at_home.post("/saved/save/", {"query": "q=نهر"})
    at_home.post("/account/keys/make/", {"name": "دفتر"})
    token = shared_address(at_home, kept).split("/")[2]
    response = at_home.get("/account/kept.json")
    assert "attachment" in response["Content-Disposition"]
    record = json.loads(response.content)
    assert record["lists"][0]["articles"][0]["note"] == "ملاحظة"
    assert record["saved_searches"][0]["query"] == "q=نهر"
    assert record["keys"][0]["name"] == "دفتر"
    assert token not in response.content.decode()
    AlertMail.objects.create(person=salma)
    salma.delete()
    for model in (ReadingList, ListedArticle, AccessKey, AlertMail):
        assert not model.objects.exists()


def test_a_list_costs_as_many_queries_however_long_it_is(at_home: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            at_home.get(f"/lists/{kept.pk}/")
        return len(asked)

    kept = add(at_home, make_article().public_id)
    few = queries()
    for _number in range(12):
        add(at_home, make_article().public_id)
    assert queries() == few
    assert few <= 8
