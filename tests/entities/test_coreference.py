"""Coreference: bare surnames stand for the person named in full."""

from __future__ import annotations

import pytest

from archive.entities.recognition.gazetteer_recogniser import GazetteerRecogniser
from archive.records.mentions import ArticleText, MentionMethod


@pytest.fixture(scope="module")
def recogniser() -> GazetteerRecogniser:
    return GazetteerRecogniser()


def people(recogniser: GazetteerRecogniser, body: str, title: str = "") -> list[tuple[str, str]]:
    """(surface, canonical name) of the people mentioned, in order."""
    return [
        (mention.surface, entry.name_ar)
        for mention in recogniser.recognise(ArticleText(title, "", body))
        if (entry := recogniser.gazetteer.get(mention.key)) and mention.kind == "person"
    ]


def test_a_surname_takes_the_full_name_before_it(recogniser: GazetteerRecogniser) -> None:
    found = people(recogniser, "استقبل بشار الأسد الوفد. وقال الأسد إن اللقاء مثمر.")
    assert found == [("بشار الأسد", "بشار الأسد"), ("الأسد", "بشار الأسد")]


def test_another_of_the_family_stays_himself(recogniser: GazetteerRecogniser) -> None:
    found = people(recogniser, "وصل ماهر الأسد أمس. ثم غادر الأسد إلى منزله.")
    assert found == [("ماهر الأسد", "ماهر الأسد"), ("الأسد", "ماهر الأسد")]


def test_two_of_one_surname_make_it_nobodys(recogniser: GazetteerRecogniser) -> None:
    found = people(recogniser, "التقى بشار الأسد شقيقه ماهر الأسد. وتحدث الأسد مطولاً.")
    assert [name for _, name in found] == ["بشار الأسد", "ماهر الأسد"]


def test_a_regime_is_named_after_its_head_and_not_after_his_brother(
    recogniser: GazetteerRecogniser,
) -> None:
    found = people(recogniser, "فر الأسد بعد سقوط نظام الأسد، وكان ماهر الأسد يقود فرقة.")
    assert [name for _, name in found] == ["بشار الأسد", "بشار الأسد", "ماهر الأسد"]


def test_a_surname_of_no_one_named_is_no_mention(recogniser: GazetteerRecogniser) -> None:
    assert people(recogniser, "زأر الأسد في حديقة الحيوان") == []


def test_a_surname_behind_another_given_name_is_another_person(
    recogniser: GazetteerRecogniser,
) -> None:
    found = people(recogniser, "التقى بشار الأسد وفداً. وقال سليمان الأسد إنه سيحضر.")
    assert found == [("بشار الأسد", "بشار الأسد")]


@pytest.mark.parametrize(
    ("body", "surname"),
    [
        ("استقبل محمد بن سلمان الوفد، وأكد بن سلمان ذلك", "بن سلمان"),
        ("ألقى حسن نصر الله كلمة، ووصف نصر الله الوضع", "نصر الله"),
        ("التقى مارك ميلي الضباط، وأضاف لميلي أحدهم شيئاً", "ميلي"),
    ],
)
def test_a_surname_may_be_two_words_or_carry_a_proclitic(
    recogniser: GazetteerRecogniser, body: str, surname: str
) -> None:
    assert people(recogniser, body)[-1][0] == surname


def test_a_title_may_look_ahead(recogniser: GazetteerRecogniser) -> None:
    found = people(recogniser, "قال مارك إسبر إن القرار اتخذ", title="إسبر: القرار اتخذ")
    assert found[0] == ("إسبر", "مارك إسبر")


def test_coreference_says_that_it_is_one(recogniser: GazetteerRecogniser) -> None:
    article = ArticleText("", "", "وصل مارك إسبر، ثم تحدث إسبر")
    methods = [mention.method for mention in recogniser.recognise(article)]
    assert methods == [MentionMethod.GAZETTEER, MentionMethod.COREFERENCE]


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("استقبل محمود عباس الوفد، وقال عباس إن اللقاء مثمر", 2),
        ("استقبل محمود عباس الوفد، وقال عباس شراقي إن اللقاء مثمر", 1),
    ],
)
def test_a_surname_that_is_a_given_name_must_not_begin_another_name(
    recogniser: GazetteerRecogniser, body: str, count: int
) -> None:
    assert len(people(recogniser, body)) == count


@pytest.mark.parametrize(
    "body",
    [
        "استقبل سلمان بن عبد العزيز الوفد، ثم تحدث بندر بن عبد العزيز",
        "التقى نبيل العربي السفراء، وأشاد بالتعاون العربي والعمل العربي المشترك",
        "تحدث جاك ما عن الشركة، وهذا ما قاله",
    ],
)
def test_fathers_names_adjectives_and_short_words_are_no_surnames(
    recogniser: GazetteerRecogniser, body: str
) -> None:
    assert len(people(recogniser, body)) == 1
