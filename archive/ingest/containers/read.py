"""From whatever an archivist names to its captures, whatever it is packed in."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Final, cast

from archive.ingest.containers.bounded_streams import ExpansionBudget, ExpansionError, Source
from archive.ingest.containers.formats import HEAD, Format, Narrowed, recognise, wide_charset
from archive.ingest.containers.json_lines import read_json_lines
from archive.ingest.containers.packed_files import DEEPEST, begins_like_warc, open_gzip, zip_members
from archive.ingest.containers.record_captures import STANDARD_INPUT
from archive.ingest.containers.single_documents import read_html, read_text
from archive.ingest.containers.source_files import walk
from archive.ingest.containers.tables import read_table
from archive.ingest.containers.warc import CompressedAsWholeError, read_warc
from archive.ingest.decoding.record_text import header_names
from archive.records.documents import RawCapture, Rejection

_NO_MAPPING: Final[Mapping[str, str]] = MappingProxyType({})


def read_captures(
    paths: Iterable[Path], mapping: Mapping[str, str] = _NO_MAPPING
) -> Iterator[RawCapture | Rejection]:
    """Yield the captures of every document below ``paths``, and a reason for each refusal.

    ``mapping`` names the columns of tables and JSON records that are called otherwise.
    """
    for found in walk(paths):
        if isinstance(found, Rejection):
            yield found
        else:
            source = Source(found.name, found.open, ExpansionBudget(found.size))
            yield from read_source(source, mapping)


def read_stream(
    stream: BinaryIO, mapping: Mapping[str, str] = _NO_MAPPING
) -> Iterator[RawCapture | Rejection]:
    """Yield the captures of standard input, which may hold any of the formats."""
    source = Source(STANDARD_INPUT, lambda: stream, ExpansionBudget(0))
    yield from read_source(source, mapping)


def read_source(source: Source, mapping: Mapping[str, str]) -> Iterator[RawCapture | Rejection]:
    """Yield the captures of one source; whatever fails ends this source alone."""
    try:
        with source.open() as opened:
            yield from _read(source, _peekable(opened), mapping)
    except PermissionError:
        yield Rejection(source.name, "no permission to read it")
    except FileNotFoundError:
        yield Rejection(source.name, "vanished while loading")
    except ExpansionError as error:
        yield Rejection(source.name, str(error))
    except zipfile.BadZipFile as error:
        yield Rejection(source.name, f"damaged in its zip archive ({error})")
    except (EOFError, zlib.error) as error:
        yield Rejection(source.name, f"breaks off: compressed data is damaged ({error})")
    except OSError as error:
        yield Rejection(source.name, f"cannot be read ({error.strerror or error})")
    except (RuntimeError, ValueError, NotImplementedError) as error:
        yield Rejection(source.name, f"cannot be unpacked ({error})")


def _read(
    source: Source, stream: io.BufferedReader, mapping: Mapping[str, str]
) -> Iterator[RawCapture | Rejection]:
    plain = cast(BinaryIO, stream)
    head = stream.peek(HEAD)[:HEAD]
    match recognise(head, source.name, header_names(mapping)):
        case Format.WARC:
            yield from read_warc(source, plain)
        case Format.JSONL:
            yield from read_json_lines(source, _narrow(plain, head), mapping)
        case Format.CSV:
            yield from read_table(source, _narrow(plain, head), mapping)
        case Format.JSON:
            yield Rejection(source.name, "JSON that is not one object a line")
        case Format.HTML:
            yield read_html(source, plain)
        case Format.GZIP:
            yield from _read_gzip(source, stream, mapping)
        case Format.ZIP:
            for member in zip_members(source, plain):
                if isinstance(member, Rejection):
                    yield member
                else:
                    yield from read_source(member, mapping)
        case Format.TEXT:
            yield read_text(source, plain)


def _read_gzip(
    source: Source, stream: io.BufferedReader, mapping: Mapping[str, str]
) -> Iterator[RawCapture | Rejection]:
    if source.depth >= DEEPEST:
        yield Rejection(source.name, f"an archive inside {DEEPEST} archives")
        return
    if not begins_like_warc(stream.peek(HEAD)):
        yield from read_source(open_gzip(source, cast(BinaryIO, stream)), mapping)
        return
    try:
        yield from read_warc(source, cast(BinaryIO, stream))
    except CompressedAsWholeError:
        # Each record should be compressed by itself; this file was not written so.
        with source.open() as again:
            yield from read_warc(source, open_gzip(source, again).open())


def _narrow(stream: BinaryIO, head: bytes) -> BinaryIO:
    """Return the stream as the readers of records need it: a byte a line end or quote."""
    charset = wide_charset(head)
    return io.BufferedReader(Narrowed(stream, charset)) if charset else stream


def _peekable(stream: BinaryIO) -> io.BufferedReader:
    if isinstance(stream, io.BufferedReader):
        return stream
    return io.BufferedReader(cast(io.RawIOBase, stream), buffer_size=max(HEAD, 1 << 16))
