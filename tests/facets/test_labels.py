from __future__ import annotations

import pytest
from django.utils import translation

from archive.models import Article, Capture, Entity, Outlet
from search.facets.facet_labels import find_labels
from search.suggest.suggester import archive_entries, suggestion_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    outlet = Outlet.objects.create(slug="sana", name_ar="سانا", name_en="SANA")
    Entity.objects.create(key="Q3766", kind="place", name_ar="دمشق", name_en="Damascus")
    Entity.objects.create(key="Q41183", kind="place", name_ar="حلب")
    capture = Capture.objects.create(
        uri="a.txt", document="a.txt", sha256="0" * 64, size=1, media_type="text/plain"
    )
    for number in range(3):
        Article.objects.create(
            public_id=f"id{number}",
            capture=capture,
            position=number,
            title="معرض الكتاب في دمشق",
            outlet=outlet,
        )


def labels(language, /, **values):
    with translation.override(language):
        return find_labels(values)


def test_names_are_those_of_the_reader_s_language(archive):
    assert labels("ar", outlet=["sana"], place=["Q3766"]) == {
        ("outlet", "sana"): "سانا",
        ("place", "Q3766"): "دمشق",
    }
    assert labels("en", outlet=["sana"], place=["Q3766"]) == {
        ("outlet", "sana"): "SANA",
        ("place", "Q3766"): "Damascus",
    }


def test_without_an_english_name_the_arabic_one_stands(archive):
    assert labels("en", place=["Q41183"]) == {("place", "Q41183"): "حلب"}


def test_dates_are_written_as_wide_as_they_are(archive):
    found = labels("en", date=["2024", "2024-03", "2024-03-05", "approximate"])
    assert found["date", "2024"] == "2024"
    assert "March" in found["date", "2024-03"] and "5" in found["date", "2024-03-05"]
    assert found["date", "approximate"] == "Approximate or unknown"


def test_what_has_no_label_stands_for_itself(archive):
    assert labels("ar", outlet=["gone"], keyword=["آثار"], section=["رياضة"]) == {}


def test_languages_and_bases_have_names(archive):
    found = labels("en", language=["ar", "xx"], basis=["stated"])
    assert found["language", "ar"] == "Arabic" and found["language", "xx"] == "xx"
    assert found["basis", "stated"] == "Stated in the text"


def test_labels_cost_two_queries(archive, django_assert_num_queries):
    with django_assert_num_queries(2):
        labels("ar", outlet=["sana"], place=["Q3766", "Q41183"], person=["x"], entity=["Q3766"])


def test_what_can_be_suggested(archive, django_assert_num_queries):
    with django_assert_num_queries(3):
        entries = list(archive_entries({"sana": 3}, {"Q3766": 3}))
    found = {(entry.label, entry.kind) for entry in entries}
    assert {("سانا", "outlet"), ("SANA", "outlet"), ("دمشق", "entity")} <= found
    assert {("معرض الكتاب", "phrase"), ("معرض الكتاب في دمشق", "title")} <= found
    assert ("حلب", "entity") not in found


@pytest.mark.parametrize(
    ("kind", "target", "part"),
    [
        ("title", "id1", "/article/id1"),
        ("outlet", "sana", "/outlet/sana"),
        ("entity", "Q3766", "/entity/Q3766"),
        ("phrase", "معرض الكتاب", "?q="),
    ],
)
def test_a_suggestion_has_an_address(kind, target, part):
    assert part in suggestion_url(kind, target)
