"""Letters that an earlier program spoilt are put right, and only these."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.decoding.encodings import decode
from archive.ingest.decoding.letter_repairs import repaired
from tests.ingest.document_samples import PARAGRAPHS, TITLE

TEXT = "\n".join((TITLE, *PARAGRAPHS))


def shown_as(charset: str, text: str) -> str:
    return "".join(bytes([byte]).decode(charset, "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("charset", ["windows-1252", "windows-1256", "latin-1"])
def test_utf8_that_was_read_in_another_encoding_is_put_right(charset: str) -> None:
    decoded = decode(shown_as(charset, TEXT).encode())
    assert decoded.text == TEXT
    assert "put right" in decoded.warning


def test_a_feh_that_was_lost_on_the_way_comes_back() -> None:
    text = "افتتح المتحف قاعة المخطوطات في القلعة"
    assert repaired(text.encode().decode("windows-1252", "replace"))[0] == text


def test_a_mark_that_was_lost_makes_no_letter() -> None:
    spoilt = "يُعد المتحف من الأقدم".encode().decode("windows-1252", "replace")
    assert repaired(spoilt)[0] == "يعد المتحف من الأقدم"


def test_only_the_spoilt_lines_are_put_right() -> None:
    mixed = f"{TITLE}\n{shown_as('windows-1252', PARAGRAPHS[0])}\n{PARAGRAPHS[1]}"
    assert repaired(mixed)[0] == f"{TITLE}\n{PARAGRAPHS[0]}\n{PARAGRAPHS[1]}"


def test_what_cannot_be_put_right_for_sure_stays() -> None:
    cut = shown_as("windows-1252", PARAGRAPHS[0])[:-2]
    assert repaired(cut) == (cut, "")


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x6FF)))
def test_sound_text_is_never_touched(text: str) -> None:
    if not any(sign in text for sign in ("Ø§", "Ù„", "ÙŠ", "ط§", "ظ„", "ظٹ")):
        assert repaired(text) == (text, "")


@pytest.mark.parametrize(
    "text", [TEXT, "Ångström Øre Ùber", "طالب ظلال، «ظل»", "صلى الله عليه وسلم ﷺ"]
)
def test_letters_of_any_language_stay(text: str) -> None:
    assert repaired(text) == (text, "")


def test_presentation_forms_become_letters() -> None:
    text, warning = repaired("ﻗﺎﻝ ﺍﻟﻮﺯﻳﺮ ﻻ ﺗﻌﻠﻴﻖ ﷺ")
    assert text == "قال الوزير لا تعليق ﷺ"
    assert "presentation forms" in warning


def test_iso_8859_6_is_told_from_windows_1256() -> None:
    plain = TEXT.replace("ً", "").replace("،", " ")
    for charset in ("iso-8859-6", "windows-1256"):
        decoded = decode(plain.encode(charset))
        assert (decoded.text, decoded.charset) == (plain, charset)
