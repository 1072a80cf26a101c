"""Words that look like a known name and are none, and names that belong to something else."""

from __future__ import annotations

import pytest

from archive.entities.recognition.gazetteer_recogniser import GazetteerRecogniser
from archive.records.mentions import ArticleText

MATCH = "فاز الفريق في مباراة الدوري بعد هدف اللاعب في مرمى ضيفه. "
LONG = "وصل الناس إلى السوق في الصباح ثم عادوا إلى بيوتهم في المساء بعد يوم طويل من العمل. " * 4


@pytest.fixture(scope="module")
def reader() -> GazetteerRecogniser:
    return GazetteerRecogniser()


def keys(reader: GazetteerRecogniser, text: str, country: str = "", outlet: str = "") -> set[str]:
    return {each.key for each in reader.recognise(ArticleText("", "", text, outlet, country))}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("كسبها الفريق بهدف في سوريا وليبيا", "place-sabha"),
        ("قالت فاطمة إن سوريا بلدها", "place-atmeh"),
        ("ضربه بفأس في المغرب", "place-fez"),
        ("لتحقيق مآرب أخرى في اليمن", "place-marib"),
        ("شوهد الذئب الرمادي في العراق", "Q192961"),
        ("الإجراءات الديوانية الجديدة في تونس", "Q694939"),
        ("أصيب في الرباط الصليبي", "Q3551"),
        ("تدخل في الشؤون الداخلية البحرينية", "org-bh-ministry-of-interior"),
        ("لا يخرج إلا على جبر الضرر", "person-ali-gabr"),
    ],
)
def test_a_word_that_only_looks_like_a_name_is_none(
    reader: GazetteerRecogniser, text: str, key: str
) -> None:
    assert key not in keys(reader, text)


def test_the_preposition_to_is_no_definite_word(reader: GazetteerRecogniser) -> None:
    assert "Q851" in keys(reader, "سافر الوفد إلى السعودية")
    assert "org-al-hilal-sfc" in keys(reader, MATCH + "وانتقل إلى الهلال", "SA")


@pytest.mark.parametrize(
    "text",
    [
        "نهائي دوري أبطال أوروبا",
        "أعلن تعليم أوروبا النتائج",
        "حادث على طريق أوروبا السريع",
        "افتتح مهرجان أوروبا أمس",
        "اسم مطعم أوروبا جديد",
    ],
)
def test_a_place_inside_another_name_is_no_mention(reader: GazetteerRecogniser, text: str) -> None:
    assert keys(reader, text) == set()


def test_by_way_of_a_place_is_no_road(reader: GazetteerRecogniser) -> None:
    assert keys(reader, "سافر عن طريق أوروبا") == {"Q46"}


def test_a_place_of_many_names_asks_for_its_country(reader: GazetteerRecogniser) -> None:
    assert "place-nador" not in keys(reader, "حريق في الناظور من معتمدية قفصة", "TN")
    assert "place-nador" in keys(reader, "حريق في الناظور بالمغرب")


def test_an_outlet_is_not_another_countrys(reader: GazetteerRecogniser) -> None:
    assert "org-al-shorouk" not in keys(reader, "وقالت صحيفة الشروق الجزائرية أمس")
    assert not {each for each in keys(reader, "نقلت وكالة الأنباء الرسمية ذلك") if "anba" in each}


def test_a_surname_is_that_of_the_bearer_the_article_names(reader: GazetteerRecogniser) -> None:
    text = "قال كارلوس تشافيز إن القاضي منحاز. وأضاف تشافيز أنه سيطعن"
    assert "person-hugo-chavez" not in keys(reader, text)
    assert "person-hugo-chavez" in keys(reader, "قال تشافيز إن القاضي منحاز")


def test_two_given_names_before_a_family_name_are_somebody_elses(
    reader: GazetteerRecogniser,
) -> None:
    assert "person-mohamed-naguib" in keys(reader, "زار محمد نجيب المصنع في مصر")
    assert "person-mohamed-naguib" not in keys(reader, "زار محمد نجيب المنصوري المصنع في مصر")


def test_an_athletes_surname_far_from_sport_is_somebody_elses(reader: GazetteerRecogniser) -> None:
    assert "person-alex-ferguson" not in keys(reader, LONG + "ثم مر فيرغسون بهم")
    assert "person-alex-ferguson" in keys(reader, MATCH + LONG + "ثم مر فيرغسون بهم")


def test_a_man_called_like_a_club_is_none(reader: GazetteerRecogniser) -> None:
    assert "org-cs-sfaxien" not in keys(reader, MATCH + "وسجل أيمن الصفاقسي هدفا", "TN")


def test_a_city_with_its_countrys_adjective_is_its_club(reader: GazetteerRecogniser) -> None:
    assert "org-valencia-cf" in keys(reader, MATCH + "وتأهل فالنسيا الإسباني إلى النهائي")
    assert "Q7156" in keys(reader, MATCH + "وقال لاعب وسط برشلونة في إسبانيا إنه جاهز")


def test_a_doubled_letter_is_ammans(reader: GazetteerRecogniser) -> None:
    assert "Q3805" in keys(reader, "رحلات إلى البحرين وعمّان ونيودلهي")


def test_a_king_behind_a_roads_name_is_the_roads(reader: GazetteerRecogniser) -> None:
    assert "person-khalid-of-saudi-arabia" not in keys(
        reader, "تقاطع على طريق صلبوخ (الملك خالد) شمالا"
    )
