"""What is broken in a query is mended, and the reader is told."""

from __future__ import annotations

import pytest
from django.utils import translation

from search.query.language import parse
from search.query.notices import SENTENCES, Notice, NoticeKind, explain


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("«دونالد ترامب", "quote_closed", "«"),
        ('حلب "" دمشق', "quote_dropped", '""'),
        ('حلب دمشق"', "quote_dropped", '"'),
        ("(حلب أو دمشق", "bracket_closed", "("),
        ("حلب)", "bracket_dropped", ")"),
        ("أو حلب", "operator_dropped", "أو"),
        ("حلب OR OR دمشق", "operator_dropped", "OR"),
        ("حلب |", "operator_dropped", "|"),
        ("حلب ليس", "operator_dropped", "ليس"),
        ("حلب عنوان:", "field_empty", "عنوان:"),
        ("after:someday", "not_a_date", "after:someday"),
        ("date:2024-02-31", "date_corrected", "2024-02-31"),
        ("date:2024..2023", "dates_turned", "2024..2023"),
        ("*ح", "star_dropped", "*ح"),
        ("ح*", "star_dropped", "ح*"),
        ('"مرفأ الصي*"', "star_dropped", "مرفأ الصي*"),
        ('date:"أيلول البعيد"', "not_a_date", 'date:"أيلول البعيد"'),
        ("حلب~7", "fuzzy_narrowed", "حلب~7"),
    ],
)
def test_what_is_broken_is_mended_and_named(text: str, kind: str, shown: str) -> None:
    assert (kind, shown) in [(repair.kind, repair.shown) for repair in parse(text).repairs]


def test_a_sound_text_needs_no_repair() -> None:
    parsed = parse('عنوان:حلب ("مجلس الأمن"~3 أو سوري*) -outlet:sana after:2023')
    assert (parsed.repairs, parsed.notices) == ((), ())


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_has_a_sentence(kind: str) -> None:
    assert kind in SENTENCES


def test_the_sentence_shows_the_piece_of_text() -> None:
    (repair,) = parse("after:someday").repairs
    with translation.override("en"):
        assert "after:someday" in explain(repair)


def test_a_percent_sign_in_the_text_does_no_harm() -> None:
    (repair,) = parse("after:50%s%").repairs
    assert "50%s%" in explain(repair)


def test_a_pattern_that_was_cut_is_shown_as_it_was_typed() -> None:
    with translation.override("en"):
        assert "“ال*”" in explain(Notice(NoticeKind.EXPANSION_CUT, "text:=ال*"))
