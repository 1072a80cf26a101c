"""Each lookup of Haystack on each kind of field, as a table of what it finds."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from haystack.inputs import AltParser, AutoQuery, Clean, Exact, Not, PythonData, Raw
from haystack.query import SQ, SearchQuerySet

from archive.models import Article
from search.haystack.refusals import UnanswerableSearchError
from tests.haystack.conftest import places

pytestmark = pytest.mark.django_db

EVERY = set(range(12))
EVEN = set(range(0, 12, 2))
ODD = EVERY - EVEN
FIRST = set(range(4))


@pytest.mark.parametrize(
    ("lookup", "value", "expected"),
    [
        ("content", "الفرات", EVEN),
        ("content", "نهر الفرات", EVEN),
        ("content", "الفرات النيل", set()),
        ("content", "", set()),
        ("content", "   ", set()),
        ("content", "!!!", set()),
        ("content__content", "النيل", ODD),
        ("content__exact", "نهر الفرات", EVEN),
        ("content__exact", "الفرات نهر", set()),
        ("content__exact", "!", set()),
        ("content__startswith", "الفرا", EVEN),
        ("content__startswith", "نه الفر", EVEN),
        ("content__endswith", "رات", EVEN),
        ("content__contains", "فرا", EVEN),
        ("content__contains", "نه فرا", EVEN),
        ("content__contains", "*", set()),
        ("content__fuzzy", "الفرتت", EVEN),
        ("content__in", ["الفرات", "النيل"], EVERY),
        ("content__in", ["نهر الفرات"], EVEN),
        ("content__in", {"الفرات"}, EVEN),
        ("content__in", (each for each in ["الفرات"]), EVEN),
        ("content__in", "الفرات", EVEN),
        ("content__in", [], set()),
        ("content", ["الفرات", "النيل"], EVERY),
        ("text", "الفرات", EVEN),
        ("title", "الفرات", set()),
        ("title", "كتاب", EVERY),
        ("title__exact", "كتاب الماء", EVERY),
        ("title__contains", "تا", EVERY),
        ("title__endswith", "ماء", EVERY),
        ("title__startswith", "كت", EVERY),
        ("title__in", ["الماء 3", "الماء 5"], {3, 5}),
        ("byline", "ليلى", FIRST),
        ("byline__contains", "يل", FIRST),
        ("byline__fuzzy", "ليلا", FIRST),
        ("byline", None, set()),
    ],
)
def test_words(lookup: str, value: Any, expected: set[int], river: list[Article]) -> None:
    assert set(places(SearchQuerySet().filter(**{lookup: value}), river)) == expected


@pytest.mark.parametrize(
    ("lookup", "value", "expected"),
    [
        ("outlet", "nahr", {0, 3, 6, 9}),
        ("outlet", "", set()),
        ("outlet__exact", "وكالة أنباء", {1, 4, 7, 10}),
        ("outlet_exact", "nahr", {0, 3, 6, 9}),
        ("outlet_exact__in", ["nahr", "idhaa"], {0, 2, 3, 5, 6, 8, 9, 11}),
        ("outlet__in", [], set()),
        ("outlet__in", "nahr", {0, 3, 6, 9}),
        ("outlet__startswith", "وكالة", {1, 4, 7, 10}),
        ("outlet__startswith", "", set()),
        ("outlet__endswith", "أنباء", {1, 4, 7, 10}),
        ("outlet__contains", "ah", {0, 3, 6, 9}),
        ("outlet__contains", "*", set()),
        ("outlet__fuzzy", "nahar", {0, 3, 6, 9}),
        ("outlet__gte", "nahr", {0, 1, 3, 4, 6, 7, 9, 10}),
        ("outlet__gt", "nahr", {1, 4, 7, 10}),
        ("outlet__lt", "nahr", {2, 5, 8, 11}),
        ("outlet__lte", "nahr", {0, 2, 3, 5, 6, 8, 9, 11}),
        ("outlet__range", ["idhaa", "nahr"], {0, 2, 3, 5, 6, 8, 9, 11}),
        ("keyword", "ماء، وأنهار", ODD),
        ("keyword__contains", "وأنه", ODD),
        ("section", "بيئة", set(range(6))),
        ("section", None, set(range(6, 12))),
        ("section__in", ["بيئة", None], EVERY),
        ("date_year", 2021, EVERY - {11}),
        ("date_month", date(2021, 3, 31), {2}),
        ("date_month__gte", "2021-10", {9, 10}),
        ("date_year__gte", 1900, EVERY - {11}),
    ],
)
def test_whole_values(lookup: str, value: Any, expected: set[int], river: list[Article]) -> None:
    assert set(places(SearchQuerySet().filter(**{lookup: value}), river)) == expected


@pytest.mark.parametrize(
    ("lookup", "value", "expected"),
    [
        ("date_sort", date(2021, 2, 10), {1}),
        ("date_sort", "2021-02-10", {1}),
        ("date_sort", "2021-02-10T00:00:00Z", {1}),
        ("date_sort", date(2021, 2, 10).toordinal(), {1}),
        ("date_sort__exact", datetime(2021, 2, 10, 8, 30, tzinfo=UTC), {1}),
        ("date_sort__gt", date(2021, 10, 10), {10}),
        ("date_sort__gte", date(2021, 10, 10), {9, 10}),
        ("date_sort__lt", date(2021, 2, 10), {0}),
        ("date_sort__lte", datetime(2021, 2, 10, 1, 59, tzinfo=UTC), {0, 1}),
        ("date_sort__in", [date(2021, 1, 10), date(2021, 3, 10)], {0, 2}),
        ("date_sort__range", (date(2021, 2, 1), date(2021, 3, 31)), {1, 2}),
        ("date_sort__range", (None, date(2021, 1, 31)), {0}),
        ("date_sort__range", (date(2021, 11, 1), None), {10}),
        ("date_sort", None, {11}),
    ],
)
def test_days(lookup: str, value: Any, expected: set[int], river: list[Article]) -> None:
    assert set(places(SearchQuerySet().filter(**{lookup: value}), river)) == expected


@pytest.mark.parametrize("name", ["id", "pk", "django_id"])
def test_keys(name: str, river: list[Article]) -> None:
    third, fourth = river[3], river[4]
    every = SearchQuerySet()
    assert places(every.filter(**{name: third.pk}), river) == [3]
    assert places(every.filter(**{name: f"archive.article.{third.pk}"}), river) == [3]
    assert set(places(every.filter(**{f"{name}__in": [third.pk, str(fourth.pk)]}), river)) == {3, 4}
    assert set(places(every.filter(**{name: [third.pk, fourth.pk]}), river)) == {3, 4}
    keys = Article.objects.filter(pk__lt=third.pk).values_list("pk", flat=True)
    assert set(places(every.filter(**{f"{name}__in": keys}), river)) == {0, 1, 2}
    assert set(places(every.exclude(**{f"{name}__in": keys}), river)) == EVERY - {0, 1, 2}
    assert every.filter(**{name: f"archive.outlet.{third.pk}"}).count() == 0
    assert every.filter(**{name: "none"}).count() == 0
    assert places(every.filter(**{name: third}), river) == [3]


def test_the_type_of_content(river: list[Article]) -> None:
    assert SearchQuerySet().filter(django_ct="archive.article").count() == len(river)
    assert SearchQuerySet().filter(django_ct="archive.outlet").count() == 0
    assert SearchQuerySet().exclude(django_ct="archive.article").count() == 0


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (AutoQuery("نهر -النيل"), EVEN),
        (AutoQuery('"نهر النيل" واحة'), ODD),
        (AutoQuery("عنوان:كتاب الفرات"), EVEN),
        (AutoQuery(""), EVERY),
        (AutoQuery("  "), EVERY),
        (AutoQuery("!!!"), set()),
        (Raw("الفرات OR النيل"), EVERY),
        (Raw("الفرات AND النيل"), set()),
        (Raw("*"), EVERY),
        (Raw(""), EVERY),
        (Clean("الفرات OR ("), set()),
        (Clean("الفرات"), EVEN),
        (Exact("نهر الفرات"), EVEN),
        (Exact("الفرات نهر"), set()),
        (Exact("نهر الفرات", clean=True), EVEN),
        (Not("الفرات"), ODD),
        (PythonData("النيل"), ODD),
    ],
)
def test_inputs(value: Any, expected: set[int], river: list[Article]) -> None:
    assert set(places(SearchQuerySet().filter(content=value), river)) == expected


def test_inputs_of_other_fields(river: list[Article]) -> None:
    every = SearchQuerySet()
    assert set(places(every.filter(outlet=Exact("nahr")), river)) == {0, 3, 6, 9}
    assert set(places(every.filter(outlet=Not("nahr")), river)) == EVERY - {0, 3, 6, 9}
    assert set(places(every.auto_query("وكالة، أنباء", fieldname="outlet"), river)) == {1, 4, 7, 10}
    assert set(places(every.auto_query('"الماء 3"', fieldname="title"), river)) == {3}
    assert every.auto_query("الفرات", fieldname="title").count() == 0


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (SQ(content="الفرات") & SQ(outlet="nahr"), {0, 6}),
        (SQ(content="الفرات") | SQ(outlet="nahr"), EVEN | {3, 9}),
        (~SQ(content="الفرات"), ODD),
        (~SQ(content="الفرات") & ~SQ(outlet="nahr"), ODD - {3, 9}),
        ((SQ(content="الفرات") | SQ(content="النيل")) & ~SQ(outlet="nahr"), EVERY - {0, 3, 6, 9}),
        (SQ(content="الفرات", outlet="nahr"), {0, 6}),
        (~(SQ(content="الفرات") | SQ(outlet="nahr")), ODD - {3, 9}),
    ],
)
def test_filters_are_joined(filters: SQ, expected: set[int], river: list[Article]) -> None:
    assert set(places(SearchQuerySet().filter(filters), river)) == expected


def test_empty_conditions_ask_for_nothing(river: list[Article]) -> None:
    every = SearchQuerySet()
    assert every.filter(SQ()).count() == every.exclude(SQ()).count() == len(river)
    assert set(places(every.filter(SQ(SQ(), outlet="nahr")), river)) == {0, 3, 6, 9}


def test_what_the_index_does_not_hold_is_no_value(river: list[Article]) -> None:
    with pytest.raises(UnanswerableSearchError, match="a slug"):
        SearchQuerySet().filter(outlet=river[0].outlet).count()
    with pytest.raises(UnanswerableSearchError, match="give a number"):
        SearchQuerySet().filter(content="نهر").boost("النيل", "كثيراً").count()


def test_raw_searches(river: list[Article]) -> None:
    assert set(places(SearchQuerySet().raw_search("الفرات OR واحة"), river)) == EVERY
    query = SearchQuerySet().query
    query.raw_search("الفرات")
    assert query.get_count() == 6


def test_sets_are_joined(river: list[Article]) -> None:
    euphrates, nahr = (
        SearchQuerySet().filter(content="الفرات"),
        SearchQuerySet().filter(outlet="nahr"),
    )
    assert set(places(euphrates & nahr, river)) == {0, 6}
    assert set(places(euphrates | nahr, river)) == EVEN | {3, 9}
    assert set(places(euphrates.filter_or(outlet="nahr"), river)) == EVEN | {3, 9}
    assert set(places(euphrates.filter_and(outlet="nahr"), river)) == {0, 6}
    assert (euphrates & SearchQuerySet().none()).count() == 0


@pytest.mark.parametrize(
    ("lookup", "value", "way_out"),
    [
        ("title__gte", "ب", "words have no order"),
        ("content__range", ["ا", "ب"], "words have no order"),
        ("date", "2021", "date_sort"),
        ("title__iexact", "كتاب", "startswith"),
        ("outlet__name__exact", "nahr", "one lookup"),
        ("date_sort__contains", "2021-01-01", "range"),
        ("date_sort", "أمس", "2024-03-05"),
        ("date_sort", 10**30, "2024-03-05"),
        ("date_sort__gte", None, "compare with a value"),
        ("date_sort__range", "2021", "two ends"),
        ("date_sort__range", (None, None), "two ends"),
        ("pk__gt", 3, "exact or in"),
        ("content", AltParser("dismax", "الفرات", mm=1), "AutoQuery"),
    ],
)
@pytest.mark.usefixtures("river")
def test_what_has_no_answer_is_refused(lookup: str, value: Any, way_out: str) -> None:
    with pytest.raises(UnanswerableSearchError, match=way_out):
        SearchQuerySet().filter(**{lookup: value}).count()


def test_autocomplete(river: list[Article]) -> None:
    every = SearchQuerySet()
    assert set(places(every.autocomplete(text_auto="الفر"), river)) == EVEN
    assert set(places(every.autocomplete(text_auto="نه الفر "), river)) == EVEN
    assert set(places(every.autocomplete(title_auto="كت الم"), river)) == EVERY
    assert every.autocomplete(title_auto="الفر").count() == 0
    assert every.autocomplete(text_auto="رات").count() == 0


def test_a_raised_word_comes_first(river: list[Article]) -> None:
    raised = SearchQuerySet().filter(content="نهر").boost("النيل", 8)
    assert set(places(raised[:6], river)) == ODD
    assert set(places(raised, river)) == EVERY
    assert set(places(SearchQuerySet().boost("الفرات", 2.5)[:6], river)) == EVEN
