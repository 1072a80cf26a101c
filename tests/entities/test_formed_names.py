"""Names that their form gives: sites and bodies by the name they bear, players and clubs by the
adjective of their country."""

from __future__ import annotations

import pytest

from archive.entities.gazetteer.gazetteer import Corrections
from archive.entities.recognition.candidates import FieldWords
from archive.entities.recognition.club_patterns import club_patterns
from archive.entities.recognition.combined_recogniser import combined_recogniser
from archive.entities.recognition.eponym_patterns import eponym_patterns
from archive.entities.recognition.gazetteer_recogniser import gazetteer_recogniser
from archive.entities.recognition.person_patterns import person_at
from archive.records.mentions import ArticleField, ArticleText


def words_of(text: str) -> FieldWords:
    return FieldWords.of(ArticleField.BODY, text)


def formed(text: str) -> list[tuple[str, str]]:
    lexicon = gazetteer_recogniser(Corrections()).lexicon
    return [(each.kind.value, each.surface) for each in eponym_patterns(words_of(text), lexicon)]


def people(text: str) -> set[str]:
    words = words_of(text)
    spans = (person_at(words, index) for index in range(len(words.forms)))
    return {text[words.starts[first] : words.ends[last - 1]] for first, last in spans if last}


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("نُقل المصابون إلى مستشفى الملك خالد الجامعي أمس", "مستشفى الملك خالد الجامعي"),
        ("هبطت الطائرة بمطار سالونيكا مساء", "مطار سالونيكا"),
        ("يمتد طريق الأمير محمد بن عبدالعزيز شمالاً", "طريق الأمير محمد بن عبدالعزيز"),
        ("أقيمت المباراة في ملعب نادي الشباب", "ملعب نادي الشباب"),
        ("افتُتحت مدينة الملك عبدالله الرياضية", "مدينة الملك عبدالله الرياضية"),
    ],
)
def test_a_site_is_read_with_the_name_that_it_bears(text: str, site: str) -> None:
    assert formed(text) == [("place", site)]


def test_a_body_called_after_a_person_is_an_organisation_with_what_it_is_for() -> None:
    text = "أعلنت مؤسسة الملك خالد للتنمية والأعمال الخيرية عن جائزة"
    assert formed(text) == [("organisation", "مؤسسة الملك خالد للتنمية والأعمال الخيرية")]


@pytest.mark.parametrize(
    "text",
    [
        "وصلت الشحنة عن طريق جدة",
        "في مستشفى الولادة والأطفال",
        "اجتمعوا في مدينة الملك فهد أمس",
        "يقيم في شارع واسع قرب محطة القطار",
    ],
)
def test_what_bears_no_name_is_none(text: str) -> None:
    assert formed(text) == []


def test_a_foreign_club_stands_before_its_countrys_adjective() -> None:
    text = "فاز الفريق على أودينيزي الإيطالي وخسر أمام فاليرينجا النرويجي"
    assert [each.surface for each in club_patterns(words_of(text))] == ["أودينيزي", "فاليرينجا"]


def test_an_adjective_that_introduces_a_person_makes_no_club() -> None:
    assert list(club_patterns(words_of("برز بشكل لافت التونسي أسامة الجبالي"))) == []


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("تعاقد مع المهاجم الغاني مبارك واكاسو أمس", "مبارك واكاسو"),
        ("الثنائي الروماني سان مارتين والبولندي زوكالا", "سان مارتين"),
        ("الثنائي الروماني سان مارتين والبولندي زوكالا", "زوكالا"),
        ("وقالت مسؤولة اللجنة هنادي العتيبي إنها", "هنادي العتيبي"),
    ],
)
def test_people_behind_their_countrys_adjective_or_before_a_family(text: str, person: str) -> None:
    assert person in people(text)


@pytest.mark.parametrize("text", ["مصر والسعودية هما الأقرب", "الدوري الإيطالي ضعيف", "أكد الأمين"])
def test_a_country_and_an_office_are_no_people(text: str) -> None:
    assert people(text) == set()


def test_a_shorter_name_is_the_one_longer_name_of_the_article() -> None:
    body = (
        "نُقل الجرحى إلى مستشفى الأمير سالم التخصصي في الشمال. "
        "وقال مدير مستشفى الأمير سالم إن حالهم مستقرة."
    )
    found = combined_recogniser(Corrections()).recognise(ArticleText("", "", body))
    keys = {each.key for each in found if each.surface.startswith("مستشفى الأمير سالم")}
    assert len(keys) == 1
