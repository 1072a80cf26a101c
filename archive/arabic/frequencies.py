"""How often each word is written: the evidence by which a clitic is told from a letter.

The shipped table counts words as if in a corpus of ``CORPUS_SIZE`` words. An archive adds
the counts of its own text with ``combined_with``, so that a small archive leans on the
shipped table and a large one on itself.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Final

from archive.arabic.data_files import DIRECTORY

SHIPPED_FILE: Final = "word_frequencies.txt.gz"
CORPUS_SIZE: Final = 20_000_000


class FrequencyTable:
    """Counts of folded words. It does not change: ``combined_with`` makes another."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts: Final = dict(counts)

    def __len__(self) -> int:
        return len(self._counts)

    def count(self, word: str) -> int:
        """Return how often the folded ``word`` is written, 0 when it is not known."""
        return self._counts.get(word, 0)

    def combined_with(self, counts: Mapping[str, int]) -> FrequencyTable:
        """Return a table in which ``counts`` (of folded words) are added to these."""
        combined = dict(self._counts)
        for word, count in counts.items():
            combined[word] = combined.get(word, 0) + count
        return FrequencyTable(combined)

    def to_bytes(self, header: str = "") -> bytes:
        """Return the table as gzipped text, the same bytes for the same counts.

        ``header`` is written as comment lines. Each other line is a count and, sorted,
        the words that have it.
        """
        words_by_count: dict[int, list[str]] = defaultdict(list)
        for word, count in self._counts.items():
            words_by_count[count].append(word)
        lines = [f"# {line}" for line in header.splitlines()]
        for count in sorted(words_by_count, reverse=True):
            lines.append(f"{count} {' '.join(sorted(words_by_count[count]))}")
        # A lone surrogate can be a word of a broken text and must not stop an index build.
        # Level 1: a rebuild of an index waits for this, and the table is small either way.
        packed = "\n".join(lines).encode("utf-8", "surrogatepass")
        return gzip.compress(packed, 9 if header else 1, mtime=0)

    @classmethod
    def from_bytes(cls, data: bytes) -> FrequencyTable:
        """Read what ``to_bytes`` made. Raises ``OSError`` or ``ValueError`` on other data."""
        counts: dict[str, int] = {}
        for line in gzip.decompress(data).decode("utf-8", "surrogatepass").split("\n"):
            if line and not line.startswith("#"):
                count, *words = line.split(" ")
                counts.update(dict.fromkeys(words, int(count)))
        return cls(counts)

    @cached_property
    def _fingerprint(self) -> str:
        return hashlib.sha256(self.to_bytes()).hexdigest()[:16]

    def fingerprint(self) -> str:
        """Return 16 hexadecimal digits that tell two tables apart."""
        return self._fingerprint

    @staticmethod
    @cache
    def shipped() -> FrequencyTable:
        """Return the table of general Arabic that comes with Khizana."""
        return FrequencyTable.from_bytes((DIRECTORY / SHIPPED_FILE).read_bytes())
