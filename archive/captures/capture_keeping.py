"""What a store of captures' bytes can do, be it a folder or a bucket."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol


class KeptBytes(Protocol):
    """Bytes under their SHA-256, kept once; see ``CaptureStore`` for what each method does."""

    def put(self, content: bytes) -> str:
        """Keep bytes; return their hash."""

    def put_all(self, contents: Mapping[str, bytes]) -> None:
        """Keep many, given by their hashes."""

    def has(self, sha256: str) -> bool:
        """Return whether they are there."""

    def packed(self, sha256: str) -> bytes:
        """Return them as they are kept: a gzip file."""

    def get(self, sha256: str) -> bytes:
        """Return them, checked."""

    def remove(self, sha256: str) -> None:
        """Delete them for good."""

    def hashes(self) -> Iterator[str]:
        """Yield every hash."""

    def sweep(self) -> int:
        """Delete what was left half written; return the number of files."""
