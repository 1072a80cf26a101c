"""JSON lines and CSV: each record is a capture of its own."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from archive.errors import ArchiveError
from archive.ingest.containers import read_captures, read_stream
from archive.ingest.decoding import parse_mapping, source_text
from archive.records.documents import DateBasis, RawCapture, Rejection
from tests.ingest.document_samples import (
    PARAGRAPHS,
    SECOND_PARAGRAPHS,
    SECOND_TITLE,
    TITLE,
    URL,
    json_lines,
    page,
)
from tests.ingest.parsed_pages import parse_capture

FIRST = {"url": URL, "title": TITLE, "text": "\n\n".join(PARAGRAPHS), "date": "2021-09-12"}
SECOND = {"id": "b-2", "title": SECOND_TITLE, "text": "\n".join(SECOND_PARAGRAPHS)}


def table(*records: dict[str, str], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, ["url", "title", "text", "date", "id"], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue().encode()


def read(tmp_path: Path, name: str, content: bytes, **mapping: str) -> list[RawCapture | Rejection]:
    (tmp_path / name).write_bytes(content)
    return list(read_captures([tmp_path / name], mapping))


def captures(found: list[RawCapture | Rejection]) -> list[RawCapture]:
    assert all(isinstance(each, RawCapture) for each in found), found
    return [each for each in found if isinstance(each, RawCapture)]


def test_a_record_goes_by_its_url_else_its_id_else_its_line(tmp_path: Path) -> None:
    third = {"title": TITLE, "text": PARAGRAPHS[0]}
    found = captures(read(tmp_path, "news.jsonl", json_lines(FIRST, SECOND, third)))
    assert [capture.uri for capture in found] == [URL, "news.jsonl#b-2", "news.jsonl#3"]
    assert [capture.document for capture in found] == [
        "news.jsonl#1",
        "news.jsonl#2",
        "news.jsonl#3",
    ]


def test_a_record_keeps_its_bytes(tmp_path: Path) -> None:
    content = json_lines(FIRST, SECOND)
    first, second = captures(read(tmp_path, "news.jsonl", content))
    assert [first.content, second.content] == content.splitlines()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_gives_the_same_articles_as_json_lines(tmp_path: Path, delimiter: str) -> None:
    for name, content in (
        ("n.csv", table(FIRST, SECOND, delimiter=delimiter)),
        ("n.jsonl", json_lines(FIRST, SECOND)),
    ):
        first, second = (
            parse_capture(each).articles for each in captures(read(tmp_path, name, content))
        )
        assert (first[0].title, first[0].paragraphs) == (TITLE, PARAGRAPHS)
        assert (first[0].published.edtf, first[0].published.basis) == (
            "2021-09-12",
            DateBasis.METADATA,
        )
        assert (second[0].title, second[0].paragraphs) == (SECOND_TITLE, SECOND_PARAGRAPHS)


def test_line_breaks_inside_quotes_end_no_row(tmp_path: Path) -> None:
    quoted = {**FIRST, "title": 'رواية "الأرض"\nفي طبعة جديدة'}
    found = captures(read(tmp_path, "n.csv", table(quoted, SECOND)))
    assert len(found) == 2
    assert '"الأرض"' in source_text(found[0]).text


def test_columns_of_other_names_are_mapped(tmp_path: Path) -> None:
    record = {"headline_ar": TITLE, "story": "\n".join(PARAGRAPHS)}
    mapping = parse_mapping(["title=headline_ar", "text=story"])
    (capture,) = captures(read(tmp_path, "n.jsonl", json_lines(record), **mapping))
    assert parse_capture(capture).articles[0].title == TITLE
    assert capture.fields == mapping


@pytest.mark.parametrize("pair", ["title", "colour=red", "text="])
def test_a_wrong_mapping_is_refused_with_its_reason(pair: str) -> None:
    with pytest.raises(ArchiveError, match="--map"):
        parse_mapping([pair])


def test_a_record_without_text_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    refused, read_record = read(tmp_path, "n.jsonl", json_lines({"title": TITLE}, SECOND))
    assert isinstance(refused, Rejection)
    assert refused.document == "n.jsonl#1"
    assert isinstance(read_record, RawCapture)


def test_a_broken_line_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    content = json_lines(FIRST) + b'{"title": "\xd9\n' + json_lines([1, 2]) + json_lines(SECOND)
    kinds = [type(each) for each in read(tmp_path, "n.jsonl", content)]
    assert kinds == [RawCapture, Rejection, Rejection, RawCapture]


def test_a_table_without_a_column_of_texts_is_refused_once(tmp_path: Path) -> None:
    (refused,) = read(tmp_path, "n.csv", b"a,b\n1,2\n3,4\n")
    assert isinstance(refused, Rejection)
    assert "--map text=" in refused.reason


def test_a_quotation_mark_that_is_never_closed_is_refused(tmp_path: Path) -> None:
    *_, refused = read(tmp_path, "n.csv", table(FIRST) + 'http://x,"بلا نهاية\n'.encode())
    assert isinstance(refused, Rejection)
    assert "never closed" in refused.reason


def test_formats_are_known_by_their_content(tmp_path: Path) -> None:
    for name, content in (
        ("a.txt", json_lines(FIRST)),
        ("b.dat", table(FIRST)),
        ("c", gzip.compress(json_lines(FIRST))),
    ):
        (capture,) = captures(read(tmp_path, name, content))
        assert capture.url == URL


def test_a_record_of_html_is_read_as_a_page(tmp_path: Path) -> None:
    (capture,) = captures(
        read(tmp_path, "n.jsonl", json_lines({"html": page(), "date": "2021-09-12"}))
    )
    (article,) = parse_capture(capture).articles
    assert (article.title, article.paragraphs) == (TITLE, PARAGRAPHS)
    assert article.published.edtf == "2021-09-12"


def test_half_a_surrogate_pair_is_replaced(tmp_path: Path) -> None:
    content = b'{"title": "\\ud83d", "text": "' + PARAGRAPHS[0].encode() + b'\\u0000"}\n'
    (capture,) = captures(read(tmp_path, "n.jsonl", content))
    source_text(capture).text.encode("utf-8")
    assert "\0" not in source_text(capture).text


def test_one_endless_line_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    endless = b'{"title": "x", "text": "' + b"a" * 50_000_000 + b'"}\n'
    refused, rest = read(tmp_path, "n.jsonl", endless + json_lines(SECOND))
    assert isinstance(refused, Rejection)
    assert "20 MB" in refused.reason
    assert isinstance(rest, RawCapture)


def test_standard_input_takes_any_format() -> None:
    first, second = captures(list(read_stream(io.BytesIO(json_lines(FIRST, SECOND)))))
    assert (first.uri, second.uri) == (URL, "standard input#b-2")
    (text,) = captures(list(read_stream(io.BytesIO(TITLE.encode()))))
    assert text.uri.startswith("stdin-")


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["n.csv", "n.jsonl", "records"])
def test_records_in_utf_16(tmp_path: Path, name: str, charset: str) -> None:
    text = (table(FIRST, SECOND) if name == "n.csv" else json_lines(FIRST, SECOND)).decode()
    first, second = captures(read(tmp_path, name, text.encode(charset)))
    assert parse_capture(first).articles[0].title == TITLE
    assert parse_capture(second).articles[0].paragraphs == SECOND_PARAGRAPHS


def test_a_spreadsheets_tabs_in_utf_16(tmp_path: Path) -> None:
    text = table(FIRST, SECOND, delimiter="\t").decode()
    first, second = captures(read(tmp_path, "n.txt", text.encode("utf-16")))
    assert parse_capture(first).articles[0].paragraphs == PARAGRAPHS


def test_a_long_first_record_in_utf_16(tmp_path: Path) -> None:
    long = {**FIRST, "text": "\n\n".join(PARAGRAPHS * 400)}
    content = json_lines(long, SECOND).decode().encode("utf-16")
    assert len(captures(read(tmp_path, "records", content))) == 2


def test_a_utf_16_file_that_breaks_off_keeps_its_whole_records(tmp_path: Path) -> None:
    content = json_lines(FIRST, SECOND).decode().encode("utf-16")[:-7]
    found = read(tmp_path, "n.jsonl", content)
    assert isinstance(found[0], RawCapture)
    assert isinstance(found[1], Rejection)


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\u0085", "\v", "\f", "\x1c"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_only_line_feeds_and_carriage_returns_end_a_row(
    tmp_path: Path, separator: str, quoting: Literal[0, 1]
) -> None:
    out = io.StringIO()
    text = f"{PARAGRAPHS[0]}{separator}{PARAGRAPHS[1]}"
    writer = csv.writer(out, quoting=quoting)
    writer.writerows([["id", "title", "text"], ["1", TITLE, text], ["2", SECOND_TITLE, text]])
    found = captures(read(tmp_path, "n.csv", out.getvalue().encode()))
    assert [capture.record_id for capture in found] == ["1", "2"]
    for capture in found:
        assert PARAGRAPHS[1] in source_text(capture).text


@pytest.mark.parametrize("name", ["n.csv", "records"])
def test_a_table_in_windows_1256_says_so(tmp_path: Path, name: str) -> None:
    content = "العنوان,النص\r\n" + f'"{TITLE}","{PARAGRAPHS[0]}"\r\n'
    (capture,) = captures(read(tmp_path, name, content.encode("windows-1256")))
    found = parse_capture(capture)
    assert found.charset == "windows-1256"
    assert "no encoding declared; read as windows-1256" in found.warnings
    assert found.articles[0].title == TITLE


def test_a_record_of_damaged_utf_8_says_so(tmp_path: Path) -> None:
    content = json_lines({"title": TITLE, "text": PARAGRAPHS[0]}).replace("م".encode(), b"\xd9", 1)
    (capture,) = captures(read(tmp_path, "n.jsonl", content))
    assert any("utf-8 with 1 damaged" in warning for warning in parse_capture(capture).warnings)


def test_a_record_is_read_again_as_it_was(tmp_path: Path) -> None:
    content = f"title,text\n{TITLE},{PARAGRAPHS[0]}\n".encode("windows-1256")
    (capture,) = captures(read(tmp_path, "n.csv", content))
    first = source_text(capture)
    again = source_text(replace(capture, charset=first.charset))
    assert (again.text, again.charset) == (first.text, first.charset)
    assert source_text(replace(capture, charset="utf-8")).text == first.text


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_byte_order_mark_is_no_part_of_a_column(tmp_path: Path, mark: str) -> None:
    text = f"{mark}text,title\n{PARAGRAPHS[0]},{TITLE}\n{PARAGRAPHS[1]},{SECOND_TITLE}\n"
    first, second = captures(read(tmp_path, "records", text.encode()))
    assert (source_text(first).charset, source_text(second).warnings) == ("utf-8", ())
    assert PARAGRAPHS[1] in source_text(second).text


def test_byte_order_marks_within_joined_files(tmp_path: Path) -> None:
    content = b"".join(codecs.BOM_UTF8 + json_lines(each) for each in (FIRST, SECOND))
    assert len(captures(read(tmp_path, "n.jsonl", content))) == 2


def test_a_column_without_a_name_at_the_edge_of_a_table(tmp_path: Path) -> None:
    content = f"\ttitle\ttext\t\n0\t{TITLE}\t{PARAGRAPHS[0]}\t\n".encode()
    (capture,) = captures(read(tmp_path, "n.tsv", content))
    (article,) = parse_capture(capture).articles
    assert (article.title, article.paragraphs) == (TITLE, PARAGRAPHS[:1])


def test_rows_may_end_in_carriage_returns_alone(tmp_path: Path) -> None:
    content = f"title,text\r{TITLE},{PARAGRAPHS[0]}\r{SECOND_TITLE},{PARAGRAPHS[1]}\r".encode()
    found = captures(read(tmp_path, "n.csv", content))
    assert [parse_capture(each).articles[0].title for each in found] == [TITLE, SECOND_TITLE]
