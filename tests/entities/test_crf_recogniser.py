"""Names that no gazetteer knows: where they begin, what they are called, whom they mean."""

from __future__ import annotations

import pytest

from archive.arabic.frequencies import FrequencyTable
from archive.entities.gazetteer.gazetteer import Gazetteer, new_key
from archive.entities.recognition.combined_recogniser import CombinedRecogniser, may_stand
from archive.entities.recognition.crf_recogniser import CrfRecogniser, key_of, split_proclitics
from archive.entities.recognition.gazetteer_recogniser import GazetteerRecogniser
from archive.records.mentions import (
    ArticleField,
    ArticleText,
    EntityKind,
    FoundMention,
    MentionMethod,
)


@pytest.fixture(scope="module")
def crf() -> CrfRecogniser:
    return CrfRecogniser()


@pytest.fixture(scope="module")
def combined(crf: CrfRecogniser) -> CombinedRecogniser:
    return CombinedRecogniser(GazetteerRecogniser(), crf)


def found(recogniser: CrfRecogniser | CombinedRecogniser, body: str) -> list[FoundMention]:
    return recogniser.recognise(ArticleText("", "", body))


def test_finds_a_person_that_no_list_knows(crf: CrfRecogniser) -> None:
    text = "قال المتحدث باسم الشركة هاني الجبالي للصحفيين"
    (mention,) = found(crf, text)
    assert mention.surface == text[mention.start : mention.end] == "هاني الجبالي"
    assert mention.kind is EntityKind.PERSON
    assert mention.method is MentionMethod.CRF
    assert 0 < mention.confidence <= 1


def test_proclitics_stand_before_the_name(crf: CrfRecogniser) -> None:
    mentions = found(crf, "التقى سعيد النعماني وخليل الدوسري في القاعة")
    assert [(each.clitic, each.surface) for each in mentions] == [
        ("", "سعيد النعماني"),
        ("و", "خليل الدوسري"),
    ]


@pytest.mark.parametrize(
    ("word", "clitic", "rest"),
    [
        ("وليد", "", "وليد"),
        ("ولبيرمنغهام", "ول", "بيرمنغهام"),
        ("للقامشلي", "لل", "القامشلي"),
        ("كمال", "", "كمال"),
    ],
)
def test_first_letters_of_a_name_are_told_from_proclitics(
    word: str, clitic: str, rest: str
) -> None:
    reading = split_proclitics(word, FrequencyTable.shipped().count, ())
    assert (reading.clitic, reading.rest) == (clitic, rest)


def test_a_word_of_the_article_shows_a_proclitic() -> None:
    assert split_proclitics("بزوركان", lambda _word: 0, ()).clitic == ""
    assert split_proclitics("بزوركان", lambda _word: 0, {"زوركان"}).clitic == "ب"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("إيهاب الأزرقي", "ايهاب الازرقي"),
        ("عبدالله ابن سالم الأزرقي", "عبد الله بن سالم الأزرقي"),
        ("أبي حفص الأزرقي", "أبو حفص الأزرقي"),
    ],
)
def test_a_new_name_has_one_key_however_it_is_spelt(one: str, other: str) -> None:
    known = Gazetteer.shipped()
    assert key_of(one, EntityKind.PERSON, known) == key_of(other, EntityKind.PERSON, known)
    assert key_of(one, EntityKind.PERSON, known) == new_key(one, "person")


def test_a_name_that_the_gazetteer_knows_takes_its_key() -> None:
    known = Gazetteer.shipped()
    assert key_of("باريس", EntityKind.PLACE, known) == "Q90"
    assert key_of("باريس", EntityKind.PERSON, known).startswith("person-")


def test_where_both_find_a_name_the_gazetteer_is_believed(combined: CombinedRecogniser) -> None:
    mentions = found(combined, "التقى سعيد النعماني وخليل الدوسري في باريس")
    assert [(each.surface, each.method) for each in mentions] == [
        ("سعيد النعماني", MentionMethod.CRF),
        ("خليل الدوسري", MentionMethod.CRF),
        ("باريس", MentionMethod.GAZETTEER),
    ]


def test_a_new_surname_takes_the_new_full_name_before_it(combined: CombinedRecogniser) -> None:
    text = "قال الخبير الاقتصادي سليم الحمداني إن السوق راكدة. وأضاف الحمداني أن الأسعار ارتفعت."
    full, short = found(combined, text)
    assert (full.surface, short.surface) == ("سليم الحمداني", "الحمداني")
    assert full.key == short.key


def test_another_model_is_another_version(crf: CrfRecogniser) -> None:
    assert crf.version == CrfRecogniser().version
    gazetteer = GazetteerRecogniser()
    assert CombinedRecogniser(gazetteer, crf).version not in (gazetteer.version, crf.version)


def test_a_clear_place_of_a_word_speaks_for_its_bare_ones(crf: CrfRecogniser) -> None:
    bare = "ورفض الزركاني التعليق."
    clear = "قال الوزير سامي الزركاني إن الطريق مفتوح."
    alone = {mention.surface for mention in found(crf, bare)}
    together = {mention.surface for mention in found(crf, f"{bare} {clear}")}
    assert "الزركاني" not in alone
    assert "الزركاني" in together


def find(surface: str, key: str, kind: EntityKind, confidence: float) -> FoundMention:
    field = ArticleField.BODY
    method = MentionMethod.CRF
    return FoundMention(field, 0, len(surface), surface, "", key, kind, method, confidence)


@pytest.mark.parametrize(
    ("mention", "believed"),
    [
        (find("سليم الحمداني", "person-1", EntityKind.PERSON, 0.6), True),
        (find("السعودية", "Q851", EntityKind.PLACE, 0.99), False),
        (find("السعودية", "organisation-1", EntityKind.ORGANISATION, 0.99), False),
        (find("الطاش", "wof-1226456519", EntityKind.PLACE, 0.99), True),
        (find("الطاش", "wof-1226456519", EntityKind.PLACE, 0.8), False),
        (find("نيسان", "org-nissan", EntityKind.ORGANISATION, 0.99), False),
    ],
    ids=["new", "adjective", "other kind", "village", "unsure", "month"],
)
def test_a_known_name_that_the_gazetteer_refused_must_be_sure(
    mention: FoundMention, believed: bool
) -> None:
    assert may_stand(mention, Gazetteer.shipped()) is believed
