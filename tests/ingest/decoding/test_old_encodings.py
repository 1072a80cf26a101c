"""Texts of old systems, whose encoding nothing declares, are known by their words."""

from __future__ import annotations

import pytest

from archive.ingest.decoding.encodings import decode

TEXT = (
    "افتتحت البلدية أمس مكتبة جديدة للأطفال في وسط المدينة وقال رئيسها إن العمل استمر عامين.\n"
    "وحضر الافتتاح عدد من السكان والمعلمين وتلاميذ المدارس القريبة."
)


@pytest.mark.parametrize("charset", ["windows-1256", "iso-8859-6", "mac-arabic", "cp720"])
def test_the_encoding_is_the_one_in_which_the_words_are_known(charset: str) -> None:
    text = TEXT.replace("وقال", "، وقال ١٢") if charset == "mac-arabic" else TEXT
    found = decode(text.encode(charset))
    assert (found.text, found.charset) == (text, charset)
    assert charset in found.warning


@pytest.mark.parametrize("charset", ["windows-1256", "iso-8859-6"])
def test_a_few_words_are_enough(charset: str) -> None:
    assert decode("خبر قصير في سطر".encode(charset)).text == "خبر قصير في سطر"


def test_quotation_marks_of_windows_are_kept() -> None:
    text = "القاهرة: قالت «الحياة» إن المكتبة فتحت أبوابها"
    assert decode(text.encode("windows-1256")).text == text
