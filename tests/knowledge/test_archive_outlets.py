"""Outlets that an archivist describes are known when documents are loaded and parsed again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from archive.ingest.enrichment import worker_processes as pools
from archive.ingest.loading import LoadReport
from archive.ingest.run import load_paths, reparse
from archive.models import Article, Outlet, OutletBasis, OutletKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]
TEXT = (
    "افتتح مجلس البلدة صباح الأربعاء مكتبة عامة جديدة تضم عشرين ألف كتاب، وحضر الافتتاح "
    "مئات من سكان البلدة والقرى المجاورة.\n\nوقال مدير المكتبة إن أبوابها مفتوحة للجميع دون مقابل."
)
TITLE = "مكتبة عامة جديدة في البلدة"


@pytest.fixture
def outlet() -> Outlet:
    """An outlet that no file of the product names."""
    return Outlet.objects.create(
        slug="manarat-albalda",
        name_ar="منارة البلدة الإخبارية",
        name_en="Town Beacon",
        kind=OutletKind.NEWSPAPER,
        country="SY",
        domains=["beacon.example"],
    )


def load(tmp_path: Path, name: str, content: str) -> Article:
    document = tmp_path / name
    document.write_text(content, encoding="utf-8")
    assert load_paths([str(document)]).complete
    return Article.objects.get()


def record(**columns: str) -> str:
    return json.dumps({"title": TITLE, "text": TEXT, **columns}, ensure_ascii=False) + "\n"


@pytest.mark.parametrize(
    "name", ["مناره البلده الاخباريه", "«منارة البلدة الإخبارية»", "town beacon"]
)
def test_source_line_names_it_in_another_spelling(
    outlet: Outlet, tmp_path: Path, name: str
) -> None:
    article = load(tmp_path, "page.txt", f"{TITLE}\n\n{TEXT}\n\nالمصدر: {name}\n")
    assert (article.outlet, article.outlet_basis) == (outlet, OutletBasis.SOURCE_LINE)
    assert Outlet.objects.count() == 1


def test_name_at_the_top_of_a_page(outlet: Outlet, tmp_path: Path) -> None:
    article = load(tmp_path, "page.txt", f"منارة البلدة الإخبارية\n\n{TITLE}\n\n{TEXT}\n")
    assert (article.outlet, article.title) == (outlet, TITLE)
    assert "منارة" not in article.body


def test_it_is_known_in_a_dateline(outlet: Outlet, tmp_path: Path) -> None:
    article = load(tmp_path, "page.txt", f"{TITLE}\n\nحمص: «منارة البلدة الإخبارية»\n\n{TEXT}\n")
    assert (article.outlet, article.dateline) == (outlet, "حمص")


@pytest.mark.parametrize(
    "columns",
    [
        {"outlet": "مناره البلده الاخباريه"},
        {"url": "https://beacon.example/town/17"},
        {"url": "https://www.beacon.example/town/17"},
    ],
)
def test_record_names_it_or_its_host(
    outlet: Outlet, tmp_path: Path, columns: dict[str, str]
) -> None:
    assert load(tmp_path, "records.jsonl", record(**columns)).outlet == outlet


@pytest.mark.parametrize(
    "typed", [["https://www.Beacon.example/"], ["www.beacon.example"], "beacon.example"]
)
def test_an_address_typed_for_a_host_is_understood(
    outlet: Outlet, tmp_path: Path, typed: Any
) -> None:
    Outlet.objects.update(domains=typed)
    article = load(tmp_path, "records.jsonl", record(url="https://beacon.example/town/17"))
    assert article.outlet == outlet


def test_a_clock_time_is_of_its_country(outlet: Outlet, tmp_path: Path) -> None:
    stamp = "تاريخ النشر: 3 أيار 2022 18:30"
    page = f"{TITLE}\n\n{stamp}\n\n{TEXT}\n\nالمصدر: منارة البلدة الإخبارية\n"
    article = load(tmp_path, "page.txt", page)
    assert (article.outlet, article.published_offset) == (outlet, 180)


def test_a_host_of_its_own_goes_before_the_layout_of_the_domain(tmp_path: Path) -> None:
    own = Outlet.objects.create(slug="towns", name_ar="بلدات", domains=["towns.aljazeera.net"])
    article = load(tmp_path, "records.jsonl", record(url="https://towns.aljazeera.net/a/17"))
    assert article.outlet == own


def test_a_host_added_to_a_shipped_outlet_is_its_own(tmp_path: Path) -> None:
    own = Outlet.objects.create(
        slug="enabbaladi", name_ar="عنب بلدي", domains=["enabbaladi.example"]
    )
    article = load(tmp_path, "records.jsonl", record(url="https://enabbaladi.example/a/17"))
    assert article.outlet == own


def test_parsing_again_gives_an_outlet_that_was_described_since(tmp_path: Path) -> None:
    text = record(url="https://beacon.example/town/17")
    assert load(tmp_path, "records.jsonl", text).outlet is None
    outlet = Outlet.objects.create(
        slug="beacon", name_ar="منارة البلدة", domains=["beacon.example"]
    )
    assert reparse().updated == 1
    assert Article.objects.get().outlet == outlet


def test_other_processes_know_it(
    outlet: Outlet, load: Callable[..., LoadReport], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pools, "FEWEST_DOCUMENTS", 1)
    lines = [record(url=f"https://beacon.example/town/{number}") for number in range(3)]
    (tmp_path / "records.jsonl").write_text("".join(lines), encoding="utf-8")
    load(tmp_path / "records.jsonl")
    assert {article.outlet for article in Article.objects.all()} == {outlet}
    call_command("reparse_articles", "--no-index", verbosity=0)
    assert {article.outlet for article in Article.objects.all()} == {outlet}


def test_a_name_that_loading_found_does_not_change_how_pages_are_read(tmp_path: Path) -> None:
    load(tmp_path, "page.txt", f"{TITLE}\n\n{TEXT}\n\nالمصدر: أخبار حارتنا القديمة\n")
    found = Outlet.objects.get()
    assert not Outlet.objects.described().exists()
    found.history.update(history_user=User.objects.create(username="archivist"))
    assert Outlet.objects.described().get() == found
