"""What a changeset is asked of, packed into one column: thousands of keys are a few kilobytes."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Any, Final

_FAST: Final = 1


def pack(items: Sequence[Any]) -> bytes:
    """Return items of JSON's types as compressed bytes."""
    return zlib.compress(json.dumps(items, separators=(",", ":")).encode(), _FAST)


def unpack(packed: bytes | memoryview) -> list[Any]:
    """Return the items that were packed; none of nothing."""
    return list(json.loads(zlib.decompress(packed))) if packed else []
