"""A member of a zip archive as a source of its own, and its name for people."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import partial

from archive.ingest.containers.source_files import Source, clean_name
from archive.ingest.containers.zip_entries import open_entry, open_stored


def entry_name(source: Source, member: zipfile.ZipInfo) -> str:
    """Return the name of a member for people: below that of its archive."""
    return clean_name(f"{source.name}/{member.filename}")


def entry_source(source: Source, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Source:
    """Return a member of the archive ``source`` as a source of its own."""
    return Source(
        entry_name(source, member),
        partial(open_entry, archive, member, source.budget),
        source.budget,
        source.name,
        source.depth + 1,
        passed_over=source.passed_over,
        with_parts=source.with_parts,
        keep_ids=source.keep_ids,
        stored=_stored(source, member),
        records=source.records,
    )


def _stored(source: Source, member: zipfile.ZipInfo) -> Callable[[], io.BufferedReader] | None:
    """Return what opens a member that lies in its archive as it is; None of a packed one.

    WACZ has its WARC files so, that records can be read from their places. Its checksum in the
    archive was compared by whoever read the member from its beginning to its end.
    """
    opened = source.open_again
    if opened is None or member.compress_type != zipfile.ZIP_STORED:
        return None

    def stored() -> io.BufferedReader:
        return open_stored(opened(), member)

    return stored
