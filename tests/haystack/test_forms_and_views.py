"""Haystack's own forms, views and template tags over this index."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory, override_settings
from haystack import generic_views
from haystack.forms import (
    FacetedModelSearchForm,
    FacetedSearchForm,
    HighlightedModelSearchForm,
    HighlightedSearchForm,
    ModelSearchForm,
    SearchForm,
)
from haystack.query import SearchQuerySet
from haystack.views import FacetedSearchView, SearchView, basic_search, search_view_factory

from archive.models import Article
from tests.haystack.conftest import places

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("pages"),
]

RESULTS = (
    "{{ paginator.count }}|{% for result in page.object_list %}{{ result.object.title }},"
    "{% endfor %}|{{ suggestion|default:'-' }}|{% for value in facets.fields.outlet %}"
    "{{ value.0 }}={{ value.1 }},{% endfor %}"
)


@pytest.fixture
def pages(settings: Any) -> None:
    loaders = [("django.template.loaders.locmem.Loader", {"search/search.html": RESULTS})]
    backend = "django.template.backends.django.DjangoTemplates"
    settings.TEMPLATES = [{"BACKEND": backend, "OPTIONS": {"loaders": loaders}}]


def request(**parameters: Any) -> HttpRequest:
    return RequestFactory().get("/haystack/", parameters)


def shown(response: Any) -> list[str]:
    response = response.render() if hasattr(response, "render") else response
    return str(response.content.decode()).split("|")


def test_a_form_searches(river: list[Article]) -> None:
    assert set(places(SearchForm({"q": "نهر -النيل"}).search(), river)) == set(range(0, 12, 2))
    assert SearchForm({"q": "زرافة"}).search().count() == 0
    loaded = SearchForm({"q": "الفرات"}, load_all=True).search()
    assert {result.object.pk for result in loaded} == {article.pk for article in river[::2]}


@pytest.mark.parametrize("typed", ["", "   "])
@pytest.mark.usefixtures("river")
def test_a_form_without_a_query_finds_nothing(typed: str) -> None:
    for form in (SearchForm, HighlightedSearchForm, FacetedSearchForm, ModelSearchForm):
        assert len(form({"q": typed}).search()) == 0
    assert len(SearchForm().search()) == 0


@pytest.mark.usefixtures("river")
def test_a_form_offers_another_spelling() -> None:
    assert SearchForm({"q": "الفراط"}).get_suggestion() == "الفرات"
    assert SearchForm({"q": "الفرات"}).get_suggestion() is None
    assert SearchForm({"q": ""}).get_suggestion() is None


@pytest.mark.usefixtures("river")
def test_another_spelling_of_a_set() -> None:
    every = SearchQuerySet()
    assert every.filter(content="الفراط").spelling_suggestion() == "الفرات"
    assert every.auto_query("الفراط").filter(outlet="nahr").spelling_suggestion() == "الفرات"
    assert every.filter(content="الفراط").spelling_suggestion("النيبل") == "النيل"
    assert every.set_spelling_query("الفراط").spelling_suggestion() == "الفرات"
    assert every.filter(content="الفرات").spelling_suggestion() is None
    assert every.filter(outlet="nahr").spelling_suggestion() is None
    assert every.exclude(content="الفراط").spelling_suggestion() is None
    found = every.filter(content="الفراط")
    assert (len(found), found.spelling_suggestion()) == (0, "الفرات")
    assert found.query.get_spelling_suggestion() == "الفرات"


@pytest.mark.usefixtures("river")
def test_a_form_highlights() -> None:
    for form in (HighlightedSearchForm, HighlightedModelSearchForm):
        first = form({"q": "الفرات"}).search()[0]
        assert first.highlighted["text"] == ["فاض نهر <em>الفرات</em> في قرية السلام."]


def test_a_form_narrows_by_facets(river: list[Article]) -> None:
    chosen = ["outlet_exact:وكالة أنباء", "keyword:ماء، وأنهار", "outlet:", "none"]
    form = FacetedSearchForm({"q": "نهر"}, selected_facets=chosen)
    assert set(places(form.search(), river)) == {1, 7}
    one = FacetedModelSearchForm({"q": "نهر", "selected_facets": 'outlet:"nahr"'})
    assert set(places(one.search(), river)) == {0, 3, 6, 9}


@pytest.mark.usefixtures("river")
def test_a_form_chooses_models() -> None:
    form = ModelSearchForm({"q": "نهر", "models": ["archive.article"]})
    assert [value for value, _label in form.fields["models"].choices] == ["archive.article"]
    assert form.get_models() == [Article]
    assert form.search().count() == 12


@pytest.mark.usefixtures("river")
def test_the_view_pages_counts_and_offers() -> None:
    view = search_view_factory(SearchView, results_per_page=4)
    assert shown(view(request(q="الفرات")))[0] == "6"
    assert len(shown(view(request(q="الفرات", page=2)))[1].split(",")) == 3
    assert shown(view(request(q="الفراط")))[2] == "الفرات"
    assert shown(view(request()))[:2] == ["0", ""]
    assert shown(view(request(q=" ")))[:2] == ["0", ""]
    for page in ("0", "9", "x"):
        with pytest.raises(Http404):
            view(request(q="الفرات", page=page))


@pytest.mark.usefixtures("river")
def test_the_faceted_view_counts_values() -> None:
    view = search_view_factory(FacetedSearchView, searchqueryset=SearchQuerySet().facet("outlet"))
    found = shown(view(request(q="الفرات", selected_facets="outlet:nahr")))
    assert (found[0], found[3]) == ("2", "nahr=2,")
    assert shown(view(request()))[3] == ""


@pytest.mark.usefixtures("river")
def test_the_basic_view() -> None:
    assert shown(basic_search(request(q="النيل")))[0] == "6"
    assert shown(basic_search(request(q="النيبل")))[2] == "النيل"
    assert shown(basic_search(request()))[0] == "0"


@pytest.mark.usefixtures("river")
def test_the_generic_views() -> None:
    plain = generic_views.SearchView.as_view(paginate_by=4)
    assert shown(plain(request(q="الفرات", page=2)))[0] == "6"
    faceted = generic_views.FacetedSearchView.as_view(
        facet_fields=["outlet"],
        date_facet_fields=[
            {
                "field": "date_sort",
                "start_date": river_year(2021),
                "end_date": river_year(2022),
                "gap_by": "year",
            }
        ],
    )
    found = shown(faceted(request(q="الفرات", selected_facets="outlet:nahr")))
    assert (found[0], found[3]) == ("2", "nahr=2,")


def river_year(year: int) -> Any:
    from datetime import date

    return date(year, 1, 1)


def test_djangos_paginator(river: list[Article]) -> None:
    paginator = Paginator(SearchQuerySet().order_by("id"), 5)
    assert (paginator.count, paginator.num_pages) == (12, 3)
    assert places(paginator.page(3).object_list, river) == [10, 11]


def rendered(template: str, **context: Any) -> str:
    return Template("{% load highlight more_like_this %}" + template).render(Context(context))


def test_the_tag_marks_words_as_a_search_finds_them() -> None:
    text = "قال: <b>وَالفُراتُ</b> نهرٌ & بحر"
    assert rendered("{% highlight text with query %}", text=text, query="الفرات") == (
        'قال: &lt;b&gt;<span class="highlighted">وَالفُراتُ</span>&lt;/b&gt; نهرٌ &amp; بحر'
    )
    assert rendered(
        "{% highlight text with query html_tag 'b' css_class 'x\"y' max_length 12 %}",
        text="نهر الفرات " * 40,
        query="فرا*",
    ).startswith('نهر <b class="x&quot;y">الفرات</b>')
    assert rendered("{% highlight text with query %}", text="نهر", query="") == "نهر"
    assert rendered(
        "{% highlight text with query html_tag 'img onerror' %}", text="نهر", query="نهر"
    ) == ('<span class="highlighted">نهر</span>')
    with pytest.raises(TemplateSyntaxError):
        rendered("{% highlight text %}", text=text)


@pytest.mark.usefixtures("river")
def test_the_tag_of_similar_articles(river: list[Article]) -> None:
    template = "{% more_like_this article as alike %}{{ alike.count }}"
    limited = "{% more_like_this article as alike limit 2 %}{{ alike|length }}"
    of_type = (
        '{% more_like_this article as alike for "archive.article" limit 2 %}{{ alike|length }}'
    )
    many = int(rendered(template, article=river[0]))
    assert many > 0
    assert int(rendered(limited, article=river[0])) == min(many, 2)
    assert int(
        rendered(
            of_type.replace('"archive.article"', "kinds"), article=river[0], kinds="archive.article"
        )
    ) == min(many, 2)


@override_settings(HAYSTACK_CUSTOM_HIGHLIGHTER=None)
def test_haystacks_own_tag_is_there_where_it_is_wanted() -> None:
    assert "highlighted" in rendered(
        "{% highlight text with query %}", text="a river", query="river"
    )
