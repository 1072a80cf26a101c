"""The columns of JSONL and CSV records: what each may be called, and how to call it else.

The schema is documented in docs/loading.md. A record needs ``text`` or ``html``; the rest
is optional. ``title=headline`` maps the archive's ``title`` to the column ``headline``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Final

from archive.errors import ArchiveError

SCHEMA: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id", "record_id", "guid"),
    "url": ("url", "link", "source_url", "permalink"),
    "title": ("title", "headline", "العنوان"),
    "text": ("text", "body", "content", "article", "النص"),
    "html": ("html",),
    "published": ("published", "date", "published_at", "date_published", "pubdate", "التاريخ"),
    "captured": ("captured", "captured_at", "crawled_at", "fetched_at", "scraped_at"),
    "author": ("author", "byline", "authors", "الكاتب"),
    "outlet": ("outlet", "source", "site_name", "publisher", "المصدر"),
    "section": ("section", "category", "القسم"),
    "keywords": ("keywords", "tags", "الكلمات المفتاحية"),
    "description": ("description", "summary", "abstract", "standfirst"),
    "language": ("language", "lang"),
}
"""The archive's columns, each with the names by which it is found without a mapping.
The names are case-folded."""


def parse_mapping(pairs: Iterable[str]) -> dict[str, str]:
    """Return ``title=headline`` pairs as a mapping from the archive's columns to theirs.

    Raises:
        ArchiveError: a pair is not of that form, or names no column of the schema.
    """
    mapping = {}
    for pair in pairs:
        name, equals, column = pair.partition("=")
        if not equals or name not in SCHEMA or not column:
            raise ArchiveError(
                f"--map {pair}: write COLUMN=NAME, where COLUMN is one of {', '.join(SCHEMA)}."
            )
        mapping[name] = column
    return mapping


def header_names(mapping: Mapping[str, str]) -> frozenset[str]:
    """Return the names, case-folded, by which the header line of a table is known."""
    known = {name for names in SCHEMA.values() for name in names}
    return frozenset(name.casefold() for name in known | set(mapping.values()))


def mapped(record: Mapping[str, object], mapping: Mapping[str, str]) -> dict[str, str]:
    """Return a record's values as texts under the archive's column names.

    A mapped column is taken as mapped; the others by the first of their names that is
    there and not empty. Lists are joined by «، ».
    """
    lowered = {str(name).strip().casefold(): value for name, value in record.items()}
    values = {}
    for column, names in SCHEMA.items():
        candidates = (mapping[column].strip().casefold(),) if column in mapping else names
        for name in candidates:
            value = lowered.get(name)
            if value is not None and (text := _as_text(value)):
                values[column] = text
                break
    return values


def _as_text(value: object) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, list):
        return "، ".join(filter(None, map(_as_text, value)))
    if isinstance(value, dict):
        name = value.get("name")
        return _as_text(name) if name else json.dumps(value, ensure_ascii=False)
    return _storable(str(value)).replace("\0", "").strip()


def _storable(text: str) -> str:
    """Replace half a surrogate pair, which JSON can escape, but nothing can store."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text
