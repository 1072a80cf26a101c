"""Lists of very long tables offer and order what they do without reading every row."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from archive.admin import entity_links, read_only
from archive.admin.entity_links import linked_to
from tests.factories import (
    make_article,
    make_capture,
    make_entity,
    make_mention,
    make_outlet,
    stated_day,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]


def test_captures_are_filtered_by_the_values_of_the_latest_and_the_one_that_is_chosen(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_only, "_LATEST", 1)
    make_capture("older", layout="older_layout")
    make_capture("newer", layout="newer_layout")
    captures = reverse("admin:archive_capture_changelist")
    page = admin_client.get(captures).content.decode()
    assert "?layout=newer_layout" in page
    assert "older_layout" not in page
    chosen = admin_client.get(f"{captures}?layout=older_layout").content.decode()
    assert chosen.count("older_layout") >= 1
    assert "1 " in chosen


def test_outlets_are_listed_with_the_number_of_their_articles(admin_client: Client) -> None:
    outlet, other = make_outlet("صحيفة أولى"), make_outlet("صحيفة ثانية")
    make_article(outlet=outlet)
    make_article(outlet=outlet)
    address = reverse("admin:archive_outlet_changelist")
    for order in ("", "?o=6", "?o=-6"):
        shown = admin_client.get(f"{address}{order}").context["cl"].result_list
        assert {each.slug: each.article_total for each in shown} == {outlet.slug: 2, other.slug: 0}
    first = admin_client.get(f"{address}?o=-6").context["cl"].result_list[0]
    assert first == outlet


def test_the_latest_articles_of_a_name_are_the_same_by_either_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entity = make_entity("دمشق")
    for day in (3, 1, 2):
        named = {"title": f"خبر {day}", "body": "زار الوفد دمشق."}
        article = make_article(**named, **stated_day(date(2020, 1, day)))
        make_mention(article, entity)
    make_article(title="خبر آخر", **stated_day(date(2020, 1, 9)))
    few = linked_to(entity)
    monkeypatch.setattr(entity_links, "_MANY", 2)
    assert linked_to(entity) == few
    places = [few.index(f"خبر {day}") for day in (3, 2, 1)]
    assert places == sorted(places)
    assert "خبر آخر" not in few
