"""The places of datelines are those of the gazetteer, read without all of it."""

from __future__ import annotations

from archive.arabic.normalize import fold
from archive.entities.gazetteer.gazetteer import Gazetteer
from archive.ingest.parsing.dateline_places import dateline_places
from archive.records.mentions import AliasPolicy, EntityKind


def test_each_sure_name_of_a_country_or_town_is_a_place_and_no_other_entry_is_needed() -> None:
    kinds = {"capital", "city", "town", "country"}
    named = {
        fold(alias.text)
        for entry in Gazetteer.shipped()
        if entry.kind is EntityKind.PLACE and entry.subkind in kinds
        for alias in entry.aliases
        if alias.policy is AliasPolicy.ALWAYS
    }
    assert len(named) > 2000
    assert named <= dateline_places()


def test_a_name_that_is_also_a_word_is_no_place_unless_it_is_listed() -> None:
    assert fold("القاهرة") in dateline_places()
    assert fold("الحديث") not in dateline_places()
