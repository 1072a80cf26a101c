"""Names that a program found and no editor has reviewed, on the results page and in exports."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from archive.models import Entity
from search.query.state import SearchState
from search.service.search import search
from tests.factories import make_article, make_entity, make_mention

FOUND = "زعيتر الكرماوي"
KNOWN = "سليم الحمداني"


@pytest.fixture
def found(index: Callable[[], None]) -> Entity:
    """A person whom the program found in two articles, beside one whom the list has, in one."""
    known = make_entity(KNOWN, "person", key="known")
    person = make_entity(FOUND, "person", key="found", status="candidate")
    first = make_article("أول", f"قال {FOUND} لزميله {KNOWN} ذلك.")
    second = make_article("ثان", f"ثم عاد {FOUND} وحده.")
    make_mention(first, known, method="gazetteer")
    for article in (first, second):
        make_mention(article, person, method="crf")
    index()
    return person


def people(state: SearchState, **options: Any) -> list[tuple[str, int, bool]]:
    """The people of a search's facet: key, articles, whether nobody reviewed the name."""
    facets = {facet.name: facet for facet in search(state, **options).facets}
    return [(each.value, each.count, each.machine_found) for each in facets["person"].values]


@pytest.mark.usefixtures("found")
def test_they_are_counted_only_where_a_reader_asks() -> None:
    assert people(SearchState()) == [("known", 1, False)]
    everybody = [("found", 2, True), ("known", 1, False)]
    assert people(SearchState().with_machine_found()) == everybody


@pytest.mark.usefixtures("found")
def test_beside_a_facet_they_stand_apart_and_closed(client: Client) -> None:
    html = client.get("/search/").content.decode()
    group = html.split('id="found-person"')[1].split("</details>")[0]
    assert "وجدها البرنامج، لم يراجعها محرر" in group
    assert FOUND not in html.split('id="hits"')[0]
    assert "open" not in group.split(">")[0]
    opened = client.get("/search/", {"found": "person"}).content.decode()
    group = opened.split('id="found-person"')[1].split("</details>")[0]
    assert "?person=found" in group
    assert "<bdi>سليم" not in group


@pytest.mark.usefixtures("found")
def test_one_of_them_narrows_and_excludes_like_any_name() -> None:
    chosen = SearchState().with_facet("person", "found")
    assert search(chosen).total == 2
    assert people(chosen)[0] == ("found", 2, True)
    assert search(chosen.with_facet("person", "known")).total == 2
    assert search(SearchState().with_excluded("person", "found")).total == 0
    assert search(SearchState().with_facet("entity", "found")).total == 2


@pytest.mark.usefixtures("found")
def test_the_switch_is_in_the_address_and_told_on_the_page(client: Client) -> None:
    address = SearchState().with_machine_found().to_query_string()
    assert address == "names=all"
    assert SearchState.from_querydict({"names": "all"}).machine_found
    html = client.get(f"/search/?{address}").content.decode()
    assert "تُحسب أيضاً أسماء وجدها البرنامج ولم يراجعها محرر." in html
    assert "لم يُراجَع" in html.split('id="person-found"')[1].split("</li>")[0]
    assert 'id="found-person"' not in html


@pytest.mark.usefixtures("found")
def test_a_query_names_them_only_with_the_switch() -> None:
    asked = SearchState().with_text(f'person:"{FOUND}"')
    assert search(asked).total == 0
    assert search(asked.with_machine_found()).total == 2


@pytest.mark.usefixtures("found")
def test_what_is_reviewed_keeps_its_address(index: Callable[[], None], client: Client) -> None:
    entity = Entity.objects.get(key="found")
    entity.status = "accepted"
    entity.save()
    index()
    assert search(SearchState().with_facet("person", "found")).total == 2
    assert people(SearchState()) == [("found", 2, False), ("known", 1, False)]
    assert 'id="found-person"' not in client.get("/search/").content.decode()


@pytest.mark.parametrize("act", [{"status": "rejected"}, {"suppressed": True}])
def test_what_an_editor_refused_is_gone_at_once(
    found: Entity, client: Client, act: dict[str, Any]
) -> None:
    Entity.objects.filter(pk=found.pk).update(**act)
    for address in ("/search/?found=person", "/search/?names=all", "/entities/?names=all"):
        html = client.get(address).content.decode()
        assert FOUND not in html.split('id="hits"')[0]


def exported(*options: str) -> list[dict[str, Any]]:
    out = StringIO()
    call_command("export_articles", *options, stdout=out)
    lines = out.getvalue().splitlines()
    return [entity for line in lines for entity in json.loads(line)["entities"]]


@pytest.mark.usefixtures("found")
def test_exports_have_them_only_where_they_are_asked_for_and_say_so() -> None:
    assert [(each["name"], "reviewed" in each) for each in exported()] == [(KNOWN, False)]
    everybody = {(each["name"], each["reviewed"]) for each in exported("--machine-found")}
    assert everybody == {(KNOWN, True), (FOUND, False)}
    out = StringIO()
    call_command("search_articles", "قال", "--json", "--machine-found", stdout=out)
    answer = json.loads(out.getvalue())
    assert answer["machine_found_names"] is True
    assert {"value": "found", "label": FOUND, "count": 1, "machine_found": True} in answer[
        "facets"
    ]["person"]


@pytest.mark.usefixtures("found")
def test_an_editor_confirms_from_the_names_page(admin_client: Client) -> None:
    found = Entity.objects.get(key="found")
    html = admin_client.get(found.get_absolute_url()).content.decode()
    assert f"/desk/accept/?ids={found.pk}" in html
    assert f"/desk/reject/?ids={found.pk}" in html
