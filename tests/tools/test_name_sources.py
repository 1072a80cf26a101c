"""Where the hand-made names of the list are met: the table that tells it, and how it is made."""

from __future__ import annotations

from archive.entities.gazetteer.gazetteer import read_entries
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry
from archive.entities.gazetteer.name_spellings import parse_aliases
from archive.records.mentions import EntityKind
from tools.name_sources import GAZETTEER, HAND_MADE, WIKIDATA, read_table, sources_of


def _person(key: str, names: str, wikidata: str | None = None) -> GazetteerEntry:
    rules = parse_aliases(names)
    return GazetteerEntry(key, EntityKind.PERSON, rules[0].text, aliases=rules, wikidata=wikidata)


def test_every_name_written_by_hand_stands_in_the_table_and_no_other() -> None:
    # Who adds a name or takes one out runs the tool anew, and sees what is met nowhere.
    written = {entry.key for name in HAND_MADE for entry in read_entries(GAZETTEER / name)}
    assert read_table().keys() == written


def test_an_entry_is_met_where_a_text_holds_its_whole_name() -> None:
    found = sources_of(
        [_person("a", "سالم الراعي"), _person("b", "هدى النجار")],
        [("news", "قال سالم الراعي إن"), ("news", "وسالم الراعي"), ("seeds", "لا أحد")],
    )
    assert found == {"a": {"news"}, "b": set()}


def test_a_word_that_needs_a_word_before_it_shows_nobody() -> None:
    found = sources_of(
        [_person("a", "سالم الراعي|~الراعي{الكاتب}"), _person("b", "فنسنت|بورتر")],
        [("news", "جاء الراعي إلى السوق"), ("news", "عاد بورتر")],
    )
    assert found == {"a": set(), "b": {"news"}}


def test_an_entry_with_a_wikidata_id_is_named_there() -> None:
    assert sources_of([_person("Q1", "سالم الراعي", "Q1")], []) == {"Q1": {WIKIDATA}}
