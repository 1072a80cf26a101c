"""What the model finds, put right: what is no name is dropped, and two spellings are one."""

from __future__ import annotations

import pytest

from archive.arabic.tokenize import Token
from archive.entities.gazetteer.gazetteer import Corrections
from archive.entities.recognition.combined_recogniser import combined_recogniser
from archive.entities.recognition.crf_pruning import kind_behind, pruned
from archive.entities.recognition.crf_tagger import words
from archive.records.mentions import ArticleText, EntityKind, FoundMention


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
