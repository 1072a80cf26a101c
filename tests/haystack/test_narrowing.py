"""``narrow()`` takes what a facet gives, a query, and an ``SQ``."""

from __future__ import annotations

import pickle
from datetime import date

import pytest
from haystack.inputs import AutoQuery, Exact, Not
from haystack.query import SQ, SearchQuerySet

from archive.models import Article
from search.haystack.refusals import UnanswerableSearchError
from tests.haystack.conftest import places

pytestmark = pytest.mark.django_db

EVERY = set(range(12))
EVEN = set(range(0, 12, 2))
NAHR = {0, 3, 6, 9}
AGENCY = {1, 4, 7, 10}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("outlet:nahr", NAHR),
        ("outlet_exact:nahr", NAHR),
        ('outlet:"وكالة أنباء"', AGENCY),
        ("outlet:(nahr)", NAHR),
        ('outlet_exact:"nahr" OR outlet_exact:"وكالة أنباء"', NAHR | AGENCY),
        ('outlet:"nahr" AND keyword:"ماء، وأنهار"', {3, 9}),
        ("content:الفرات", EVEN),
        ('content:"نهر الفرات"', EVEN),
        ('content:"الفرات نهر"', set()),
        ("content:نهر الفرات", EVEN),
        ("title:الماء 3", {3}),
        ('title:"الماء 3"', {3}),
        ("byline:ليلى", {0, 1, 2, 3}),
        ("date_month:2021-03", {2}),
        ("date_sort:2021-03-10", {2}),
        ("date_sort:[2021-03-01 TO 2021-04-30]", {2, 3}),
        ("date_sort:[* TO 2021-01-31T23:59:59Z]", {0}),
        ("date_sort:[2021-11-01 TO *]", {10}),
        ("django_ct:archive.article", EVERY),
        ("django_ct:archive.outlet", set()),
        ("عنوان:كتاب -النيل", EVEN),
        ("الفرات", EVEN),
        ("*", EVERY),
        ("content:*", EVERY),
        ("section:*", set(range(6))),
        ("", set()),
        ("  ", set()),
    ],
)
def test_a_text(text: str, expected: set[int], river: list[Article]) -> None:
    assert set(places(SearchQuerySet().narrow(text), river)) == expected


def test_an_identifier(river: list[Article]) -> None:
    found = SearchQuerySet().narrow(f"id:archive.article.{river[2].pk}")
    assert places(found, river) == [2]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (SQ(outlet="nahr"), NAHR),
        (SQ(outlet="وكالة أنباء") | SQ(outlet="nahr"), NAHR | AGENCY),
        (~SQ(outlet="nahr"), EVERY - NAHR),
        (~SQ(outlet="nahr") & SQ(content="الفرات"), EVEN - NAHR),
        (~(SQ(outlet="nahr") | SQ(content="الفرات")), EVERY - NAHR - EVEN),
        (SQ(outlet__in=["nahr", "وكالة أنباء"]) & SQ(content=Exact("نهر الفرات")), {0, 4, 6, 10}),
        (SQ(content=Not("الفرات")), EVERY - EVEN),
        (SQ(content=AutoQuery('"نهر الفرات" OR واحة')), EVERY),
        (SQ(date_sort__range=(date(2021, 2, 1), date(2021, 3, 31))), {1, 2}),
        (SQ(section=None), set(range(6, 12))),
        (SQ(keyword='غير "مقتبس" (AND) OR NOT'), set()),
    ],
)
def test_an_sq(condition: SQ, expected: set[int], river: list[Article]) -> None:
    narrowed = SearchQuerySet().narrow(condition)
    assert isinstance(narrowed, SearchQuerySet)
    assert len(narrowed.query.narrow_queries) == 1
    assert set(places(narrowed, river)) == expected
    assert narrowed.count() == SearchQuerySet().filter(condition).count()


def test_a_keyword_full_of_signs_is_found_again(river: list[Article]) -> None:
    strange = 'قال: "نعم" (AND) [x TO y]'
    river[5].keywords = [strange]
    river[5].save()
    from search.index.index_home import index_home
    from search.index.worker import drain_all

    drain_all(index_home())
    assert places(SearchQuerySet().narrow(SQ(keyword=strange)), river) == [5]
    assert places(SearchQuerySet().filter(keyword=strange), river) == [5]


def test_narrowing_adds_up_and_travels(river: list[Article]) -> None:
    narrowed = SearchQuerySet().narrow(SQ(outlet="nahr")).narrow("content:الفرات").all()
    assert set(places(narrowed, river)) == {0, 6}
    again = pickle.loads(pickle.dumps(narrowed))  # noqa: S301 - our own bytes
    assert set(places(again, river)) == {0, 6}


@pytest.mark.parametrize(
    "cut", ['outlet__in:["nahr', 'NOT (outlet__in:["nahr"]', 'outlet__in:["nahr"] AND ']
)
@pytest.mark.usefixtures("river")
def test_a_text_that_breaks_off_is_refused(cut: str) -> None:
    with pytest.raises(UnanswerableSearchError, match="breaks off"):
        SearchQuerySet().narrow(cut).count()


@pytest.mark.parametrize("given", ["foo:bar", SQ(foo="bar"), SQ(title__gte="ب")])
@pytest.mark.usefixtures("river")
def test_what_has_no_answer_is_refused_when_it_is_asked(given: str | SQ) -> None:
    narrowed = SearchQuerySet().narrow(given)
    with pytest.raises(UnanswerableSearchError, match=r"byline|words have no order"):
        narrowed.count()
