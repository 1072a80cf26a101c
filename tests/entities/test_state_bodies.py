"""Bodies of states: which country's is meant, and what is said where nobody can know."""

from __future__ import annotations

import pytest

from archive.entities.gazetteer.gazetteer import Gazetteer
from archive.entities.gazetteer.gazetteer_entry import GazetteerError
from archive.entities.gazetteer.state_bodies import OPEN_COUNTRY, OPEN_KEY, rows_of
from archive.entities.recognition.gazetteer_recogniser import GazetteerRecogniser
from archive.records.mentions import ArticleText


@pytest.fixture(scope="module")
def reader() -> GazetteerRecogniser:
    return GazetteerRecogniser()


def body(reader: GazetteerRecogniser, text: str, country: str = "") -> str:
    """Return the name of the one organisation found in ``text``, or ""."""
    found = reader.recognise(ArticleText("", "", text, "", country))
    keys = dict.fromkeys(mention.key for mention in found if mention.kind == "organisation")
    names = [entry.name_ar for key in keys if (entry := reader.gazetteer.get(key))]
    return names[0] if len(names) == 1 else ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("صرحت وزارة الحج السعودية بما جرى", "وزارة الحج السعودية"),
        ("وصلت فرق الدفاع المدني في الأردن", "الدفاع المدني الأردني"),
        ("أخمد الدفاع المدني بمنطقة الرياض حريقا", "الدفاع المدني السعودي"),
        ("زار وفد وزارة الزراعة في القاهرة", "وزارة الزراعة المصرية"),
    ],
)
def test_the_country_beside_a_body_tells_which(
    reader: GazetteerRecogniser, text: str, name: str
) -> None:
    assert body(reader, text) == name


def test_a_body_named_in_full_once_is_meant_again(reader: GazetteerRecogniser) -> None:
    text = "وافقت وزارة الإسكان الكويتية على الخطة. وقالت وزارة الإسكان إن العمل بدأ في مصر وليبيا"
    assert body(reader, text) == "وزارة الإسكان الكويتية"


def test_the_outlet_tells_where_no_other_country_is_named(reader: GazetteerRecogniser) -> None:
    assert body(reader, "أطلقت وزارة النقل خدمة جديدة", "TN") == "وزارة النقل التونسية"


def test_a_body_of_nobody_knows_which_country_is_an_entity_of_its_own(
    reader: GazetteerRecogniser,
) -> None:
    assert body(reader, "أطلقت وزارة النقل خدمة جديدة") == f"وزارة النقل {OPEN_COUNTRY}"
    text = "بين سوريا والعراق واليمن وليبيا أطلقت وزارة النقل خدمة جديدة"
    assert body(reader, text, "SA") == f"وزارة النقل {OPEN_COUNTRY}"


def test_a_body_that_is_no_states_is_left_alone(reader: GazetteerRecogniser) -> None:
    found = reader.recognise(ArticleText("", "", "صوت البرلمان الطلابي على القرار"))
    assert not [mention for mention in found if mention.key.startswith(OPEN_KEY)]


def test_every_country_has_its_body_by_name_and_no_name_is_two() -> None:
    entries = Gazetteer.shipped().by_name("وزارة الداخلية العراقية")
    assert [entry.key for entry in entries] == ["org-iq-ministry-of-interior"]


def test_a_broken_line_names_its_file_and_number() -> None:
    with pytest.raises(GazetteerError, match=r"bodies\.tsv, line 2: .*four"):
        list(rows_of("# head\nministry\tministry\tوزارة البحر\n", "bodies.tsv"))
