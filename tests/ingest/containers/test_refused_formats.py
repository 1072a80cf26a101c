"""What is known and not read is refused by its name, with the way out in the same line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.document_samples import read_file, reasons_of, zipped


@pytest.mark.parametrize(
    ("name", "content", "way_out"),
    [
        ("a.jpg", b"\xff\xd8\xff\xe0", "OCR"),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "OCR"),
        ("a.mp3", b"ID3\x04", "transcript"),
        ("a.mp4", b"\x00\x00\x00\x18ftypmp42", "transcript"),
        ("a.heic", b"\x00\x00\x00\x18ftypheic", "OCR"),
        ("a.rar", b"Rar!\x1a\x07", "zip"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "DOCX"),
        ("a.rtf", b"{\\rtf1\\ansi", "DOCX"),
        ("a.xlsx", zipped({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}), "CSV"),
        ("a.epub", zipped({"mimetype": "application/epub+zip", "a.html": "<p>x</p>"}), "HTML"),
        ("a.db", b"SQLite format 3\x00", "CSV"),
        ("a.webarchive", b"bplist00", "MHTML"),
        ("a.srt", b"1\n00:00:01,000 --> 00:00:04,000\n" + "كلام".encode(), "transcript"),
        ("a.css", b"a{color:red}", "page"),
        ("robots.txt", b"User-agent: *\n", "page"),
        ("sitemap.xml", b"<?xml version='1.0'?><urlset/>", "pages"),
        ("a.xml", b"<?xml version='1.0'?><nitf><body/></nitf>", "JSONL"),
    ],
)
def test_a_known_format_is_refused_with_the_way_out(
    tmp_path: Path, name: str, content: bytes, way_out: str
) -> None:
    found = read_file(tmp_path, name, content)
    (reason,) = reasons_of(found)
    assert len(found) == 1
    assert way_out in reason
