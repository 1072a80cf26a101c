"""Text as bytes and back, whatever stands in it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

# A broken document may hold half of a surrogate pair; it must not stop an index build.
_ERRORS: Final = "surrogatepass"
_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def encode(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", _ERRORS)


def encode_all(texts: Iterable[str]) -> list[bytes]:
    """Return the bytes of each of ``texts``, which can be read twice."""
    try:
        return list(map(str.encode, texts))
    except UnicodeEncodeError:
        return list(map(encode, texts))


def decode(raw: bytes) -> str:
    return raw.decode("utf-8", _ERRORS)


def encode_json(value: dict[str, Any]) -> bytes:
    return encode(_JSON.encode(value))


def decode_json(raw: bytes) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(decode(raw))
    return loaded
