"""Lines of keywords are cut into phrases."""

from __future__ import annotations

import pytest

from archive.ingest.parsing.keywords import split_keywords

TEXT = ("يفتتح متحف اللوفر أبوظبي معرضا عن الخط العربي، ويشارك للمتحف الوطني في دمشق بقطع نادرة.",)


def test_separators_decide() -> None:
    assert split_keywords("الفيوم | الري | الترع", ()) == ("الفيوم", "الري", "الترع")


def test_words_of_the_text_decide_where_separators_are_lost() -> None:
    assert split_keywords("متحف اللوفر أبوظبي الخط العربي دمشق", TEXT) == (
        "متحف اللوفر أبوظبي",
        "الخط العربي",
        "دمشق",
    )


def test_clitics_of_the_text_do_not_hide_a_phrase() -> None:
    assert split_keywords("المتحف الوطني دمشق", TEXT) == ("المتحف الوطني", "دمشق")


def test_two_spellings_count_once() -> None:
    assert split_keywords("الخط العربي, الخط العربى", ()) == ("الخط العربي",)


def test_words_that_the_text_lacks_stay_together() -> None:
    assert split_keywords("دمشق خزف قديم", TEXT) == ("دمشق", "خزف قديم")


@pytest.mark.parametrize("value", ["", " ", "،", "#"])
def test_nothing_gives_nothing(value: str) -> None:
    assert split_keywords(value, TEXT) == ()


def test_a_particle_cut_from_the_next_phrase_is_dropped() -> None:
    assert split_keywords("الخط العربي فى, دمشق", ()) == ("الخط العربي", "دمشق")
