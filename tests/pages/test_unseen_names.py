"""Names that an editor suppressed or rejected stand nowhere, from the moment on that they were.

The worker is not run after the act: nothing waits for the index, or for what was made of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from archive.models import Article, Entity, EntityRelation
from search.query.state import SearchState
from search.service.search import search
from search.service.search_suggestions import warm_caches
from tests.factories import make_article, make_entity, make_mention

NAME = "زرقان المهراني"
LATIN = "Zurqan Mahrani"
ACTS: dict[str, dict[str, Any]] = {
    "suppressed": {"suppressed": True},
    "rejected": {"status": "rejected"},
}
ADDRESSES = (
    "/search/",
    "/search/?person=zz-hidden",
    "/search/?not-person=zz-hidden",
    "/search/?entity=zz-hidden&q=none",
    "/search/?find-person=Zur",
    "/entity/zz-town/",
    "/entities/?q=Zur",
    "/entities/",
    "/suggest/?q=Zur",
    "/",
)


@pytest.fixture(params=ACTS)
def unseen(request: pytest.FixtureRequest, index: Callable[[], None]) -> Entity:
    """An entity that the index and its caches know, and that readers no longer see."""
    person = make_entity(NAME, "person", name_en=LATIN, key="zz-hidden")
    town = make_entity("بلدة الوادي", key="zz-town", parent=person)
    for number in range(4):
        article = make_article(f"اجتماع رقم {number}", f"حضر {NAME} إلى بلدة الوادي")
        make_mention(article, person)
        make_mention(article, town)
    EntityRelation.objects.create(source=person, kind="part_of", target=town)
    EntityRelation.objects.create(source=town, kind="metonym_of", target=person)
    index()
    warm_caches()
    Entity.objects.filter(pk=person.pk).update(**ACTS[request.param])
    person.refresh_from_db()
    return person


def test_no_page_names_it(unseen: Entity, english: Client) -> None:
    for address in ADDRESSES:
        html = english.get(address).content.decode()
        assert LATIN not in html, address
        asked = address.partition("?")[2].replace("&", "&amp;")
        assert "zz-hidden" in address or "zz-hidden" not in html.replace(asked, ""), address
    client = Client()
    for address in ("/search/?person=zz-hidden", "/entity/zz-town/", "/search/"):
        html = client.get(address).content.decode().replace(f"حضر {NAME}", "")
        assert NAME not in html, address
    merged = make_entity("اسم سابق", status="merged", merged_into=unseen)
    assert client.get(unseen.get_absolute_url()).status_code == 404
    assert client.get(merged.get_absolute_url()).status_code == 404


def test_suggestions_and_queries_leave_it_out(unseen: Entity, client: Client) -> None:
    for typed in ("زرقان", "Zurq", "المهر"):
        rows = client.get("/suggest/", {"q": typed}).json()["suggestions"]
        assert [row for row in rows if unseen.key in row["url"]] == []
    page = search(SearchState().with_text(f'person:"{NAME}"'))
    assert page.total == 0
    assert not any(LATIN in notice for notice in page.notices)


@pytest.mark.usefixtures("unseen")
def test_ways_out_do_not_lead_to_it() -> None:
    page = search(SearchState().with_text(LATIN))
    assert [each.label for each in page.alternatives if NAME in each.label] == []


@pytest.mark.usefixtures("unseen")
def test_the_export_leaves_it_out() -> None:
    out = StringIO()
    call_command("export_articles", stdout=out)
    named = [
        each["name"]
        for line in out.getvalue().splitlines()
        for each in json.loads(line)["entities"]
    ]
    assert "بلدة الوادي" in named
    assert NAME not in named


def test_a_phrase_of_titles_that_went_is_not_suggested(
    index: Callable[[], None], client: Client
) -> None:
    for number in range(4):
        make_article(f"مهرجان الفلفل الأزرق {number}", "نص")
    index()
    warm_caches()

    def kinds() -> set[str]:
        rows = client.get("/suggest/", {"q": "مهرجان"}).json()["suggestions"]
        return {row["label"] for row in rows}

    assert "مهرجان الفلفل" in kinds() or "مهرجان الفلفل الأزرق" in kinds()
    Article.objects.all().delete()
    index()
    assert kinds() == set()
