"""PDF: the text layer in the order of reading, where that can be made sure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from archive.errors import UnreadableDocumentError
from archive.ingest.decoding.pdf_texts import UnreadablePdfError, read_pdf
from tests.ingest.document_samples import (
    PARAGRAPHS,
    SECOND_PARAGRAPHS,
    TITLE,
    captures_of,
    read_file,
)
from tests.ingest.parsed_pages import parse_capture

RIGHT_EDGE = 560.0
SIZE = 10.0
STEP = 5.0
"""Points that every glyph of the font takes."""

MIRROR = str.maketrans("()", ")(")


def drawn(*pages: Sequence[str], title: str = "", visual: bool = True) -> bytes:
    """Return a PDF with these lines, right-aligned, drawn from left to right or as they are."""
    letters = sorted({letter for lines in pages for line in lines for letter in line})
    codes = {letter: number + 1 for number, letter in enumerate(letters)}
    cmap = "begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    cmap += f"{len(codes)} beginbfchar\n"
    cmap += "".join(f"<{code:04x}> <{ord(letter):04x}>\n" for letter, code in codes.items())
    cmap += "endbfchar endcmap"
    count = len(pages)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{7 + 2 * n} 0 R' for n in range(count))}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H "
        "/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /DW 500 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        stream(cmap),
        f"<< /Title <{('﻿' + title).encode('utf-16-be').hex()}> >>",
    ]
    for number, lines in enumerate(pages):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] "
            f"/Resources << /Font << /F 3 0 R >> >> /Contents {8 + 2 * number} 0 R >>"
        )
        content = ""
        for row, line in enumerate(lines):
            shown = line[::-1].translate(MIRROR) if visual else line
            left = RIGHT_EDGE - STEP * len(line)
            text = "".join(f"{codes[letter]:04x}" for letter in shown)
            content += f"BT /F {SIZE} Tf 1 0 0 1 {left} {760 - 14 * row} Tm <{text}> Tj ET\n"
        objects.append(stream(content))
    return assembled(objects)


def stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def assembled(objects: Sequence[str]) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R /Info 6 0 R >>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode()


def wrapped(paragraph: str, width: int = 90) -> list[str]:
    lines, line = [], ""
    for word in paragraph.split():
        if len(line) + len(word) >= width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line]


PAGE = [TITLE, "", "", *[line for each in PARAGRAPHS for line in wrapped(each)]]


@pytest.mark.parametrize("visual", [True, False])
def test_the_text_of_a_pdf_is_read_in_its_order(tmp_path: Path, visual: bool) -> None:
    content = drawn(PAGE, title=TITLE, visual=visual)
    (capture,) = captures_of(read_file(tmp_path, "a.pdf", content))
    (article,) = parse_capture(capture).articles
    assert article.title == TITLE
    assert " ".join(article.paragraphs) == " ".join(PARAGRAPHS)


def test_lines_that_a_page_has_broken_are_one_paragraph() -> None:
    text = read_pdf(drawn(PAGE)).text
    assert all(paragraph in text.split("\n") for paragraph in PARAGRAPHS)


def test_numbers_and_latin_words_in_a_line_keep_their_own_order() -> None:
    # As it is drawn: «(سامر) يضم Khizana 2.0 منذ 2021/9/12».
    line = "وقال المدير (سامر) إن مشروع 0.2 anazihK بدأ في 21/9/1202 في مدينة الموصل"
    assert "(سامر) إن مشروع Khizana 2.0 بدأ في 2021/9/12 في" in read_pdf(drawn([*PAGE, line])).text


def test_a_scan_is_called_a_scan(tmp_path: Path) -> None:
    (capture,) = captures_of(read_file(tmp_path, "a.pdf", drawn([""], ["1"])))
    with pytest.raises(UnreadableDocumentError, match="a scan: .* OCR"):
        parse_capture(capture)


def test_pages_without_text_among_others_are_told() -> None:
    assert "1 of 2 pages" in read_pdf(drawn(PAGE, ["7"])).warning


def test_letters_in_no_order_are_refused_and_not_stored() -> None:
    scrambled = ["".join(sorted(line, key=lambda letter: ord(letter) * 7 % 97)) for line in PAGE]
    with pytest.raises(UnreadablePdfError, match="for sure"):
        read_pdf(drawn(scrambled))


def test_columns_are_refused_and_not_mixed() -> None:
    right = [line for each in PARAGRAPHS for line in wrapped(each, 40)]
    left = [line for each in SECOND_PARAGRAPHS for line in wrapped(each, 40)]
    rows = [f"{a:<44}{b}" for a, b in zip(right, left * 2, strict=False)]
    with pytest.raises(UnreadablePdfError, match="columns"):
        read_pdf(drawn(rows))


@pytest.mark.parametrize(
    "content", [b"%PDF-1.4\nx", drawn(PAGE)[:900], b"%PDF-1.7\n" + b"<<" * 50_000]
)
def test_a_damaged_pdf_is_refused_in_one_line(content: bytes) -> None:
    with pytest.raises(UnreadablePdfError):
        read_pdf(content)


def test_a_file_name_is_no_title() -> None:
    assert read_pdf(drawn(PAGE, title="Microsoft Word - خبر.docx")).title == ""
