"""Characters that a collection wrote as HTML are decoded; marks of direction leave names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.ingest.decoding.written_characters import without_direction_marks, without_references
from archive.ingest.run import load_paths
from archive.models import Article, Capture
from archive.records.documents import JSON_RECORD, ParsedArticle, RawCapture
from tests.ingest.document_samples import PARAGRAPHS, TITLE
from tests.ingest.parsed_pages import parse_capture


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("قال: &quot;نعم&quot;", 'قال: "نعم"'),
        ("it&#8217;s &#x2019;", "it’s ’"),
        ("&amp;quot;نعم&amp;quot;", '"نعم"'),
        ("باب&nbsp;جديد", "باب جديد"),
        ("شركة A&B تفتح", "شركة A&B تفتح"),
        ("a=1&copy=2", "a=1&copy=2"),
        ("&لا; &#; &nosuchname;", "&لا; &#; &nosuchname;"),
        ("", ""),
    ],
)
def test_whole_references_are_decoded(written: str, meant: str) -> None:
    assert without_references(written) == meant


def test_marks_of_direction_are_taken_away() -> None:
    assert without_direction_marks("\u202bنص\u202c \u2067آخر\u2069 \u200f") == "نص آخر \u200f"


def record(**columns: str) -> ParsedArticle:
    content = json.dumps(columns).encode()
    (article,) = parse_capture(RawCapture("r#1", "r#1", content, JSON_RECORD)).articles
    return article


def test_a_records_title_and_text_are_decoded() -> None:
    article = record(
        title="معرض &quot;الخط&quot;",
        text=f"{PARAGRAPHS[0]}\nوقال &#8220;نعم&#8221; للجميع في القاعة.",
    )
    assert article.title == 'معرض "الخط"'
    assert article.paragraphs[-1] == "وقال “نعم” للجميع في القاعة."


def test_titles_and_names_have_no_marks_of_direction() -> None:
    article = record(
        title=f"\u202b{TITLE}\u202c", author="\u2067هدى الزعبي\u2069", text="\n".join(PARAGRAPHS)
    )
    assert (article.title, article.byline) == (TITLE, "هدى الزعبي")


@pytest.mark.django_db
@pytest.mark.usefixtures("archive_home")
def test_a_file_name_loses_them_and_the_capture_keeps_them(tmp_path: Path) -> None:
    path = tmp_path / "خبر\u202etxt.jsonl"
    path.write_text(json.dumps({"title": f"\u202b{TITLE}", "text": "\n".join(PARAGRAPHS)}))
    load_paths([str(path)])
    capture = Capture.objects.get()
    assert capture.document == "خبرtxt.jsonl#1"
    assert "\u202e" in capture.uri
    assert Article.objects.get().title == TITLE
