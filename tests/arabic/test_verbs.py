"""Verbs lose the ending of person and number, and nothing else does."""

from __future__ import annotations

import pytest

from archive.arabic.frequencies import FrequencyTable
from archive.arabic.normalize import fold
from archive.arabic.verbs import without_subject

COUNT = FrequencyTable.shipped().count


@pytest.mark.parametrize(
    ("word", "verb"),
    [
        ("أعلنت", "أعلن"),
        ("أعلنوا", "أعلن"),
        ("قالت", "قال"),
        ("انتقلت", "انتقل"),
        ("اندلعت", "اندلع"),
        ("يعلنوا", "يعلن"),
        ("أصبحتا", "أصبح"),
    ],
)
def test_who_did_it_comes_off(word: str, verb: str) -> None:
    assert without_subject(fold(word), COUNT) == fold(verb)


@pytest.mark.parametrize(
    "word", ["سبورت", "مونت", "سانتا", "بيوت", "سكوت", "إنترنت", "الوقت", "عسكريات", "هوا", "بنت"]
)
def test_names_and_nouns_stay(word: str) -> None:
    assert without_subject(fold(word), COUNT) == fold(word)
