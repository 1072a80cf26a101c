"""The names of the gazetteer lead to the entities that the gazetteer itself finds."""

from __future__ import annotations

import pytest

from archive.entities.gazetteer.gazetteer import Gazetteer, GazetteerEntry, KnownNames
from archive.records.mentions import EntityKind


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
