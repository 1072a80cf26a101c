"""From a source to its captures, whatever it is packed in: the way of every document begins here."""

from __future__ import annotations

import io
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Final

from archive.fault_places import fault_place
from archive.ingest.containers.bounded_streams import (
    BUFFER,
    ExpansionBudget,
    ExpansionError,
    LineFeedStream,
    PipedStream,
    UnpackingError,
    Utf8Stream,
)
from archive.ingest.containers.feeds import read_feed
from archive.ingest.containers.formats import HEAD, Format, recognise, utf16_charset, xml_root
from archive.ingest.containers.gzip_members import GzipMembers, begins_like_warc, open_gzip
from archive.ingest.containers.mail_files import read_mailbox, read_message, read_web_archive
from archive.ingest.containers.read_counter import ReadCounter
from archive.ingest.containers.record_files import (
    read_json_document,
    read_json_lines,
    read_table,
)
from archive.ingest.containers.record_index import RecordIndex
from archive.ingest.containers.refused_formats import packed_refusal, refusal_of, xml_refusal
from archive.ingest.containers.saved_parts import saved_parts
from archive.ingest.containers.single_documents import read_html, read_whole
from archive.ingest.containers.source_files import STANDARD_INPUT, Source, named_file, walk
from archive.ingest.containers.telegram_pages import read_telegram_page
from archive.ingest.containers.warc import read_warc
from archive.ingest.containers.warc_parts import WarcParts
from archive.ingest.containers.zip_members import DEEPEST, zip_members
from archive.ingest.decoding.record_columns import header_names
from archive.records.documents import (
    HTML,
    MARKDOWN,
    OFFICE_DOCUMENT,
    PDF_DOCUMENT,
    PLAIN_TEXT,
    RawCapture,
    Rejection,
)
from archive.records.page_parts import Found, PageParts
from archive.work_limit import TooLargeError, TooSlowError, work_limit

_LOG: Final = logging.getLogger("khizana.ingest")
_Document = RawCapture | Rejection
_WHOLE: Final = {
    Format.TEXT: PLAIN_TEXT,
    Format.MARKDOWN: MARKDOWN,
    Format.OFFICE: OFFICE_DOCUMENT,
    Format.PDF: PDF_DOCUMENT,
}
_SINGLE: Final[Mapping[Format, Callable[[Source, io.BufferedReader], _Document]]] = {
    Format.HTML: read_html,
    Format.MAIL: read_message,
}
_MANY: Final[Mapping[Format, Callable[[Source, io.BufferedReader], Iterator[Found]]]] = {
    Format.WARC: read_warc,
    Format.WEB_ARCHIVE: read_web_archive,
    Format.FEED: read_feed,
    Format.TELEGRAM_PAGE: read_telegram_page,
    Format.MAILBOX: read_mailbox,
}
_RECORDS: Final[
    Mapping[Format, Callable[[Source, BinaryIO, Mapping[str, str]], Iterator[Found]]]
] = {
    Format.JSONL: read_json_lines,
    Format.JSON: read_json_document,
    Format.CSV: read_table,
}
_NEIGHBOURS: Final = "parts of pages in neighbouring WARC files"
_LEAST_SECONDS: Final = 0.001
_TOO_LARGE: Final = "nested too deeply, or larger than this machine can hold"
NO_MAPPING: Final[Mapping[str, str]] = MappingProxyType({})
"""All columns are called as the archive calls them."""


def read_captures(
    paths: Iterable[Path],
    mapping: Mapping[str, str] = NO_MAPPING,
    passed_over: Counter[str] | None = None,
    advance: Callable[[int], None] = lambda _bytes: None,
) -> Iterator[RawCapture | Rejection]:
    """Yield the captures of every document below ``paths``, and a reason for each refusal.

    ``mapping`` names the columns of tables and JSON records that are called otherwise;
    ``passed_over`` is where it is counted, by kind, what is no document. ``advance`` is called
    with the bytes just read of the files; all of them together are ``bytes_of``.
    """
    yield from _documents_of(read_with_parts(paths, mapping, passed_over, advance, parts=False))


def read_with_parts(
    paths: Iterable[Path],
    mapping: Mapping[str, str] = NO_MAPPING,
    passed_over: Counter[str] | None = None,
    advance: Callable[[int], None] = lambda _bytes: None,
    *,
    parts: bool = True,
    keep_ids: bool = False,
) -> Iterator[Found]:
    """Yield what ``read_captures`` does, and with ``parts`` what came with the pages.

    With ``keep_ids`` captures that another archive exported keep what it told of them: see
    ``exported_records``.
    """
    size = 0
    with closing(RecordIndex()) as records:
        for found in walk(paths, Counter() if passed_over is None else passed_over):
            if isinstance(found, Rejection):
                yield found
            else:
                size += found.size
                counter = ReadCounter(found.size, advance)
                source = replace(
                    found,
                    open=counter.counted(found.open),
                    with_parts=parts,
                    keep_ids=keep_ids,
                    records=records,
                )
                yield from _within_budget(source, mapping)
                counter.end()
        neighbours = WarcParts(records).found_in_neighbours()
        yield from _bounded(_NEIGHBOURS, ExpansionBudget(size), neighbours)


def _documents_of(found: Iterable[Found]) -> Iterator[RawCapture | Rejection]:
    return (each for each in found if not isinstance(each, PageParts))


def bytes_of(paths: Iterable[Path]) -> int:
    """Return how many bytes the files have that ``read_captures`` will read below ``paths``."""
    return sum(found.size for found in walk(paths, Counter()) if isinstance(found, Source))


def read_file_as(
    path: Path,
    name: str,
    mapping: Mapping[str, str] = NO_MAPPING,
    passed_over: Counter[str] | None = None,
) -> Iterator[Found]:
    """Yield what is in one file that people know by ``name``, whatever its path is, with parts."""
    found = named_file(path, name, Counter() if passed_over is None else passed_over)
    if isinstance(found, Rejection):
        yield found
    else:
        yield from read_source(replace(found, with_parts=True), mapping)


def read_stream(
    stream: BinaryIO,
    mapping: Mapping[str, str] = NO_MAPPING,
    passed_over: Counter[str] | None = None,
) -> Iterator[RawCapture | Rejection]:
    """Yield the captures of standard input, which may hold any of the formats.

    The stream is read once from where it is, never searched, and left open.
    """
    yield from _documents_of(read_stream_with_parts(stream, mapping, passed_over, parts=False))


def read_stream_with_parts(
    stream: BinaryIO,
    mapping: Mapping[str, str] = NO_MAPPING,
    passed_over: Counter[str] | None = None,
    *,
    parts: bool = True,
    keep_ids: bool = False,
) -> Iterator[Found]:
    """Yield what ``read_stream`` does, and with ``parts`` what came with the pages.

    ``keep_ids`` is as in ``read_with_parts``.
    """
    budget = ExpansionBudget(0)

    def opened() -> io.BufferedReader:
        return io.BufferedReader(PipedStream(stream, budget), BUFFER)

    counted = Counter[str]() if passed_over is None else passed_over
    source = Source(
        STANDARD_INPUT,
        opened,
        budget,
        passed_over=counted,
        with_parts=parts,
        keep_ids=keep_ids,
    )
    yield from _within_budget(source, mapping)


def _within_budget(source: Source, mapping: Mapping[str, str]) -> Iterator[Found]:
    """Yield the captures of an outermost file; time and memory for reading them are bounded."""
    yield from _bounded(source.name, source.budget, read_source(source, mapping))


def _bounded(name: str, budget: ExpansionBudget, captures: Iterator[Found]) -> Iterator[Found]:
    """Yield what is read within a budget; what is beyond it is one rejection of this name.

    What others do with a capture before they ask for the next one counts nothing.
    """
    while True:
        begun = time.process_time()
        try:
            with work_limit(max(budget.seconds_allowed - budget.seconds, _LEAST_SECONDS)):
                found = next(captures, None)
        except TooSlowError:
            seconds = round(budget.seconds_allowed)
            reason = f"takes more than {seconds} seconds to read; divide it, or unpack it yourself"
            found, captures = Rejection(name, reason), iter(())
        except TooLargeError:
            found, captures = Rejection(name, _TOO_LARGE), iter(())
        budget.seconds += time.process_time() - begun
        if found is None:
            return
        yield found


def read_source(source: Source, mapping: Mapping[str, str] = NO_MAPPING) -> Iterator[Found]:
    """Yield the captures of one source; whatever fails ends this source alone."""
    try:
        with source.open() as stream:
            yield from _read(source, stream, mapping)
    except PermissionError:
        yield Rejection(source.name, "no permission to read it")
    except FileNotFoundError:
        yield Rejection(source.name, "vanished while loading")
    except (RecursionError, MemoryError):
        yield Rejection(source.name, _TOO_LARGE)
    except (ExpansionError, UnpackingError) as error:
        yield Rejection(source.name, str(error))
    except OSError as error:
        yield Rejection(source.name, f"cannot be read ({error.strerror or error})")
    except Exception as error:
        # A fault of ours, not of the document: the log says where, and the others are read.
        place = fault_place(error)
        _LOG.error("%r was not read to its end: %s (%.200r)", source.name, place, str(error))
        _LOG.debug("the stack of it", exc_info=True)
        yield Rejection(source.name, f"internal error ({place})")


def _read(source: Source, stream: io.BufferedReader, mapping: Mapping[str, str]) -> Iterator[Found]:
    head = stream.peek(HEAD)[:HEAD]
    if reason := refusal_of(head, source.name):
        yield Rejection(source.name, reason)
        return
    form = recognise(head, source.name, header_names(mapping))
    if form in _WHOLE:
        yield read_whole(source, stream, _WHOLE[form])
    elif form in _SINGLE:
        yield from _read_single(source, _SINGLE[form](source, stream))
    elif form in _MANY:
        yield from _MANY[form](source, stream)
    elif form in _RECORDS:
        lines = _as_utf8(stream, head)
        if form is Format.CSV and b"\r" in head and b"\n" not in head:
            lines = io.BufferedReader(LineFeedStream(lines), BUFFER)
        yield from _RECORDS[form](source, lines, mapping)
    elif form is Format.GZIP:
        yield from _read_gzip(source, stream, mapping)
    elif form is Format.ZIP:
        yield from _read_zip(source, stream, mapping)
    elif form is Format.XML:
        yield Rejection(source.name, xml_refusal(xml_root(head)))


def _read_single(source: Source, found: _Document) -> Iterator[Found]:
    yield found
    if source.with_parts and isinstance(found, RawCapture) and found.media_type == HTML:
        parts = saved_parts(source, found)
        if parts is not None:
            yield parts


def _read_zip(
    source: Source, stream: io.BufferedReader, mapping: Mapping[str, str]
) -> Iterator[Found]:
    if reason := packed_refusal(stream.peek(HEAD)):
        yield Rejection(source.name, reason)
        return
    for member in zip_members(source, stream):
        if isinstance(member, Rejection):
            yield member
        else:
            yield from read_source(member, mapping)


def _read_gzip(
    source: Source, stream: io.BufferedReader, mapping: Mapping[str, str]
) -> Iterator[Found]:
    """Yield the captures of a gzip file; a WARC's members are its records, or hold them all."""
    if source.depth >= DEEPEST:
        yield Rejection(source.name, f"an archive inside {DEEPEST} archives")
    elif begins_like_warc(stream.peek(HEAD)):
        members = GzipMembers(stream, source.budget)
        yield from read_warc(source, members, members.packed_offset)
    else:
        yield from read_source(open_gzip(source, stream), mapping)


def _as_utf8(stream: io.BufferedReader, head: bytes) -> io.BufferedReader:
    """Return the stream as the readers of records need it: one byte a line end or quote."""
    charset = utf16_charset(head)
    return io.BufferedReader(Utf8Stream(stream, charset), BUFFER) if charset else stream
