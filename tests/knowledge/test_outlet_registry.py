"""Outlets are found by slug, name and domain."""

from __future__ import annotations

import pytest

from archive.ingest.parsing.layouts import LayoutLibrary
from archive.knowledge.knowledge import OutletRegistry
from archive.knowledge.outlet_lists import KnownOutlet
from archive.records.documents import OutletBasis

REGISTRY = OutletRegistry.shipped()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("الشرق الأوسط", "aawsat"),
        ("«الشرق الأوسط»", "aawsat"),
        ("البوابه نيوز", "albawabhnews"),
        ("أ.ف.ب", "afp"),
        ("أ ف ب", "afp"),
        ("كوردستان24", "kurdistan24"),
        ("BBC عربي", "bbcarabic"),
    ],
)
def test_name_as_printed(name: str, slug: str) -> None:
    outlet = REGISTRY.by_name(name)
    assert outlet is not None
    assert outlet.slug == slug


def test_name_must_be_whole() -> None:
    assert REGISTRY.by_name("قالت الشرق الأوسط") is None


def test_subdomain_is_the_outlets() -> None:
    outlet = REGISTRY.by_domain("www.syria.tv")
    assert outlet is not None
    assert outlet.slug == "syriatv"
    assert REGISTRY.by_domain("tv") is None


def test_claim_of_an_unknown_name_keeps_it() -> None:
    claim = REGISTRY.claim("«مجلة العينة (للعرض)»", OutletBasis.STATED)
    assert (claim.slug, claim.name) == ("", "مجلة العينة (للعرض)")


def test_layouts_name_registered_outlets_and_observed_pages() -> None:
    for layout in LayoutLibrary.shipped().layouts.values():
        assert not layout.outlet or REGISTRY.by_slug(layout.outlet) is not None
        assert layout.name == "generic" or layout.observed


@pytest.mark.parametrize(
    ("host", "slug"),
    [("alnaharegypt.com", "alnaharegypt"), ("annahar.com", "annahar"), ("", "annahar")],
)
def test_a_name_that_two_outlets_bear_means_the_one_whose_page_it_is(host: str, slug: str) -> None:
    assert known(REGISTRY.preferring(host).by_name("النهار")).slug == slug


def known(outlet: KnownOutlet | None) -> KnownOutlet:
    assert outlet is not None
    return outlet


def test_a_word_of_the_language_names_an_outlet_on_its_own_page_alone() -> None:
    assert REGISTRY.by_name("عاجل") is None
    assert known(REGISTRY.preferring("www.ajel.sa").by_name("عاجل")).slug == "ajel"


def test_a_name_of_one_page_leaves_the_names_of_the_others_alone() -> None:
    own = REGISTRY.preferring("ajel.sa")
    assert known(own.by_name("«عكاظ»")).slug == "okaz"
    assert known(own.by_name("عاجل")).slug == "ajel"
    assert REGISTRY.by_name("عاجل") is None


@pytest.mark.parametrize(
    ("name", "alone", "called"),
    [("عكاظ", True, True), ("الشرق", True, True), ("أبواب", False, True), ("عيادة", False, False)],
)
def test_a_word_that_one_outlet_is_called_by_names_none_alone(
    name: str, alone: bool, called: bool
) -> None:
    assert (REGISTRY.is_press_name(name), REGISTRY.is_called(name)) == (alone, called)
