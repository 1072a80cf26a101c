"""What an archive offers while a reader types, and where it leads."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from archive.models import Alias
from search.suggest import suggester
from search.suggest.suggester import archive_entries, suggestion_url
from tests.factories import make_article, make_entity, make_outlet, stated_day

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]


def test_what_can_be_suggested(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    outlet = make_outlet("سانا", slug="sana", name_en="SANA")
    damascus = make_entity("دمشق", key="Q3766", name_en="Damascus")
    make_entity("حلب", key="Q41183")
    for _ in range(3):
        make_article("معرض الكتاب في دمشق", outlet=outlet)
    Alias.objects.create(entity=damascus, text="الشام القديمة")
    with django_assert_num_queries(4):
        entries = list(archive_entries({"sana": 3}, {"Q3766": 3}))
    found = {(entry.label, entry.kind) for entry in entries}
    assert {("سانا", "outlet"), ("SANA", "outlet"), ("دمشق", "entity")} <= found
    assert {("معرض الكتاب", "phrase"), ("معرض الكتاب في دمشق", "title")} <= found
    assert ("حلب", "entity") not in found
    (named,) = (entry for entry in entries if entry.label == "دمشق" and entry.kind == "entity")
    assert {"الشام القديمة", "دمشق القديمة"} <= set(named.spellings)


def test_of_very_many_titles_the_newest_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggester, "_TITLES", 2)
    for day in (2, 3, 1):
        make_article(f"خبر {day}", **stated_day(date(2020, 1, day)))
    known = [entry.label for entry in archive_entries({}, {}) if entry.kind == "title"]
    assert known == ["خبر 3", "خبر 2"]


@pytest.mark.parametrize(
    ("kind", "target", "part"),
    [
        ("title", "id1", "/article/id1"),
        ("outlet", "sana", "/outlet/sana"),
        ("entity", "Q3766", "/entity/Q3766"),
        ("phrase", "معرض الكتاب", "?q="),
    ],
)
def test_a_suggestion_has_an_address(kind: str, target: str, part: str) -> None:
    assert part in suggestion_url(kind, target)
