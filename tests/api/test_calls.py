"""What programs get, and what they are told where they get nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client

from archive.captures.bucket_store import CapturesAwayError
from archive.captures.removal import delete_articles, hide_articles
from archive.captures.tombstones import Reasons
from archive.captures.withdrawal import withdraw
from archive.models import EntityStatus, FormerArticle, KeyPurpose
from archive.readers.access_keys import make_key
from archive.readers.request_limits import CALLS_OF_ADDRESS, CALLS_OF_KEY
from tests.api.conftest import Call
from tests.factories import make_article, make_capture, make_entity, make_mention, make_outlet

pytestmark = pytest.mark.usefixtures("archive")

Index = Callable[[], None]


def everything(call: Call, path: str, **parameters: Any) -> list[Any]:
    """Walk through a list to its end."""
    found, cursor = [], ""
    for _step in range(100):
        page = call(path, cursor=cursor, **parameters)
        found += page.get("items", page.get("hits"))
        cursor = page["next"]
        if cursor is None:
            return found
    raise AssertionError("the list has no end")


def test_a_search_tells_total_hits_facets_and_why_they_match(index: Index, call: Call) -> None:
    outlet = make_outlet("jarida", name_ar="الجريدة")
    make_article("أسواق حلب", "عادت المدارس إلى حلب", outlet=outlet, edtf="2014-05-03")
    make_article("طقس بارد", "أمطار في الجبال")
    index()
    found = call("search", q="مدرسة", facet_values=5)
    assert found["total"] == 1
    assert found["next"] is None
    hit = found["hits"][0]
    assert hit["address"].endswith(f"/article/{hit['id']}/")
    assert (hit["title"], hit["outlet"], hit["published"]) == ("أسواق حلب", "الجريدة", "2014-05-03")
    assert [each["surface"] for each in hit["matched"]] == ["المدارس"]
    assert found["facets"]["outlet"] == [
        {"value": outlet.slug, "label": "الجريدة", "count": 1, "machine_found": False}
    ]


def test_a_search_is_walked_through_once_though_the_archive_grows(index: Index, call: Call) -> None:
    for number in range(7):
        make_article(
            f"خبر {number} عن الميناء",
            edtf=f"2014-05-0{number + 1}",
            published_earliest=f"2014-05-0{number + 1}",
            published_latest=f"2014-05-0{number + 1}",
        )
    index()
    first = call("search", q="الميناء", sort="newest", limit=3)
    make_article(
        "خبر جديد عن الميناء",
        edtf="2015-01-01",
        published_earliest="2015-01-01",
        published_latest="2015-01-01",
    )
    index()
    rest = everything(
        lambda path, **given: call(path, **{**given, "cursor": given["cursor"] or first["next"]}),
        "search",
        q="الميناء",
        sort="newest",
        limit=3,
    )
    titles = [each["title"] for each in (*first["hits"], *rest)]
    assert titles == [f"خبر {number} عن الميناء" for number in range(6, -1, -1)]


def test_lists_are_walked_through_to_the_end(index: Index, call: Call) -> None:
    articles = [make_article(f"خبر {number}") for number in range(5)]
    entities = [make_entity(f"مدينة {number}") for number in range(5)]
    outlets = [make_outlet(f"o{number}") for number in range(5)]
    index()
    assert [each["id"] for each in everything(call, "articles", limit=2)] == [
        each.public_id for each in articles
    ]
    assert [each["key"] for each in everything(call, "entities", limit=2)] == [
        each.key for each in entities
    ]
    assert {each["slug"] for each in everything(call, "outlets", limit=2)} >= {
        each.slug for each in outlets
    }


def test_an_article_is_read_with_its_text_names_and_citation(index: Index, call: Call) -> None:
    article = make_article("افتتاح الجسر", "افتتح سليم الحمداني الجسر")
    person = make_entity("سليم الحمداني", kind="person")
    unsure = make_entity("الجسر", status=EntityStatus.CANDIDATE)
    make_mention(article, person)
    make_mention(article, unsure)
    index()
    read = call(f"articles/{article.public_id}")
    assert read["body"] == "افتتح سليم الحمداني الجسر"
    assert read["sha256"] == article.capture.sha256
    assert "افتتاح الجسر" in read["citation"]["ar"]["APA"]
    assert [(each["key"], each["count"]) for each in read["entities"]] == [(person.key, 1)]


def test_an_entity_tells_its_articles_and_what_it_was_merged_into(index: Index, call: Call) -> None:
    kept = make_entity("دمشق")
    merged = make_entity("الشام", status=EntityStatus.MERGED, merged_into=kept)
    make_mention(make_article("خبر", "وصل إلى دمشق"), kept)
    index()
    assert call(f"entities/{merged.key}")["key"] == kept.key
    assert call(f"entities/{kept.key}")["articles"] == 1
    assert call("entities/nothing", 404)["type"].endswith(":not-found")


@pytest.mark.parametrize(
    ("path", "parameters", "kind"),
    [
        ("search", {"qq": "حلب"}, "unknown-parameter"),
        ("search", {"limit": "1000"}, "bad-parameter"),
        ("search", {"match": "family"}, "bad-parameter"),
        ("search", {"after": "tomorrow"}, "bad-parameter"),
        ("search", {"outlet": ["a"] * 25}, "bad-parameter"),
        ("search", {"q": "x" * 1001}, "bad-parameter"),
        ("search", {"cursor": "é"}, "bad-parameter"),
        ("captures/x", {}, "bad-parameter"),
        ("articles", {"q": "x"}, "unknown-parameter"),
    ],
)
def test_what_a_call_does_not_take_is_told(
    call: Call, path: str, parameters: dict[str, Any], kind: str
) -> None:
    problem = call(path, 422, **parameters)
    assert problem["type"] == f"urn:khizana:problem:{kind}"
    assert problem["status"] == 422
    assert problem["detail"]


def test_an_address_of_too_many_parameters_is_refused(client: Client) -> None:
    answer = client.get("/api/v1/search?" + "&" * 20_000)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_what_is_away_for_a_moment_is_asked_for_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_given: object) -> None:
        raise CapturesAwayError("the bucket does not answer")

    monkeypatch.setattr("ninja.operation.Operation._get_values", away)
    client.raise_request_exception = False
    answer = client.get("/api/v1/search")
    assert answer.status_code == 503
    assert answer["Retry-After"]


@pytest.mark.parametrize("cursor", ["x", "WyJhIiwxLDBd", "W10", "bnVsbA", "WzEsMiwzXQ"])
def test_a_bad_cursor_is_told(index: Index, call: Call, cursor: str) -> None:
    index()
    assert call("search", 404, date="20144")["type"].endswith(":no-such-value")
    for path in ("search", "articles", "outlets", "entities"):
        assert call(path, 404, cursor=cursor)["type"].endswith(":bad-cursor")


def test_a_cursor_is_good_for_its_own_search_alone(index: Index, call: Call) -> None:
    for number in range(3):
        make_article(f"خبر {number} من حلب")
    index()
    cursor = call("search", q="حلب", limit=1)["next"]
    assert "another" in call("search", 404, q="خبر", limit=1, cursor=cursor)["detail"]


def test_what_was_removed_is_told_and_not_shown(index: Index, call: Call) -> None:
    hidden, deleted, withdrawn = (
        make_article(f"خبر {n}", capture=make_capture(f"خبر {n}")) for n in "123"
    )
    hide_articles([hidden], Reasons("سبب معلن", "سبب داخلي"))
    delete_articles([deleted], Reasons("سبب معلن", "سبب داخلي"))
    withdraw(withdrawn.capture, "حكم محكمة")
    kept = make_article("خبر باق")
    FormerArticle.objects.create(public_id="old", leads_to=kept)
    index()
    for article in (hidden, deleted, withdrawn):
        problem = call(f"articles/{article.public_id}", 410)
        assert "داخلي" not in str(problem)
    assert call("articles/old", 410)["article"] == kept.public_id
    assert call(f"captures/{hidden.capture_id}", 403)["type"].endswith(":closed")
    assert call(f"captures/{withdrawn.capture_id}", 410)["reason"] == "حكم محكمة"
    assert [each["id"] for each in call("articles")["items"]] == [kept.public_id]


def test_a_closed_archive_opens_to_a_key_in_the_header(
    index: Index, call: Call, settings: LazySettings
) -> None:
    make_article("خبر")
    index()
    settings.ARCHIVE_ACCESS = "private"
    key, token = make_key(User.objects.create_user("salma"), KeyPurpose.API, "برنامج")
    assert call("articles", 401)["type"].endswith(":key-needed")
    headers = {"Authorization": f"Bearer {token}"}
    assert len(call("articles", headers=headers)["items"]) == 1
    call("articles", 401, key=token)
    key.delete()
    call("articles", 401, headers=headers)


def test_who_calls_too_often_waits_each_for_himself(
    index: Index, call: Call, client: Client
) -> None:
    index()
    _key, token = make_key(User.objects.create_user("salma"), KeyPurpose.API, "برنامج")
    # While a slow machine answers, some calls become free again.
    calls = (client.get("/api/v1/articles") for _call in range(3 * CALLS_OF_ADDRESS.at_once))
    answers = {answer.status_code: answer for answer in calls}
    assert set(answers) == {200, 429}
    refused = answers[429]
    assert int(refused.headers["Retry-After"]) >= 1
    call("articles", headers={"Authorization": f"Bearer {token}"})
    assert CALLS_OF_KEY.at_once > CALLS_OF_ADDRESS.at_once


def test_other_methods_and_addresses_are_told_as_problems(client: Client) -> None:
    for response, status in (
        (client.post("/api/v1/articles"), 405),
        (client.get("/api/v1/nothing"), 404),
    ):
        assert response.status_code == status
        assert response.headers["Content-Type"] == "application/problem+json"
    assert client.get("/api/v1/").status_code == 200


def test_a_short_batch_is_counted_at_once_and_a_long_one_needs_a_key(
    index: Index, client: Client
) -> None:
    make_article("خبر من حلب", "عادت المدارس إلى حلب", day=date(2014, 5, 3))
    index()

    def send(queries: list[str], **headers: str) -> Any:
        return client.post(
            "/api/v1/batch", {"queries": queries}, content_type="application/json", headers=headers
        )

    (line, other) = send(["حلب", "نيويورك"]).json()["lines"]
    assert (line["query"], line["total"], other["total"]) == ("حلب", 1, 0)
    assert [(each["year"], each["articles"]) for each in line["counts"]] == [("2014", 1)]
    refused = send(["حلب"] * 21)
    assert refused.status_code == 422
    assert refused.json()["type"].endswith(":batch-too-long")
    assert "20" in refused.json()["detail"]
    _key, token = make_key(User.objects.create_user("salma"), KeyPurpose.API, "برنامج")
    asked = send(["حلب"] * 21, Authorization=f"Bearer {token}")
    assert asked.status_code == 202
    headers = {"Authorization": f"Bearer {token}"}
    counted = client.get(asked.json()["address"], headers=headers).json()
    assert (counted["done"], counted["of"]) == (0, 21)
    assert client.get(asked.json()["address"]).status_code == 401
    assert send(["حلب"] * 1001, Authorization=f"Bearer {token}").status_code == 422
    assert send([" "]).status_code == 422
