"""DOCX, ODT and Markdown: paragraphs, and what the document says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import UnreadableDocumentError
from archive.records.documents import DateBasis
from tests.ingest.document_samples import PARAGRAPHS, TITLE, URL, captures_of, read_file, zipped
from tests.ingest.parsed_pages import parse_capture

WORD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>{}</w:body>'
    "</w:document>"
)
CORE = (
    '<cp:coreProperties xmlns:cp="c" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>{}</dc:title>'
    "<dc:creator>سلمى الحداد</dc:creator><dcterms:created>2021-09-12T08:00:00Z</dcterms:created>"
    "<dcterms:modified>2023-01-01T08:00:00Z</dcterms:modified></cp:coreProperties>"
)
ODT = (
    '<office:document-content xmlns:office="o" xmlns:text="t"><office:body><office:text>{}'
    "</office:text></office:body></office:document-content>"
)
META = (
    '<office:document-meta xmlns:office="o" xmlns:meta="m" xmlns:dc="d"><office:meta>'
    "<meta:initial-creator>سلمى الحداد</meta:initial-creator>"
    "<meta:creation-date>2021-09-12T08:00:00</meta:creation-date></office:meta>"
    "</office:document-meta>"
)


def docx(*paragraphs: str, title: str = TITLE) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in paragraphs)
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": WORD.format(body),
            "docProps/core.xml": CORE.format(title),
        }
    )


def odt(*paragraphs: str) -> bytes:
    body = "".join(f"<text:p>{each}</text:p>" for each in paragraphs)
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": ODT.format(body),
            "meta.xml": META,
        }
    )


@pytest.mark.parametrize(
    ("name", "content", "paragraphs"),
    [
        ("a.docx", docx(*PARAGRAPHS), PARAGRAPHS),
        # Its properties name no title: the first words stand for it, and the text stays whole.
        ("b.odt", odt(TITLE, *PARAGRAPHS), (TITLE, *PARAGRAPHS)),
    ],
)
def test_a_document_is_its_paragraphs_with_its_properties(
    tmp_path: Path, name: str, content: bytes, paragraphs: tuple[str, ...]
) -> None:
    (capture,) = captures_of(read_file(tmp_path, name, content))
    (article,) = parse_capture(capture).articles
    assert (article.title, article.paragraphs) == (TITLE, paragraphs)
    assert article.byline == "سلمى الحداد"
    assert (article.published.edtf, article.published.basis) == ("2021-09-12", DateBasis.METADATA)
    assert "property “created”" in article.published.evidence


def test_a_document_is_known_by_its_content_in_an_archive_too(tmp_path: Path) -> None:
    found = read_file(tmp_path, "z.zip", zipped({"a": docx(*PARAGRAPHS), "b": odt(*PARAGRAPHS)}))
    assert len(captures_of(found)) == 2


def test_what_a_text_box_repeats_and_what_was_struck_out_is_no_text(tmp_path: Path) -> None:
    box = (
        "</w:t></w:r><mc:AlternateContent><mc:Fallback><w:p><w:r><w:t>مكرر</w:t></w:r></w:p>"
        "</mc:Fallback></mc:AlternateContent><w:del><w:r><w:delText>محذوف</w:delText></w:r></w:del>"
        "<w:r><w:t> بقية."
    )
    content = docx(PARAGRAPHS[0] + box, *PARAGRAPHS[1:])
    (capture,) = captures_of(read_file(tmp_path, "a.docx", content))
    text = parse_capture(capture).text
    assert "مكرر" not in text
    assert "محذوف" not in text
    assert "بقية" in text


@pytest.mark.parametrize(
    "content",
    [docx(*PARAGRAPHS)[:-100], zipped({"[Content_Types].xml": "<x/>", "word/document.xml": "<x"})],
)
def test_a_damaged_document_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    (capture,) = captures_of(read_file(tmp_path, "a.docx", content))
    with pytest.raises(UnreadableDocumentError, match="document"):
        parse_capture(capture)


def test_markdown_with_front_matter_is_a_record(tmp_path: Path) -> None:
    text = (
        f"---\ntitle: {TITLE}\ndate: 2021-09-12\nurl: {URL}\nauthor: سلمى الحداد\n"
        "tags:\n  - الموصل\n  - مخطوطات\n---\n\n"
        f"# {TITLE}\n\n![صورة](a.jpg)\n"
        + "\n\n".join(PARAGRAPHS).replace("الباحثين", "**الباحثين**")
    )
    (capture,) = captures_of(read_file(tmp_path, "note.md", text.encode()))
    (article,) = parse_capture(capture).articles
    assert (article.title, article.paragraphs) == (TITLE, PARAGRAPHS)
    assert (article.byline, article.keywords) == ("سلمى الحداد", ("الموصل", "مخطوطات"))
    assert article.published.edtf == "2021-09-12"
