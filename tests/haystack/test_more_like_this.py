"""``more_like_this`` on documents of the demo: the neighbours that a reader would name, in order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from haystack.exceptions import MoreLikeThisError
from haystack.query import SearchQuerySet

from archive.ingest.loading import LoadReport
from archive.models import Article, Outlet

pytestmark = pytest.mark.django_db

DOCUMENTS = Path(__file__).parents[2] / "fixtures" / "documents"
LOADED = (
    *("algeria-afcon", "asian-cup-qatar", "egypt-back-to-world-cup", "world-cup-opens"),
    *("morocco-semifinal-agency", "morocco-semifinal-reprint"),
    *("syrian-sites-in-danger", "villages-of-northern-syria", "aleppo-citadel", "palmyra"),
    *("aleppo-soap", "euphrates-road", "khabur-river", "hope-probe", "couscous"),
)

MOROCCO = "المغرب أول منتخب عربي"
REPRINT = "إنجاز تاريخي: المغرب في نصف نهائي كأس العالم"
ALGERIA = "«محاربو الصحراء» على عرش إفريقيا للمرة الثانية"
EGYPT = "مصر تعود إلى كأس العالم بعد غياب سبعة وعشرين عاماً"
ASIAN_CUP = "ثلاثية أكرم عفيف تمنح قطر كأس آسيا للمرة الثانية على التوالي"
OPENING = "انطلاق كأس العالم في قطر بفوز إكوادور على البلد المضيف"


@pytest.fixture
def _demo(load: Callable[..., LoadReport]) -> None:
    report = load(*(DOCUMENTS / f"{name}.txt" for name in LOADED))
    assert report.complete


def like(title: str) -> SearchQuerySet:
    return SearchQuerySet().more_like_this(Article.objects.get(title__startswith=title))


def titles(found: SearchQuerySet) -> list[str]:
    every = {str(pk): title for pk, title in Article.objects.values_list("pk", "title")}
    return [every[result.pk] for result in found]


@pytest.mark.usefixtures("_demo")
def test_the_same_story_comes_first_and_then_the_nearest() -> None:
    assert titles(like(MOROCCO)) == [REPRINT, ALGERIA, EGYPT, OPENING, ASIAN_CUP]
    assert titles(like("اليونسكو تضع ستة مواقع")) == [
        "قرى الشمال السوري الأثرية تدخل قائمة التراث العالمي",
        "تدمر.. مدينة القوافل التي بنت مجدها في قلب البادية",
        "قلعة حلب.. تل تعاقبت عليه الممالك",
        "صابون الغار الحلبي ينضم إلى تراث الإنسانية",
    ]
    assert titles(like("مع الفرات")) == ["الخابور: أكبر روافد الفرات في سورية"]


@pytest.mark.usefixtures("_demo")
def test_a_slice_holds_the_articles_of_its_places() -> None:
    assert titles(like(MOROCCO)[1:3]) == [ALGERIA, EGYPT]
    assert like(MOROCCO)[2].pk == str(Article.objects.get(title=EGYPT).pk)
    assert titles(like(MOROCCO)[4:9]) == [ASIAN_CUP]
    assert like(MOROCCO).count() == 5
    assert [result.object.title for result in like(MOROCCO).load_all()[:2]] == [REPRINT, ALGERIA]


@pytest.mark.usefixtures("_demo")
@pytest.mark.filterwarnings("ignore:The model:UserWarning")
def test_filters_narrow_the_neighbours_and_keep_their_order() -> None:
    assert titles(like(MOROCCO).filter(content="قطر")) == [REPRINT, OPENING, ASIAN_CUP]
    assert titles(like(MOROCCO).exclude(content="قطر")) == [ALGERIA, EGYPT]
    outlet = Article.objects.get(title=ALGERIA).outlet
    assert outlet is not None
    assert titles(like(MOROCCO).narrow(f'outlet_exact:"{outlet.slug}"')) == [ALGERIA]
    assert titles(like(MOROCCO).models(Outlet)) == []
    assert titles(like(MOROCCO).filter(content="زرافة")) == []


@pytest.mark.usefixtures("_demo")
def test_neighbours_are_ordered_counted_and_highlighted_as_any_results() -> None:
    by_day = like(MOROCCO).order_by("date_sort")
    assert set(titles(by_day)) == {REPRINT, ALGERIA, ASIAN_CUP, EGYPT, OPENING}
    days = [result.object.published_earliest for result in by_day]
    assert days == sorted(days, key=lambda day: day or date.max)
    assert [result.pk for result in by_day[1:3]] == [result.pk for result in by_day][1:3]
    counts = like(MOROCCO).facet("language").facet_counts()
    assert counts["fields"]["language"] == [("ar", 5)]
    marked = like(MOROCCO).filter(content="قطر").highlight()[0].highlighted
    assert "<em>" in marked["text"][0] + marked["title"][0]


@pytest.mark.usefixtures("_demo")
@pytest.mark.filterwarnings("ignore:The model:UserWarning")
def test_neighbours_of_what_is_not_indexed_are_none() -> None:
    article = Article.objects.first()
    assert article is not None
    assert SearchQuerySet().more_like_this(article.outlet or Outlet()).count() == 0
    assert SearchQuerySet().more_like_this(Article()).count() == 0
    deferred = Article.objects.defer("body").get(title__startswith=MOROCCO)
    assert SearchQuerySet().more_like_this(deferred).count() == 5
    with pytest.raises(MoreLikeThisError, match="article"):
        SearchQuerySet().more_like_this(None).count()
