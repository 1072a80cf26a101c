"""A person's name is one chain: given name, fathers, family. Its parts are other people."""

from __future__ import annotations

import pytest

from archive.entities.recognition.gazetteer_recogniser import GazetteerRecogniser
from archive.records.mentions import ArticleText


@pytest.fixture(scope="module")
def reader() -> GazetteerRecogniser:
    return GazetteerRecogniser()


def people(reader: GazetteerRecogniser, text: str) -> set[str]:
    found = reader.recognise(ArticleText("", "", text))
    return {mention.key for mention in found if mention.kind == "person"}


@pytest.mark.parametrize(
    "text",
    [
        "حضر ماجد بن نايف بن عبد العزيز حفل الزفاف",
        "حضر حمد بن محمد بن سلمان حفل الزفاف",
        "حضر محمد بن سلمان بن ماجد حفل الزفاف",
        "حضر محمد بن سلمان الزعيتري حفل الزفاف",
        "حضر الأمير ماجد بن سلمان حفل الزفاف",
        "افتتح في طريق الأمير نايف بن عبد العزيز متجر",
        "تخرج في جامعتي أم القرى والملك عبد العزيز",
        "تأخرت الرحلة إلى الملك خالد الدولي",
        "اختناق في طريقي (الملك عبد العزيز وأحد)",
        "نقل إلى مستشفى صاحب السمو الملكي الأمير محمد بن سلمان",
    ],
)
def test_part_of_another_name_is_nobody(reader: GazetteerRecogniser, text: str) -> None:
    assert people(reader, text) == set()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("استقبل محمد بن سلمان الوفد", "person-mohammed-bin-salman"),
        ("استقبل الأمير محمد بن سلمان بن عبدالعزيز آل سعود", "person-mohammed-bin-salman"),
        ("قال بن سلمان بعد لقاء محمد بن سلمان", "person-mohammed-bin-salman"),
        ("في عهد الملك عبد العزيز شق الطريق", "person-ibn-saud"),
    ],
)
def test_the_longest_known_reading_wins(reader: GazetteerRecogniser, text: str, key: str) -> None:
    assert people(reader, text) == {key}
