"""JSON lines and CSV: each record is a capture of its own."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import pytest
from parsed_pages import parse_capture
from reader_samples import PARAGRAPHS, SECOND_PARAGRAPHS, SECOND_TITLE, TITLE, URL, page

from archive.errors import ArchiveError
from archive.ingest.containers import read_captures, read_stream
from archive.ingest.decoding.record_text import parse_mapping
from archive.ingest.decoding.source_text import source_text
from archive.records.documents import DateBasis, RawCapture, Rejection

FIRST = {"url": URL, "title": TITLE, "text": "\n\n".join(PARAGRAPHS), "date": "2021-09-12"}
SECOND = {"id": "b-2", "title": SECOND_TITLE, "text": "\n".join(SECOND_PARAGRAPHS)}


def lines(*records: object) -> bytes:
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records).encode()


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
    found = captures(read(tmp_path, "news.jsonl", lines(FIRST, SECOND, third)))
    assert [capture.uri for capture in found] == [URL, "news.jsonl#b-2", "news.jsonl#3"]
    assert [capture.document for capture in found] == [
        "news.jsonl#1",
        "news.jsonl#2",
        "news.jsonl#3",
    ]


def test_a_record_keeps_its_bytes(tmp_path: Path) -> None:
    content = lines(FIRST, SECOND)
    first, second = captures(read(tmp_path, "news.jsonl", content))
    assert [first.content, second.content] == content.splitlines()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_gives_the_same_articles_as_json_lines(tmp_path: Path, delimiter: str) -> None:
    for name, content in (
        ("n.csv", table(FIRST, SECOND, delimiter=delimiter)),
        ("n.jsonl", lines(FIRST, SECOND)),
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
    (capture,) = captures(read(tmp_path, "n.jsonl", lines(record), **mapping))
    assert parse_capture(capture).articles[0].title == TITLE
    assert capture.fields == mapping


@pytest.mark.parametrize("pair", ["title", "colour=red", "text="])
def test_a_wrong_mapping_is_refused_with_its_reason(pair: str) -> None:
    with pytest.raises(ArchiveError, match="--map"):
        parse_mapping([pair])


def test_a_record_without_text_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    refused, read_record = read(tmp_path, "n.jsonl", lines({"title": TITLE}, SECOND))
    assert isinstance(refused, Rejection) and refused.document == "n.jsonl#1"
    assert isinstance(read_record, RawCapture)


def test_a_broken_line_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    content = lines(FIRST) + b'{"title": "\xd9\n' + lines([1, 2]) + lines(SECOND)
    kinds = [type(each) for each in read(tmp_path, "n.jsonl", content)]
    assert kinds == [RawCapture, Rejection, Rejection, RawCapture]


def test_a_table_without_a_column_of_texts_is_refused_once(tmp_path: Path) -> None:
    (refused,) = read(tmp_path, "n.csv", b"a,b\n1,2\n3,4\n")
    assert isinstance(refused, Rejection) and "--map text=" in refused.reason


def test_a_quotation_mark_that_is_never_closed_is_refused(tmp_path: Path) -> None:
    *_, refused = read(tmp_path, "n.csv", table(FIRST) + 'http://x,"بلا نهاية\n'.encode())
    assert isinstance(refused, Rejection) and "never closed" in refused.reason


def test_formats_are_known_by_their_content(tmp_path: Path) -> None:
    for name, content in (
        ("a.txt", lines(FIRST)),
        ("b.dat", table(FIRST)),
        ("c", gzip.compress(lines(FIRST))),
    ):
        (capture,) = captures(read(tmp_path, name, content))
        assert capture.url == URL


def test_json_that_is_not_lines_says_so(tmp_path: Path) -> None:
    for content in (json.dumps([FIRST]), json.dumps(FIRST, indent=1)):
        (refused,) = read(tmp_path, "n.json", content.encode())
        assert isinstance(refused, Rejection) and "one object a line" in refused.reason


def test_a_record_of_html_is_read_as_a_page(tmp_path: Path) -> None:
    (capture,) = captures(read(tmp_path, "n.jsonl", lines({"html": page(), "date": "2021-09-12"})))
    (article,) = parse_capture(capture).articles
    assert (article.title, article.paragraphs) == (TITLE, PARAGRAPHS)
    assert article.published.edtf == "2021-09-12"


def test_half_a_surrogate_pair_is_replaced(tmp_path: Path) -> None:
    content = b'{"title": "\\ud83d", "text": "' + PARAGRAPHS[0].encode() + b'\\u0000"}\n'
    (capture,) = captures(read(tmp_path, "n.jsonl", content))
    source_text(capture).text.encode("utf-8")
    assert "\0" not in source_text(capture).text


def test_truncated_gzip_gives_what_is_whole(tmp_path: Path) -> None:
    many = [{**FIRST, "url": f"{URL}/{n}", "text": f"{n} {FIRST['text']}"} for n in range(2000)]
    found = read(tmp_path, "n.jsonl.gz", gzip.compress(lines(*many))[:-2000])
    *whole, refused = found
    assert isinstance(refused, Rejection) and "breaks off" in refused.reason
    assert 0 < len(captures(whole)) < 2000


def test_one_endless_line_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    endless = b'{"title": "x", "text": "' + b"a" * 50_000_000 + b'"}\n'
    refused, rest = read(tmp_path, "n.jsonl", endless + lines(SECOND))
    assert isinstance(refused, Rejection) and "20 MB" in refused.reason
    assert isinstance(rest, RawCapture)


def test_standard_input_takes_any_format() -> None:
    first, second = captures(list(read_stream(io.BytesIO(lines(FIRST, SECOND)))))
    assert (first.uri, second.uri) == (URL, "standard input#b-2")
    (text,) = captures(list(read_stream(io.BytesIO(TITLE.encode()))))
    assert text.uri.startswith("stdin-")


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["n.csv", "n.jsonl", "records"])
def test_records_in_utf_16(tmp_path: Path, name: str, charset: str) -> None:
    text = (table(FIRST, SECOND) if name == "n.csv" else lines(FIRST, SECOND)).decode()
    first, second = captures(read(tmp_path, name, text.encode(charset)))
    assert parse_capture(first).articles[0].title == TITLE
    assert parse_capture(second).articles[0].paragraphs == SECOND_PARAGRAPHS


def test_a_spreadsheets_tabs_in_utf_16(tmp_path: Path) -> None:
    text = table(FIRST, SECOND, delimiter="\t").decode()
    first, second = captures(read(tmp_path, "n.txt", text.encode("utf-16")))
    assert parse_capture(first).articles[0].paragraphs == PARAGRAPHS


def test_a_long_first_record_in_utf_16(tmp_path: Path) -> None:
    long = {**FIRST, "text": "\n\n".join(PARAGRAPHS * 400)}
    content = lines(long, SECOND).decode().encode("utf-16")
    assert len(captures(read(tmp_path, "records", content))) == 2


def test_a_utf_16_file_that_breaks_off_keeps_its_whole_records(tmp_path: Path) -> None:
    content = lines(FIRST, SECOND).decode().encode("utf-16")[:-7]
    found = read(tmp_path, "n.jsonl", content)
    assert isinstance(found[0], RawCapture)
    assert isinstance(found[1], Rejection)
