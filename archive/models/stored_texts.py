"""Texts as every database takes them: PostgreSQL refuses NUL, and halves of surrogate pairs in JSON.

Readers would see neither. U+FFFD stands in their place, so that no letter moves.
"""

from __future__ import annotations

from typing import Any, Final

_REPLACED: Final = "\ufffd"
LONGEST_URI: Final = 2000
"""Letters of a document's address, as its column takes them."""
LONGEST_URI_BYTES: Final = 2600
"""Of a document's address: PostgreSQL takes 2,704 bytes into an index's entry, other columns with
them."""


def is_storable(value: Any) -> bool:
    """Return whether every database takes a text, or the texts in a value of JSON."""
    if isinstance(value, str):
        return "\0" not in value and (value.isascii() or value == _encodable(value))
    if isinstance(value, dict):
        return all(is_storable(key) and is_storable(each) for key, each in value.items())
    return not isinstance(value, (list, tuple)) or all(map(is_storable, value))


def storable(value: Any) -> Any:
    """Return a value with U+FFFD for each letter that not every database takes."""
    if isinstance(value, str):
        return _encodable(value).replace("\0", _REPLACED)
    if isinstance(value, dict):
        return {storable(key): storable(each) for key, each in value.items()}
    return [storable(each) for each in value] if isinstance(value, (list, tuple)) else value


def _encodable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
