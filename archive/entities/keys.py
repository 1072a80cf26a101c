"""Keys of entities that no gazetteer knows."""

from __future__ import annotations

import hashlib

from archive.arabic.normalize import fold


def new_key(name: str, kind: str) -> str:
    """Return the key of the entity of this name and kind: the same however it is spelt."""
    return f"{kind}-{hashlib.sha256(fold(name).encode()).hexdigest()[:10]}"
