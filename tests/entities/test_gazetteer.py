"""The shipped gazetteer: what it holds, and how its entries are found by name."""

from __future__ import annotations

import re

import pytest

from archive.entities.gazetteer.gazetteer import Gazetteer, KnownNames
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry
from archive.entities.gazetteer.name_spellings import AliasRule, parse_aliases
from archive.records.mentions import AliasPolicy, EntityKind


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.shipped()


@pytest.mark.parametrize(
    "names",
    [
        ("سوريا", "سورية", "Syria"),
        ("دونالد ترمب", "دونالد ترامب", "ترامب", "Donald Trump"),
        ("داعش", "تنظيم الدولة", 'تنظيم "الدولة"', "تنظيم الدولة الإسلامية"),
        ("قسد", "قوات سوريا الديمقراطية", "SDF"),
        ("أميركا", "أمريكا", "الولايات المتحدة", "الولايات المتحدة الأمريكية"),
        ("كوباني", "عين العرب", "Kobani"),
        ("البنتاغون", "وزارة الدفاع الأميركية", "بنتاغون"),
        ("وكالة الصحافة الفرنسية", "فرانس برس", "AFP"),
    ],
)
def test_spellings_of_one_entity_meet(gazetteer: Gazetteer, names: tuple[str, ...]) -> None:
    first = {gazetteer.by_name(name)[0].key for name in names}
    assert len(first) == 1


@pytest.mark.parametrize(
    ("capital", "country"), [("واشنطن", "أميركا"), ("موسكو", "روسيا"), ("دمشق", "سوريا")]
)
def test_a_capital_is_not_its_country(gazetteer: Gazetteer, capital: str, country: str) -> None:
    city, state = gazetteer.by_name(capital)[0], gazetteer.by_name(country)[0]
    assert city.key != state.key
    assert ("capital_of", state.key) in city.relations


def test_the_pentagon_is_an_organisation(gazetteer: Gazetteer) -> None:
    assert gazetteer.by_name("البنتاغون")[0].kind is EntityKind.ORGANISATION


def test_every_key_is_fit_for_a_url_and_every_reference_leads_somewhere(
    gazetteer: Gazetteer,
) -> None:
    for entry in gazetteer:
        assert re.fullmatch(r"[A-Za-z0-9-]+", entry.key)
        assert entry.parent is None or gazetteer.get(entry.parent), entry
        assert all(gazetteer.get(key) for _, key in entry.relations), entry


def test_a_name_unknown_names_nothing(gazetteer: Gazetteer) -> None:
    assert gazetteer.by_name("لا أحد بهذا الاسم") == []
    assert gazetteer.get("nothing") is None


def test_an_alias_cell_states_policies_and_triggers() -> None:
    assert parse_aliases("قسد|~فتح{حركة}|-نيس") == (
        AliasRule("قسد"),
        AliasRule("فتح", AliasPolicy.TRIGGER, ("حركة",)),
        AliasRule("نيس", AliasPolicy.NEVER),
    )


@pytest.mark.parametrize("typed", ["دمشق", "الولايات المتحدة", "سورية", "قسد", "tripoli", "لاشيء"])
def test_a_name_leads_where_the_gazetteer_leads(typed: str) -> None:
    found = [entry.key for entry in Gazetteer.shipped().by_name(typed)]
    assert list(KnownNames.shipped().keys(typed)) == found


def test_of_one_name_the_more_prominent_comes_first_and_a_kind_chooses() -> None:
    names = KnownNames.of(
        [
            GazetteerEntry("river", EntityKind.PLACE, "النيل", "Nile"),
            GazetteerEntry("paper", EntityKind.ORGANISATION, "النيل"),
            GazetteerEntry("river", EntityKind.PLACE, "نهر"),
        ]
    )
    assert list(names.keys("النيل")) == ["river", "paper"]
    assert list(names.keys("النيل", "organisation")) == ["paper"]
    assert list(names.keys("نهر")) == []
