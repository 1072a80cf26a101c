"""From a source to its captures, whatever it is packed in: the way of every document begins here."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Final

from archive.ingest.containers.bounded_streams import (
    BUFFER,
    ExpansionBudget,
    ExpansionError,
    PipedStream,
    UnpackingError,
    Utf8Stream,
)
from archive.ingest.containers.formats import HEAD, Format, recognise, utf16_charset
from archive.ingest.containers.gzip_members import GzipMembers, begins_like_warc, open_gzip
from archive.ingest.containers.record_files import read_json_lines, read_table
from archive.ingest.containers.single_documents import read_html, read_text
from archive.ingest.containers.source_files import STANDARD_INPUT, Source, walk
from archive.ingest.containers.warc import read_warc
from archive.ingest.containers.zip_members import DEEPEST, zip_members
from archive.ingest.decoding.record_columns import header_names
from archive.records.documents import RawCapture, Rejection

_LOG: Final = logging.getLogger("khizana.ingest")
NO_MAPPING: Final[Mapping[str, str]] = MappingProxyType({})
"""All columns are called as the archive calls them."""


def read_captures(
    paths: Iterable[Path], mapping: Mapping[str, str] = NO_MAPPING
) -> Iterator[RawCapture | Rejection]:
    """Yield the captures of every document below ``paths``, and a reason for each refusal.

    ``mapping`` names the columns of tables and JSON records that are called otherwise.
    """
    for found in walk(paths):
        if isinstance(found, Rejection):
            yield found
        else:
            yield from read_source(found, mapping)


def read_stream(
    stream: BinaryIO, mapping: Mapping[str, str] = NO_MAPPING
) -> Iterator[RawCapture | Rejection]:
    """Yield the captures of standard input, which may hold any of the formats.

    The stream is read once from where it is, never searched, and left open.
    """
    budget = ExpansionBudget(0)

    def opened() -> io.BufferedReader:
        return io.BufferedReader(PipedStream(stream, budget), BUFFER)

    yield from read_source(Source(STANDARD_INPUT, opened, budget), mapping)


def read_source(source: Source, mapping: Mapping[str, str]) -> Iterator[RawCapture | Rejection]:
    """Yield the captures of one source; whatever fails ends this source alone."""
    try:
        with source.open() as stream:
            yield from _read(source, stream, mapping)
    except PermissionError:
        yield Rejection(source.name, "no permission to read it")
    except FileNotFoundError:
        yield Rejection(source.name, "vanished while loading")
    except (ExpansionError, UnpackingError) as error:
        yield Rejection(source.name, str(error))
    except OSError as error:
        yield Rejection(source.name, f"cannot be read ({error.strerror or error})")
    except Exception as error:
        # A fault of ours, not of the document: the log says where, and the others are read.
        _LOG.exception("%s was not read to its end", source.name)
        yield Rejection(source.name, f"internal error ({type(error).__name__}: {error})")


def _read(
    source: Source, stream: io.BufferedReader, mapping: Mapping[str, str]
) -> Iterator[RawCapture | Rejection]:
    head = stream.peek(HEAD)[:HEAD]
    match recognise(head, source.name, header_names(mapping)):
        case Format.WARC:
            yield from read_warc(source, stream)
        case Format.JSONL:
            yield from read_json_lines(source, _as_utf8(stream, head), mapping)
        case Format.CSV:
            yield from read_table(source, _as_utf8(stream, head), mapping)
        case Format.JSON:
            yield Rejection(source.name, "JSON that is not one object a line")
        case Format.HTML:
            yield read_html(source, stream)
        case Format.GZIP:
            yield from _read_gzip(source, stream, mapping)
        case Format.ZIP:
            yield from _read_zip(source, stream, mapping)
        case Format.TEXT:
            yield read_text(source, stream)


def _read_zip(
    source: Source, stream: io.BufferedReader, mapping: Mapping[str, str]
) -> Iterator[RawCapture | Rejection]:
    for member in zip_members(source, stream):
        if isinstance(member, Rejection):
            yield member
        else:
            yield from read_source(member, mapping)


def _read_gzip(
    source: Source, stream: io.BufferedReader, mapping: Mapping[str, str]
) -> Iterator[RawCapture | Rejection]:
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
