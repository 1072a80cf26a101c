"""The outlet of a page no layout describes: what speaks for each name on it is weighed."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.arabic.normalize import fold
from archive.errors import ArchiveError
from archive.ingest.parsing.assembly import assemble
from archive.ingest.parsing.outlet_candidates import candidates_of
from archive.ingest.parsing.outlet_contexts import cue_before
from archive.ingest.parsing.outlet_model import NONE, OutletModel, features_of
from archive.ingest.parsing.outlet_names import consonants, name_key
from archive.ingest.parsing.outlet_spans import names_on
from archive.ingest.parsing.page_classifier import classify_page
from archive.ingest.parsing.page_lines import split_lines
from archive.knowledge.knowledge import OutletRegistry
from tests.ingest.parsed_pages import parse_text

OUTLETS = OutletRegistry.shipped()
TITLE = "افتتاح مكتبة جديدة في حي البساتين بعد عامين من العمل"
LEDE = (
    "افتتح مجلس البلدة صباح الأربعاء مكتبة عامة جديدة تضم عشرين ألف كتاب، وحضر الافتتاح مئات من سكان "
    "البلدة والقرى المجاورة."
)
SECOND = "وقال مدير المكتبة إن أبوابها مفتوحة للجميع دون مقابل، وإن العمل فيها استمر عامين كاملين."


def outlet_of(*lines: str) -> str:
    return parse_text("\n\n".join(lines))[0].outlet.name


def names(line: str) -> set[str]:
    return {name for each in split_lines(line) for name in names_on(each)}


def evidence_of(name: str, *lines: str) -> set[str]:
    page = classify_page("\n\n".join(lines), outlets=OUTLETS)
    parts = assemble(page.articles[0], OUTLETS)
    assert parts is not None
    found = candidates_of(page.lines, parts, OUTLETS)
    return next(each.evidence for each in found if name_key(name) in map(name_key, each.spellings))


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("ضفاف اليوم -", "ضفاف اليوم"),
        ("خاص || ضفاف برس", "ضفاف برس"),
        ("حماة، الضفاف", "الضفاف"),
        ("1312 ضفاف بوست - شارع النهر", "ضفاف بوست"),
        ("ضفاف بالعربية | يحدث في العالم", "ضفاف بالعربية"),
        ("سمير محمد صدى اليوم - كان السوق هادئا في الصباح الباكر قبل أن يفتح", "صدى اليوم"),
        ("وحصلت الضفاف على نسخة من خطة البلدة التي أعدها المهندسون قبل شهرين", "الضفاف"),
        ("وأفاد مراسل ضفاف نيوز أن السوق فتح أبوابه بعد أن أغلق شهرين كاملين", "ضفاف نيوز"),
        ("قال المدير في تصريح خاص لـ«ضفاف» إن أبواب المكتبة مفتوحة للجميع", "ضفاف"),
        ("ضفاف اونلاين Difafonline.com", "Difafonline.com"),
    ],
)
def test_a_name_is_proposed_where_one_could_stand(line: str, name: str) -> None:
    assert name in names(line)


def test_a_name_on_its_own_line_again_and_in_the_text_is_the_outlet() -> None:
    lines = ("ضفاف نيوز", TITLE, LEDE, f"{SECOND} وأضاف في حديث لـ«ضفاف نيوز» أنه سعيد.")
    assert outlet_of(*lines) == "ضفاف نيوز"


def test_a_listed_name_on_its_own_line_is_the_outlet() -> None:
    assert outlet_of("عنب بلدي", TITLE, LEDE, SECOND) == "عنب بلدي"


def test_whose_words_are_retold_is_not_the_outlet() -> None:
    retold = "ونقلت صحيفة «الضفاف» عن مصادر أن السوق سيفتح أبوابه غدا."
    assert outlet_of(TITLE, LEDE, retold, SECOND) == ""


def test_where_nothing_speaks_for_a_name_the_outlet_stays_open() -> None:
    assert outlet_of(TITLE, LEDE, SECOND) == ""


def test_a_labelled_source_is_believed_where_nothing_else_is() -> None:
    assert outlet_of(TITLE, LEDE, SECOND, "المصدر: العينة الثانية") == "العينة الثانية"


def test_a_name_is_found_with_what_is_glued_to_it() -> None:
    assert "lines:2" in evidence_of("ضفاف نيوز", "ضفاف نيوز", TITLE, f"{LEDE} وأكد لضفاف نيوز ذلك.")


def test_a_latin_name_joins_the_arabic_one_of_its_sound() -> None:
    assert consonants("Al-Difaf") == consonants("الضفاف")
    evidence = evidence_of("سبيل الضفاف", "Sabil Difaf", TITLE, LEDE, f"سبيل الضفاف - {SECOND}")
    assert "twin" in evidence


@pytest.mark.parametrize(
    ("before", "clitic", "cue"),
    [
        ("ونقلت صحيفة ", "", "quoted_kind"),
        ("في تصريح خاص ل", "", "exclusive"),
        ("وقال في حديث لموقع ", "", "for_kind"),
        ("قال المدير ", "ل", "for"),
        ("وأفاد مراسل ", "", "reporter"),
        ("appeared first on ", "", "feed"),
        ("رئيس تحرير صحيفة ", "", "publisher"),
        ("كان يوم ", "", ""),
    ],
)
def test_the_words_before_a_name_tell_of_it(before: str, clitic: str, cue: str) -> None:
    assert cue_before(fold(before), clitic) == cue


def test_the_odds_of_all_candidates_leave_the_rest_to_none() -> None:
    model = OutletModel({NONE: 1.0, "listed": 2.0, "unlisted": -1.0})
    odds = model.odds([features_of({"listed"}), features_of({"unlisted"})])
    assert odds[0] > odds[1]
    assert sum(odds) < 1


def test_a_broken_file_of_weights_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "weights.tsv"
    path.write_text("# weights\nlisted\t1.5\nunlisted much\n", encoding="utf-8")
    with pytest.raises(ArchiveError, match=r"weights\.tsv, line 3"):
        OutletModel.read(path)


def test_every_page_gives_the_same_answer_whatever_the_order_of_its_evidence() -> None:
    evidence = ["whole", "whole:top", "listed", "w:2", "lines:1"]
    assert features_of(evidence) == features_of(reversed(evidence))
