"""Sections, outlets, keywords and names in a query that the archive does not know."""

from __future__ import annotations

import pytest
from django.utils import translation

from search.index.index_home import index_home
from search.index.worker import drain_all
from search.query.state import SearchState
from search.service.search import search
from tests.factories import make_article, make_entity, make_mention, make_outlet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home", "indexed")]


@pytest.fixture
def indexed() -> None:
    article = make_article(
        body="وصلت البواخر إلى صيدا، قال سامر حبق.",
        section="زراعة",
        keywords=["حصاد القمح"],
        outlet=make_outlet("بريد الساحل", slug="coast-mail", name_en="Coast Al-Mail"),
    )
    make_mention(article, make_entity("صيدا", name_en="Sidon"))
    make_entity("حبق الأول", kind="person", name_en="Habaq the First")
    make_mention(article, make_entity("سامر حبق", kind="person", name_en="Samer Habaq"))
    drain_all(index_home())


def told(text: str) -> tuple[int, tuple[str, ...]]:
    with translation.override("en"):
        page = search(SearchState().with_text(text))
    return page.total, page.notices


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("قسم:زرعة", "زراعة"),
        ('وسم:"حصاد القمم"', "حصاد القمح"),
        ("مصدر:بريد-الساحر", "بريد الساحل"),
        ('outlet:"Coast Al-Mall"', "Coast Al-Mail"),
        ("مكان:صيدى", "صيدا"),
        ("شخص:حبق", "سامر حبق"),
        ("شخص:Habaq", "Samer Habaq"),
    ],
)
def test_an_unknown_value_is_told_with_the_nearest(text: str, nearest: str) -> None:
    total, notices = told(text)
    assert total == 0
    assert any(f"nearest name is “{nearest}”" in notice for notice in notices)


@pytest.mark.parametrize("text", ["قسم:مجهول", "وسم:لاشيء", "مصدر:غريب", "لغة:zz"])
def test_where_none_is_near_the_value_is_told_alone(text: str) -> None:
    total, notices = told(text)
    assert total == 0
    assert notices == (f"Nothing in the archive is called “{text.partition(':')[2]}”.",)


@pytest.mark.parametrize("text", ["قسم:زراعه", "قسم:زراعة", 'وسم:"حِصاد القمح"', "مكان:صيدا"])
def test_a_value_is_found_however_it_is_spelt(text: str) -> None:
    assert told(text) == (1, ())


@pytest.mark.parametrize(
    "text", ['outlet:"Coast Al-Mail"', "مصدر:«Coast  Al-Mail»", "لغة:العربية", "language:Arabic"]
)
def test_a_value_is_found_by_the_name_that_readers_see(text: str) -> None:
    assert told(text) == (1, ())
