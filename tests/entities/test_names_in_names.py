"""Names that stand inside other names, and names of several things: which is meant, or none."""

from __future__ import annotations

import pytest

from archive.entities.gazetteer.gazetteer import Corrections
from archive.entities.recognition.combined_recogniser import combined_recogniser
from archive.entities.recognition.gazetteer_recogniser import gazetteer_recogniser
from archive.records.mentions import ArticleText

SPORT = "وسجل المهاجم هدفا في الشوط الثاني من المباراة أمام جماهير الفريق."


def keys(text: str, **article: str) -> set[str]:
    """The keys that the list finds in a text."""
    found = gazetteer_recogniser(Corrections()).recognise(ArticleText("", "", text, **article))
    return {each.key for each in found}


@pytest.mark.parametrize(
    "text",
    [
        "افتتح الوزير مترو القاهرة الجديد",
        "وصل السجين إلى سجن الطائف صباحا",
        "ألقى كلمة في قمة شرم الشيخ الأخيرة",
        "زار مقر شركة نفط عمان قبل أيام",
        "فاز أتليتيكو مدريد بهدف في مباراة أمس",
        "حضر نجم شيكاغو سيتي حفل التكريم",
        "بطولة غرب آسيا تنطلق غدا",
    ],
)
def test_a_place_inside_a_name_is_no_mention(text: str) -> None:
    found = gazetteer_recogniser(Corrections()).recognise(ArticleText("", "", text))
    assert [each.surface for each in found if each.kind == "place"] == []


@pytest.mark.parametrize(
    "text",
    [
        "أعلن كريج شكسبير مدرب النادي تشكيلته",
        "كرم الحفل الشهيد سقراط الطريفي أمس",
        "قال الأستاذ ماجد عبدالله الغريبل إن الحفل ناجح",
        "تقع عيادته في بناية محمود درويش قرب السوق",
    ],
)
def test_a_known_name_inside_a_longer_one_is_not_the_known_bearers(text: str) -> None:
    found = gazetteer_recogniser(Corrections()).recognise(ArticleText("", "", text))
    assert [each.surface for each in found if each.kind == "person"] == []


def test_another_spelling_of_the_own_given_name_keeps_the_bearer() -> None:
    assert "person-sepp-blatter" in keys("استقال السويسري جوزف بلاتر من رئاسة الاتحاد")


def test_young_people_and_a_nations_other_teams_are_no_clubs_and_no_football_team() -> None:
    assert "org-al-shabab-riyadh" not in keys("تأهيل الشباب السعودي للعمل في المصانع")
    assert "org-sa-national-football-team" not in keys(f"فاز المنتخب السعودي لكرة السلة. {SPORT}")
    assert "org-sa-national-football-team" in keys(f"فاز المنتخب السعودي لكرة القدم. {SPORT}")


def test_a_club_is_told_from_its_city_by_what_stands_before() -> None:
    assert keys("استقبلت جماهير برشلونة فريقها") == {"Q7156"}
    assert keys("وصلت إلى المعرض في برشلونة طائرة صغيرة") == {"place-barcelona"}
    assert "org-zamalek-sc" not in keys("يقع المطعم بالزمالك قرب النيل ويقدم أصنافا من الطعام")


def test_a_list_of_countries_goes_on_behind_a_figure_and_an_exchange_is_a_citys() -> None:
    assert "Q842" in keys("جاءت مصر في المرتبة 45 وتونس 64 وعمان 66 في الترتيب")
    assert "Q842" not in keys("ارتفعت مؤشرات بورصات الكويت وعمان والبحرين")


def test_a_kingdoms_press_calls_it_the_kingdom() -> None:
    assert keys("تشهد المملكة أمطارا غزيرة", country="SA") == {"Q851"}
    assert keys("تشهد المملكة أمطارا غزيرة", country="MA") == set()


def test_an_outlet_signs_at_the_texts_beginning() -> None:
    text = "سالم الغريبل - سبق - تبوك: افتتح المدير المعرض"
    assert "org-sabq" in keys(text, outlet="سبق", country="SA")
    assert "org-sabq" not in keys(text)


def test_a_machine_found_person_of_a_firm_or_prize_is_none() -> None:
    text = "وقال متحدث باسم مؤسسة الملك غريبل بن ناهض إن المشروع مستمر."
    found = combined_recogniser(Corrections()).recognise(ArticleText("", "", text))
    assert [each.surface for each in found if each.kind == "person"] == []
