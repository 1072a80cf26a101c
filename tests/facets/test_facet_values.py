"""Keys of facet values as readers see them, and as they type them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from archive.models import Alias
from search.facets.facets import find_labels, resolve, resolve_one
from tests.factories import make_entity, make_outlet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _archive() -> None:
    make_outlet("سانا", slug="sana", name_en="SANA")
    make_entity("دمشق", key="Q3766", name_en="Damascus")
    make_entity("حلب", key="Q41183")


def labels(language: str, /, **values: Collection[str]) -> Mapping[tuple[str, str], str]:
    with translation.override(language):
        return find_labels(values)


def test_names_are_those_of_the_reader_s_language() -> None:
    assert labels("ar", outlet=["sana"], place=["Q3766"]) == {
        ("outlet", "sana"): "سانا",
        ("place", "Q3766"): "دمشق",
    }
    assert labels("en", outlet=["sana"], place=["Q3766"]) == {
        ("outlet", "sana"): "SANA",
        ("place", "Q3766"): "Damascus",
    }


def test_without_an_english_name_the_arabic_one_stands() -> None:
    assert labels("en", place=["Q41183"]) == {("place", "Q41183"): "حلب"}


def test_dates_are_written_as_wide_as_they_are() -> None:
    assert labels("en", date=["2024", "2024-03", "2024-03-05", "approximate"]) == {
        ("date", "2024"): "2024",
        ("date", "2024-03"): "March 2024",
        ("date", "2024-03-05"): "5 March 2024",
        ("date", "approximate"): "Approximate or unknown",
    }


def test_what_has_no_label_stands_for_itself() -> None:
    assert labels("ar", outlet=["gone"], keyword=["آثار"], section=["رياضة"], language=["xx"]) == {}


def test_languages_and_bases_have_names() -> None:
    assert labels("en", language=["ar"], basis=["stated"]) == {
        ("language", "ar"): "Arabic",
        ("basis", "stated"): "Stated in the text",
    }


def test_labels_cost_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        labels("ar", outlet=["sana"], place=["Q3766", "Q41183"], person=["x"], entity=["Q3766"])


@pytest.mark.parametrize("typed", ["sana", "سانا", "SANA", "Sana", " سَانا "])
def test_an_outlet_is_named_by_its_slug_or_in_either_language(typed: str) -> None:
    assert resolve("outlet", typed) == ["sana"]


@pytest.mark.parametrize("typed", ["", "  ", "\u064e", "ـ"])
def test_what_holds_no_letter_names_no_outlet(typed: str) -> None:
    make_outlet("صحيفة بلا اسم لاتيني")
    assert resolve("outlet", typed) == []


def test_an_entity_is_named_by_key_name_and_alias() -> None:
    entity = make_entity("سد تشرين الصغير", key="dam", name_en="Little Dam")
    Alias.objects.create(entity=entity, text="السد الصغير")
    for typed in ("dam", "سد تشرين الصغير", "little dam", "السد الصغير"):
        assert resolve("place", typed) == ["dam"]
        assert resolve("entity", typed) == ["dam"]
        assert resolve("person", typed) == []


def test_a_merged_entity_names_what_it_was_merged_into() -> None:
    kept = make_entity("قلعة النهر", key="castle")
    fort = make_entity("حصن النهر", key="fort", merged_into=kept)
    make_entity("برج النهر", key="tower", merged_into=fort)
    assert resolve("place", "حصن النهر") == ["castle"]
    assert resolve("place", "برج النهر") == ["castle"]


def test_a_section_is_its_own_key() -> None:
    assert resolve("section", " رياضة ") == ["رياضة"]
    assert resolve("section", " ") == []


def test_what_names_nothing_stays_as_it_was_typed() -> None:
    assert resolve_one("outlet", "غير موجود") == "غير موجود"
    assert resolve_one("outlet", "سانا") == "sana"
