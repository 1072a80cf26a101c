"""Outlets in quotes, clubs beside words of sport, towns of the big lists: named like other things."""

from __future__ import annotations

import pytest

from archive.entities.recognition.gazetteer_recogniser import GazetteerRecogniser
from archive.records.mentions import ArticleText


@pytest.fixture(scope="module")
def reader() -> GazetteerRecogniser:
    return GazetteerRecogniser()


def keys(reader: GazetteerRecogniser, text: str, outlet: str = "", country: str = "") -> set[str]:
    return {each.key for each in reader.recognise(ArticleText("", "", text, outlet, country))}


MATCH = "فاز الفريق في مباراة الدوري بعد هدف اللاعب في مرمى ضيفه. "


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("وأضاف المزارع لـ«الرياض» أن الموسم جيد", "الرياض"),
        ("في تقرير نشرته (الرياض) أمس", "الرياض"),
        ('نقلت "الرياض" عن المزارع قوله', ""),
        ("وقرأ ذلك في صحيفة الرياض", ""),
    ],
)
def test_a_name_in_quotes_is_the_outlet(
    reader: GazetteerRecogniser, text: str, outlet: str
) -> None:
    assert keys(reader, text, outlet, "SA" if outlet else "") == {"org-al-riyadh"}


def test_the_city_stays_one_outside_quotes_and_in_another_outlets(
    reader: GazetteerRecogniser,
) -> None:
    assert keys(reader, "وصل المزارع إلى الرياض", "الرياض", "SA") == {"Q3692"}
    assert keys(reader, "تأخرت رحلات «الرياض» مساء", "عكاظ", "SA") == {"Q3692"}


def test_the_region_and_the_paper_are_told_apart(reader: GazetteerRecogniser) -> None:
    text = "قال لـ«الشرق الأوسط» إن السلام في الشرق الأوسط بعيد"
    assert keys(reader, text, "الشرق الأوسط", "SA") == {"org-asharq-al-awsat", "Q7204"}


def test_a_club_of_many_countries_is_the_articles(reader: GazetteerRecogniser) -> None:
    text = MATCH + "وتقدم الأهلي بعد الاستراحة"
    assert "org-al-ahly-sc" in keys(reader, text + " في القاهرة", "", "EG")
    assert "org-al-ahli-saudi-fc" in keys(reader, text, "", "SA")
    assert not {each for each in keys(reader, text) if "ahl" in each}


def test_a_city_is_its_club_beside_words_of_sport(reader: GazetteerRecogniser) -> None:
    assert "Q7156" in keys(reader, MATCH + "وخسر برشلونة بطل إسبانيا")
    assert keys(reader, "افتتح المتحف في برشلونة") == keys(reader, "زار مدينة برشلونة") != set()
    assert "Q7156" not in keys(reader, MATCH + "وأقيم المعسكر في برشلونة في إسبانيا")


def test_who_travels_goes_to_the_city_and_who_plays_is_at_the_club(
    reader: GazetteerRecogniser,
) -> None:
    city = keys(reader, "افتتح المتحف في برشلونة")
    for text in ("زرت برشلونة قبل أعوام", "وسيسافر، الأسبوع المقبل، إلى برشلونة لحضورها"):
        assert keys(reader, MATCH + text) >= city
    for text in ("وغاب عن فريقه الجديد برشلونة", "واكتفى باللعب في برشلونة"):
        assert "Q7156" in keys(reader, MATCH + text)


def test_an_ordinary_word_is_a_club_behind_a_word_for_clubs(reader: GazetteerRecogniser) -> None:
    assert "org-al-shabab-riyadh" in keys(reader, MATCH + "وقال لاعب الشباب إنه جاهز", "", "SA")
    assert "org-al-shabab-riyadh" not in keys(reader, MATCH + "وحضر الشباب والأطفال", "", "SA")
    federation = MATCH + "وقال لاعب الاتحاد الدولي إنه جاهز"
    assert "org-al-ittihad-club-jeddah" not in keys(reader, federation, "", "SA")


def test_a_country_that_is_called_like_a_city(reader: GazetteerRecogniser) -> None:
    assert "Q842" in keys(reader, "وصلت وفود قطر والبحرين وعمان إلى القمة")
    assert "Q842" in keys(reader, MATCH + "وتلتقي عمان غدا ضيفها", "", "SA")
    assert "Q3805" in keys(reader, "وصل الوفد الأردني إلى عمان مساء")


def test_a_bank_is_no_club(reader: GazetteerRecogniser) -> None:
    found = keys(reader, MATCH + "ورعى البنك الأهلي المصري المباراة")
    assert found == {"org-national-bank-of-egypt"}


def test_a_place_inside_a_name_is_no_mention(reader: GazetteerRecogniser) -> None:
    assert keys(reader, "أعلنت شرطة منطقة نجران ذلك") == set()
    assert keys(reader, "تدرس في ثانوية نجران منذ سنة") == set()
    assert keys(reader, "أعلنت الشرطة ذلك في نجران") == {"place-najran"}


def test_a_town_of_the_big_lists_needs_its_country(reader: GazetteerRecogniser) -> None:
    town = next(
        entry
        for entry in reader.gazetteer
        if entry.is_minor and entry.parent == "Q858" and entry.name_ar == "تل حمكي"
    )
    assert town.key not in keys(reader, "وصلوا إلى قرية تل حمكي صباحا")
    assert town.key in keys(reader, "وصلوا إلى قرية تل حمكي السورية صباحا")
    assert town.key in keys(reader, "وصلوا إلى قرية تل حمكي صباحا", "", "SY")
