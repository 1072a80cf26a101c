"""A member of a zip archive as a source of its own, and its name for people."""

from __future__ import annotations

import zipfile
from functools import partial

from archive.ingest.containers.source_files import Source, clean_name
from archive.ingest.containers.zip_entries import open_entry


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
    )
