"""The list of people, organisations and sites: whom it names, and what it leaves alone."""

from __future__ import annotations

from collections import Counter

import pytest

from archive.entities.gazetteer.gazetteer import Gazetteer
from archive.entities.gazetteer.name_spellings import alias_words
from archive.entities.recognition.gazetteer_recogniser import GazetteerRecogniser
from archive.records.mentions import AliasPolicy, ArticleText, EntityKind

HAND_MADE = ("person", "org", "site")
LEAST = {"person": 4_000, "org": 2_500, "site": 1_000}


@pytest.fixture(scope="module")
def recogniser() -> GazetteerRecogniser:
    return GazetteerRecogniser()


def found(recogniser: GazetteerRecogniser, text: str) -> list[str | None]:
    return [mention.key for mention in recogniser.recognise(ArticleText("", "", text))]


def test_the_list_is_as_long_as_a_newspaper_needs() -> None:
    counts = Counter(entry.key.partition("-")[0] for entry in Gazetteer.shipped())
    assert {kind: counts[kind] >= least for kind, least in LEAST.items()} == dict.fromkeys(
        LEAST, True
    )


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("غادر إبراهيم محلب القاعة", "person-ibrahim-mahlab"),
        ("رحب يانيس فاروفاكس بالعرض", "person-yanis-varoufakis"),
        ("سجل كاسياس حضورا لافتا", "person-iker-casillas"),
        ("تعثر فيورنتينا مجددا", "org-acf-fiorentina"),
        ("طالبت حركة مشروع تونس بتفسير", "org-machrouu-tounes"),
        ("أغلق منفذ الوديعة ساعتين", "site-al-wadiah-border-crossing"),
        ("امتلأ ملعب الجوهرة المشعة", "site-king-abdullah-sports-city"),
    ],
)
def test_a_newsmaker_is_known_by_any_usual_spelling(
    recogniser: GazetteerRecogniser, text: str, key: str
) -> None:
    assert found(recogniser, text) == [key]


@pytest.mark.parametrize(
    "text",
    [
        "أودى الحريق بالأثاث",
        "حالات وفيات قليلة",
        "رد بأسف على السائل",
        "وضع الكتاب على الأمين",
        "في أعماق النفس",
        "يهدف إلى إثراء المحتوى",
        "غنى أنغام الصباح",
        "زرعت شجرة السدرة",
        "مدن السعودية كثيرة",
    ],
)
def test_words_of_the_language_are_no_names_of_the_list(
    recogniser: GazetteerRecogniser, text: str
) -> None:
    keys = found(recogniser, text)
    assert not [key for key in keys if key and key.startswith(HAND_MADE)]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("اعتذرت المطربة أنغام عن الحفل", "person-angham"),
        ("صرح اللاعب أحمد فتحي بذلك", "person-ahmed-fathy"),
        ("باعت شركة أودي ألف سيارة", "org-audi"),
    ],
)
def test_a_name_that_many_bear_waits_for_its_word(
    recogniser: GazetteerRecogniser, text: str, key: str
) -> None:
    assert key in found(recogniser, text)


def test_a_full_name_is_one_persons() -> None:
    """Of two people of one spelling that counts everywhere, the second could never be found."""
    owners: dict[tuple[str, ...], set[str]] = {}
    for entry in Gazetteer.shipped():
        if entry.kind is EntityKind.PERSON:
            for rule in entry.aliases:
                if rule.policy is AliasPolicy.ALWAYS:
                    owners.setdefault(alias_words(rule.text), set()).add(entry.key)
    assert {name: keys for name, keys in owners.items() if len(keys) > 1} == {}
