"""Text files: how they are decoded, which are refused, and where a walk does not go."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archive.errors import UnreadableDocumentError
from archive.ingest.containers import read_captures
from archive.records.documents import RawCapture, Rejection
from tests.ingest.document_samples import TEXT, TITLE, page
from tests.ingest.parsed_pages import parse_capture


def read(path: Path) -> list[RawCapture | Rejection]:
    return list(read_captures([path]))


def understood(tmp_path: Path, content: bytes) -> tuple[str, tuple[str, ...]]:
    (tmp_path / "a.txt").write_bytes(content)
    (capture,) = read(tmp_path / "a.txt")
    assert isinstance(capture, RawCapture)
    found = parse_capture(capture)
    return found.articles[0].title, found.warnings


@pytest.mark.parametrize(
    ("charset", "named"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("utf-16-le", "utf-16-le"),
        ("windows-1256", "windows-1256"),
    ],
)
def test_an_encoding_that_had_to_be_guessed_is_named(
    tmp_path: Path, charset: str, named: str
) -> None:
    title, warnings = understood(tmp_path, TEXT.encode(charset))
    assert title == TITLE
    assert any(named in warning for warning in warnings) if named else warnings == ()


def test_broken_utf_8_loads_with_a_warning(tmp_path: Path) -> None:
    broken = TEXT.encode()[:-1] + b"\xd9 \xff\xfe\xd8"
    title, warnings = understood(tmp_path, broken)
    assert title == TITLE
    assert any("damaged letters" in warning for warning in warnings)


def test_what_was_not_found_is_named(tmp_path: Path) -> None:
    _title, warnings = understood(tmp_path, "خبر قصير بلا تاريخ ولا عنوان واضح".encode())
    assert any("date" in warning for warning in warnings)


@pytest.mark.parametrize("content", [b"", b" \n\t \n", b"\xef\xbb\xbf"])
def test_an_empty_document_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    (found,) = read(tmp_path / "a.txt")
    if isinstance(found, RawCapture):
        with pytest.raises(UnreadableDocumentError, match="empty"):
            parse_capture(found)
    else:
        assert found.reason == "empty"


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n" * 40, b"%PDF-1.4\nx", bytes(range(256)) * 9]
)
def test_binary_content_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    (found,) = read(tmp_path / "a.txt")
    if isinstance(found, RawCapture):
        with pytest.raises(UnreadableDocumentError, match="binary|PDF"):
            parse_capture(found)
    else:
        assert "OCR" in found.reason or "PDF" in found.reason


def test_a_text_over_twenty_megabytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode() * (20_000_000 // len(TEXT.encode()) + 1))
    assert read(tmp_path / "a.txt") == [Rejection("a.txt", "larger than 20 MB")]


def test_a_file_without_permission_is_refused_and_the_rest_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    opened = Path.open

    def deny(path: Path, mode: str = "r", buffering: int = -1) -> object:
        if path.name == "b.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path, mode, buffering)

    monkeypatch.setattr(Path, "open", deny)
    first, second, third = read(tmp_path)
    assert second == Rejection("b.txt", "no permission to read it")
    assert isinstance(first, RawCapture)
    assert isinstance(third, RawCapture)


def test_a_file_that_vanishes_is_refused(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    reading = read_captures([tmp_path])
    next(reading)
    (tmp_path / "b.txt").unlink()
    assert list(reading) == [Rejection("b.txt", "vanished while loading")]


def test_no_symbolic_link_leads_out_of_a_folder(tmp_path: Path) -> None:
    folder, outside = tmp_path / "folder", tmp_path / "outside"
    for place in (folder, outside):
        place.mkdir()
        (place / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "inside.txt").symlink_to(folder / "a.txt")
    (folder / "out.txt").symlink_to(outside / "a.txt")
    (folder / "way").symlink_to(outside)
    found = read(folder)
    assert [each.uri for each in found if isinstance(each, RawCapture)] == ["a.txt", "inside.txt"]
    refused = [each for each in found if isinstance(each, Rejection)]
    assert refused == [
        Rejection(name, "symbolic link out of the loaded folder") for name in ("out.txt", "way")
    ]


def test_a_pipe_is_no_document(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert read(tmp_path) == [Rejection("pipe", "neither a file nor a folder")]


def test_the_files_of_a_saved_page_are_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "p.html").write_text(page(), encoding="utf-8")
    (tmp_path / "p_files").mkdir()
    (tmp_path / "p_files" / "style.css").write_text("p {}", encoding="utf-8")
    (found,) = read(tmp_path)
    assert isinstance(found, RawCapture)
    assert found.document == "p.html"


def test_files_of_one_name_that_are_named_together_stay_apart(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(f"{TEXT} {name}", encoding="utf-8")
    found = list(read_captures([tmp_path / "one" / "a.txt", tmp_path / "two" / "a.txt"]))
    assert len({each.uri for each in found if isinstance(each, RawCapture)}) == 2


def test_a_name_that_is_no_unicode_can_be_kept(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/\xff\xfe.txt", "wb") as file:
        file.write(TEXT.encode())
    (found,) = read(tmp_path)
    assert isinstance(found, RawCapture)
    found.uri.encode("utf-8")


def test_a_symbolic_link_in_a_circle_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "loaded"
    folder.mkdir()
    (folder / "circle.txt").symlink_to(folder / "circle.txt")
    (folder / "page.txt").write_text("عنوان الخبر\n\nنص الخبر كله هنا.\n", encoding="utf-8")
    first, second = read_captures([folder])
    assert isinstance(first, Rejection)
    assert first.document == "circle.txt"
    assert isinstance(second, RawCapture)
    assert second.document == "page.txt"
