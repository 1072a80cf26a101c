"""Markdown with front matter, as note-taking programs and clippers save pages."""

from __future__ import annotations

import re
from typing import Final

_FRONT_MATTER: Final = re.compile(r"---[ \t]*\n(.{0,20000}?)\n---[ \t]*(?:\n|$)", re.DOTALL)
_FIELD: Final = re.compile(r"([\w-]{1,40}):[ \t]*(.*)")
_ITEM: Final = re.compile(r"\s*-\s+(.*)")
_HEADING: Final = re.compile(r"^#{1,6}[ \t]++(.*)$", re.MULTILINE)
_TARGET: Final = r"\([^()\n]{0,2000}+(?:\([^()\n]{0,200}+\)[^()\n]{0,2000}+)?\)"
"""An address in brackets, which may hold a pair of them."""
_IMAGE: Final = re.compile(r"!\[[^\[\]\n]{0,1000}+\]" + _TARGET)
_LINK: Final = re.compile(r"\[([^\[\]\n]{1,1000}+)\]" + _TARGET)
_TITLE: Final = re.compile(r"\s*#[ \t]++([^\n]++)\n")
_STRONG: Final = re.compile(r"(\*\*|__)(?=\S)((?:(?!\1).){1,2000}+)(?<=\S)\1")
_QUOTE: Final = re.compile(r"^>[ \t]?", re.MULTILINE)
_RULE: Final = re.compile(r"^[ \t]*(?:[-*_][ \t]*){3,}$", re.MULTILINE)


def markdown_columns(text: str) -> dict[str, object]:
    """Return the fields of the front matter, and the text without its marks.

    The first heading of the first rank is the title where the front matter has none.
    """
    text = text.replace("\r\n", "\n").lstrip("\ufeff\n")
    front = _FRONT_MATTER.match(text)
    columns: dict[str, object] = dict(_fields(front[1])) if front else {}
    body = text[front.end() :] if front else text
    first = _TITLE.match(body)
    if first and columns.get("title", first[1].strip()) == first[1].strip():
        columns["title"] = first[1].strip()
        body = body[first.end() :]
    return {**columns, "text": _without_marks(body)}


def _fields(front: str) -> dict[str, object]:
    """Return the fields of YAML as far as front matter uses it: words, and lists of words."""
    fields: dict[str, object] = {}
    name = ""
    for line in front.split("\n"):
        if found := _FIELD.match(line):
            name = found[1].casefold()
            value = found[2].strip()
            is_list = value.startswith("[") and value.endswith("]")
            parts = [part.strip(" \"'") for part in value.strip("[]").split(",")]
            fields[name] = parts if is_list else value.strip("\"'")
        elif (item := _ITEM.match(line)) and name:
            listed = fields.get(name)
            listed = listed if isinstance(listed, list) else []
            fields[name] = [*listed, item[1].strip(" \"'")]
    return fields


def _heading(line: re.Match[str]) -> str:
    """Return the words of a heading, without the signs that may close it."""
    return line[1].rstrip("#").rstrip(" \t")


def _without_marks(body: str) -> str:
    body = _LINK.sub(r"\1", _IMAGE.sub("", body))
    body = _STRONG.sub(r"\2", _HEADING.sub(_heading, body))
    return _RULE.sub("", _QUOTE.sub("", body)).strip()
