"""What the model finds, put right: what is no name is dropped, and two spellings are one."""

from __future__ import annotations

import pytest

from archive.arabic.tokenize import Token
from archive.entities.gazetteer.gazetteer import Corrections
from archive.entities.recognition.calibration import shipped_calibration
from archive.entities.recognition.combined_recogniser import combined_recogniser
from archive.entities.recognition.crf_pruning import kind_behind, pruned
from archive.entities.recognition.crf_tagger import words
from archive.records.mentions import ArticleText, EntityKind, FoundMention, MentionMethod


def tokens(text: str) -> list[Token]:
    return list(words(text))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("رحمه الله", ""),
        ("عبد الله بن", ""),
        ("سالم آل", ""),
        ("خادم الحرمين الشريفين", ""),
        ("ريال", ""),
        ("المنظمة اليوم", ""),
        ("قال سالم الراعي", "سالم الراعي"),
        ("سالم الراعي أمس", "سالم الراعي"),
        ("سالم بن راعي", "سالم بن راعي"),
    ],
)
def test_words_at_the_edge_that_no_name_has_come_off(text: str, kept: str) -> None:
    left = pruned(tokens(text), EntityKind.PERSON)
    assert " ".join(text[word.start : word.end] for word in left) == kept


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "وقال نائب رئيس الديوان الشيخ علي بن عبد الرحمن الحماد إن العمل مستمر",
            "علي بن عبد الرحمن الحماد",
        ),
        ("حضر رئيس النادي الأدبي الدكتور عبد الرحمن السلمي وعدد من الفنانين", "عبد الرحمن السلمي"),
        ("وقال شيخ القبيلة محمد علي العمري إن الأسرة صابرة", "محمد علي العمري"),
    ],
)
def test_a_name_is_whole_from_its_first_word_to_its_familys(text: str, name: str) -> None:
    assert [each.surface for each in found(text) if each.kind is EntityKind.PERSON] == [name]


def test_a_month_and_a_phrase_with_a_pronoun_are_no_names() -> None:
    assert found("بلغ العدد حتى شعبان المنصرم كثيرا") == []
    assert found("تكفل بزراعة كلية له على حساب الدولة") == []


def test_the_confidence_of_a_machine_found_name_is_a_share_that_was_right() -> None:
    shares = {step.share for steps in shipped_calibration().values() for step in steps}
    text = "قال الدكتور سالم بن حمد الزعيتري إن العمل بدأ في مستشفى الملك خالد"
    sure = [each.confidence for each in found(text) if each.method is MentionMethod.CRF]
    assert len(sure) == 2
    assert shares.issuperset(sure)


def test_what_stands_behind_the_word_for_a_club_is_no_person() -> None:
    assert kind_behind("لنادي", EntityKind.PERSON) is EntityKind.ORGANISATION
    assert kind_behind("المدرب", EntityKind.PERSON) is EntityKind.PERSON


def found(text: str) -> list[FoundMention]:
    return combined_recogniser(Corrections()).recognise(ArticleText("", "", text))


def test_the_shorter_name_is_the_longer_ones_person() -> None:
    text = "قال الدكتور سالم بن حمد الزعيتري إن العمل بدأ. وأضاف الدكتور سالم الزعيتري أنه سينتهي قريبا"
    keys = [each.key for each in found(text) if each.kind is EntityKind.PERSON]
    assert len(keys) == 2
    assert len(set(keys)) == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("أعلنت شرطة منطقة نجران ضبط اللص", "شرطة منطقة نجران"),
        ("وفي نادي جدة الأدبي أمسية", "نادي جدة الأدبي"),
        ("ووافق الاتحاد التونسي لكرة السلة على الموعد", "الاتحاد التونسي لكرة السلة"),
        ("ودعت الجمعية الفلكية القطرية إلى الرصد", "الجمعية الفلكية القطرية"),
    ],
)
def test_an_organisation_is_found_by_the_form_of_its_name(text: str, name: str) -> None:
    assert name in [each.surface for each in found(text) if each.kind is EntityKind.ORGANISATION]


def test_a_body_is_one_with_and_without_the_word_for_its_area() -> None:
    text = "أعلنت شرطة منطقة نجران ذلك. وأكدت شرطة نجران أنه صحيح"
    assert len({each.key for each in found(text) if each.kind is EntityKind.ORGANISATION}) == 1


def surfaces(text: str, kind: EntityKind) -> list[str]:
    return [each.surface for each in found(text) if each.kind is kind]


def test_a_name_takes_its_fathers_and_family_in() -> None:
    text = "وأوضح المهندس عبدالرحمن بن إبراهيم الرويتع أن العمل بدأ"
    assert surfaces(text, EntityKind.PERSON) == ["عبدالرحمن بن إبراهيم الرويتع"]


def test_ranks_verbs_and_prepositions_are_no_part_of_a_name() -> None:
    text = "وقال العقيد دكتور عاطي بن عطية القرشي إن المصاب بخير"
    assert surfaces(text, EntityKind.PERSON) == ["عاطي بن عطية القرشي"]


def test_a_surname_behind_a_fathers_name_means_its_bearer() -> None:
    text = "وقال المهندس زعيتر بن سهيل القحطاني إن العمل بدأ. وأشار القحطاني إلى أنه سينتهي"
    keys = {each.key for each in found(text) if each.kind is EntityKind.PERSON}
    assert len(keys) == 1


def test_a_district_called_after_somebody_is_a_place() -> None:
    kinds = {each.kind for each in found("حريق في حي الزعيتر مساء أمس")}
    assert kinds <= {EntityKind.PLACE}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("وتعمل شركة «زعيتر كابيتال» في السوق", "زعيتر كابيتال", EntityKind.ORGANISATION),
        ("وصلوا إلى قرية الزعيترية صباحا", "الزعيترية", EntityKind.PLACE),
        ("وتكلم فهد بن زعيتر الكرمي عن العمل", "فهد بن زعيتر الكرمي", EntityKind.PERSON),
    ],
)
def test_a_name_is_known_by_its_surroundings(text: str, name: str, kind: EntityKind) -> None:
    assert name in surfaces(text, kind)


def test_a_described_firm_is_no_name() -> None:
    assert surfaces("ووقعت شركة أبحاث النفط الأميركية العقد", EntityKind.ORGANISATION) == []
