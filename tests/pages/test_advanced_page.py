"""The form of an advanced search."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from search.query.advanced_query import AdvancedFields, composed
from search.query.language import parse
from search.query.tree import Or

pytestmark = pytest.mark.usefixtures("archive")

WORDS = st.sampled_from(
    ["قمح", "شعير", "أو", "OR", "ليس", "عنوان:سد", '"نهر', "(", "-كرم", "a|b", "AND"]
)
TEXTS = st.lists(WORDS, max_size=4).map(" ".join)


def asked(client: Client, **fields: str) -> dict[str, list[str]]:
    answer = client.get("/advanced/", fields)
    assert answer.status_code == 302
    return parse_qs(urlsplit(answer["Location"]).query)


def test_the_form_writes_the_search_into_the_box(client: Client) -> None:
    found = asked(
        client,
        every="زيتون كرم",
        any="قمح شعير",
        none="نفط",
        phrase="موسم القطاف",
        near="سد نهر",
        distance="3",
        after="2021-03",
        before="2021",
    )
    assert found["q"] == ['زيتون كرم (قمح OR شعير) "موسم القطاف" "سد نهر"~3 -نفط']
    assert (found["after"], found["before"]) == (["2021-03-01"], ["2021-12-31"])


def test_the_menu_of_fields(client: Client) -> None:
    html = client.get("/advanced/").content.decode()
    assert '<option value="عنوان">العنوان (عنوان:)</option>' in html
    assert '<option value="قسم">القسم (قسم:)</option>' in html
    assert asked(client, value="رياضة محلية", field="قسم")["q"] == ['قسم:"رياضة محلية"']


def test_the_menu_in_english(english: Client) -> None:
    html = english.get("/advanced/").content.decode()
    assert '<option value="title">Title (title:)</option>' in html


def test_words_that_join_others_are_words_here() -> None:
    written = composed(AdvancedFields(every="شمس أو قمر", none="ليس"))
    assert written == 'شمس "أو" قمر -"ليس"'
    assert not isinstance(parse(written).tree, Or)


def test_a_field_that_there_is_none_of_is_passed_over(client: Client) -> None:
    assert client.get("/advanced/", {"value": "س", "field": "لون"}).status_code == 200


@pytest.mark.property
@given(TEXTS, TEXTS, TEXTS, TEXTS, TEXTS)
def test_what_is_composed_needs_no_mending(
    every: str, any_of: str, none: str, phrase: str, near: str
) -> None:
    written = composed(AdvancedFields(every, any_of, none, phrase, near, 4, "عنوان", phrase))
    assert parse(written).repairs == ()
