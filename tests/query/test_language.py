"""The query language: what each way of writing asks for. No text is refused."""

from __future__ import annotations

from datetime import date

import pytest

from search.query.language import parse
from search.query.tree import (
    And,
    Dates,
    FieldText,
    FieldValue,
    Fuzzy,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Prefix,
    Term,
    Word,
    terms,
)

PHRASE = Phrase(("دونالد", "ترامب"))


def words(text: str) -> list[str]:
    """The words of a text without phrases, in order."""
    return [term.text for term in terms(parse(text).tree) if not isinstance(term, Phrase)]


def test_words_are_all_required() -> None:
    assert parse("أزمة لبنان").tree == And((Word("أزمة"), Word("لبنان")))


def words_of(term: Term) -> tuple[str, ...]:
    return term.words if isinstance(term, Phrase) else (term.text,)


@pytest.mark.parametrize(
    "text",
    [
        '"دونالد ترامب"',
        "«دونالد ترامب»",
        "»دونالد ترامب«",
        "“دونالد ترامب”",
        "”دونالد ترامب“",
        "„دونالد ترامب“",
        "'دونالد ترامب'",
        "‘دونالد ترامب’",
        "«دونالد ترامب",
        '«دونالد ترامب"',
    ],
)
def test_quotation_marks_of_every_kind_make_a_phrase(text: str) -> None:
    assert parse(text).tree == PHRASE


def test_an_apostrophe_is_no_quotation_mark() -> None:
    assert words("l'orient d'alep") == ["l'orient", "d'alep"]


def test_a_phrase_holds_other_quotation_marks() -> None:
    assert parse('"موقع «النهار» اللبناني"').tree == Phrase(("موقع", "النهار", "اللبناني"))


@pytest.mark.parametrize("operator", ["أو", "او", "OR", "|", "||"])
def test_or_joins_its_neighbours(operator: str) -> None:
    expected = And((Word("أزمة"), Or((Word("سوريا"), Word("لبنان")))))
    assert parse(f"أزمة سوريا {operator} لبنان").tree == expected


def test_or_needs_no_space_when_it_is_a_bar() -> None:
    assert parse("سوريا|لبنان").tree == Or((Word("سوريا"), Word("لبنان")))


@pytest.mark.parametrize("text", ["حلب -دمشق", "حلب ليس دمشق", "حلب NOT دمشق", "حلب AND NOT دمشق"])
def test_not_refuses_a_word(text: str) -> None:
    assert parse(text).tree == And((Word("حلب"), Not(Word("دمشق"))))


def test_a_dash_between_words_refuses_nothing() -> None:
    assert words("حلب - دمشق -- حمص") == ["حلب", "دمشق", "حمص"]


def test_lower_case_or_is_a_word() -> None:
    assert words("war or peace") == ["war", "or", "peace"]


def test_brackets_group() -> None:
    expected = And((Or((And((Word("أ1"), Word("ب1"))), Word("ج1"))), Word("د1")))
    assert parse("((أ1 ب1) أو ج1) د1").tree == expected


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("سوري*", Prefix("سوري")),
        ("*سوري", Pattern("*سوري")),
        ("سو*ي", Pattern("سو*ي")),
        ("*سوري*", Pattern("*سوري*")),
        ("«سو*ي»", Phrase(("سو", "ي"))),
        ("سو٭ي،", Pattern("سو*ي")),
        ("سوريا~", Fuzzy("سوريا", 1)),
        ("سوريا~2", Fuzzy("سوريا", 2)),
        ("سوريا~٢", Fuzzy("سوريا", 2)),
        ('"دونالد ترامب"~5', Phrase(("دونالد", "ترامب"), 5)),
        ("«دونالد ترامب»~٥", Phrase(("دونالد", "ترامب"), 5)),
    ],
)
def test_signs_after_a_word_or_phrase(text: str, tree: Node) -> None:
    assert parse(text).tree == tree


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("عنوان:حلب", "title"),
        ("title:حلب", "title"),
        ("TITLE：حلب", "title"),
        ("العنوان: حلب", "title"),
        ("outlet:حلب", "outlet"),
        ("صحيفة:حلب", "outlet"),
        ("مصدر:حلب", "outlet"),
        ("كيان:حلب", "entity"),
        ("شخص:حلب", "person"),
        ("منظّمة:حلب", "organisation"),
        ("place:حلب", "place"),
        ("قسم:حلب", "section"),
        ("وسم:حلب", "keyword"),
        ("كاتب:حلب", "byline"),
        ("لغة:حلب", "language"),
    ],
)
def test_fields_have_arabic_and_english_names(text: str, name: str) -> None:
    node = FieldText if name in ("title", "byline") else FieldValue
    assert parse(text).tree == node(name, Word("حلب"))


def test_a_field_takes_a_key_a_phrase_or_brackets() -> None:
    assert parse("outlet:athr-press").tree == FieldValue("outlet", Word("athr-press"))
    assert parse('outlet:"أثر برس"').tree == FieldValue("outlet", Word("أثر برس"))
    expected = FieldText("title", Or((Word("حلب"), Word("حمص"))))
    assert parse("عنوان:(حلب أو حمص)").tree == expected


def test_a_field_is_refused_with_its_value() -> None:
    assert parse("-outlet:sana").tree == Not(FieldValue("outlet", Word("sana")))


@pytest.mark.parametrize(
    "text", ["مصدر: الجيش ينسحب", "قبل: اجتماع", "ترامب: سننسحب", "قبل الاجتماع"]
)
def test_a_headline_with_a_colon_stays_words(text: str) -> None:
    parsed = parse(text)
    assert words(text) == text.replace(":", "").split()
    assert parsed.repairs == ()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("after:2023", date(2023, 1, 1), None),
        ("بعد:2023-06", date(2023, 6, 1), None),
        ("بعد:٢٠٢٣-٠٦", date(2023, 6, 1), None),
        ("before:2023-06", None, date(2023, 6, 30)),
        ("قبل: 2023-06-05", None, date(2023, 6, 5)),
        ("قبل:5/6/2023", None, date(2023, 6, 5)),
        ("تاريخ:2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("date:2023..2024-03", date(2023, 1, 1), date(2024, 3, 31)),
        ("date:2023-05..", date(2023, 5, 1), None),
        ("تاريخ:..2024", None, date(2024, 12, 31)),
    ],
)
def test_dates_are_years_months_or_days(text: str, first: date | None, last: date | None) -> None:
    assert parse(text).tree == Dates(first, last)


def test_any_makes_the_words_alternatives() -> None:
    expected = And((Or((Word("حلب"), Word("حمص"))), Not(Word("حماة"))))
    assert parse("any:حلب حمص -حماة").tree == expected
    assert parse("أي: حلب حمص -حماة").tree == expected
    assert parse("حلب حمص -حماة", any_word=True).tree == expected


def test_any_word_leaves_a_filter_a_filter() -> None:
    assert parse("حلب حمص outlet:sana after:2020", any_word=True).tree == And(
        (
            Or((Word("حلب"), Word("حمص"))),
            FieldValue("outlet", Word("sana")),
            Dates(date(2020, 1, 1), None),
        )
    )


def test_any_of_a_bracket_concerns_that_bracket_only() -> None:
    assert parse("حرب (any:حلب حمص)").tree == And((Word("حرب"), Or((Word("حلب"), Word("حمص")))))


def test_punctuation_parts_words_but_not_what_belongs_together() -> None:
    assert words("سوريا،العراق؛لبنان!") == ["سوريا", "العراق", "لبنان"]
    assert words("الـCIA 3.5 أ.ف.ب Al-Jazeera 10:30") == [
        "الـCIA",
        "3.5",
        "أ.ف.ب",
        "Al-Jazeera",
        "10:30",
    ]


def test_an_address_is_words() -> None:
    assert words("https://example.org/news") == ["https", "example.org", "news"]


def test_marks_of_direction_do_not_hide_a_field() -> None:
    assert parse("\u200fعنوان:\u200eحلب").tree == FieldText("title", Word("حلب"))
