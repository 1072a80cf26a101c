"""How often each word is written: the evidence by which a clitic is told from a letter.

The shipped table counts words as if in a corpus of ``CORPUS_SIZE`` words. An archive adds
the counts of its own text with ``combined_with``, so that a small archive leans on the
shipped table and a large one on itself.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache, cached_property
from itertools import repeat
from typing import Final, Protocol, TypeVar

from archive.arabic.data_files import DIRECTORY

SHIPPED_FILE: Final = "word_frequencies.txt.gz"
CORPUS_SIZE: Final = 20_000_000
"""Words of the corpus that the shipped counts stand for: it sets how much text of its own an
archive needs to outweigh them."""
_HEADER: Final = "#"


class WordCounts(Protocol):
    """What the analysis of a word asks: how often another is written."""

    def count(self, word: str) -> int:
        """Return how often the folded ``word`` is written, 0 when it is not known."""


class FrequencyTable:
    """Counts of folded words. It does not change: ``combined_with`` makes another.

    The words are kept packed. To count one, its 64-bit hash is looked up in a table with open
    addressing, which takes a fifth of the memory of a dictionary and about the same time.
    That two words share a hash is not to be expected before 10^13 of them are looked up.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._fill(_pack(counts), counts.items(), len(counts))

    @classmethod
    def from_bytes(cls, data: bytes) -> FrequencyTable:
        """Read what ``to_bytes`` made. Raises ``OSError`` or ``ValueError`` on other data."""
        table = cls.__new__(cls)
        text = _unpack(data)
        table._fill(data, _read(text), text.count(" "))
        return table

    def _fill(self, packed: bytes, counts: Iterable[tuple[str, int]], most: int) -> None:
        """Take ``counts`` of at most ``most`` words."""
        self._packed = packed
        self._size = 0
        places = 1 << (2 * most).bit_length()
        # A hash and its count stand side by side: one look into memory finds both.
        table, last = array("q", bytes(16 * places)), 2 * places - 2
        for word, count in counts:
            hashed = hash(word)
            place = 2 * hashed & last
            while table[place]:
                place = (place + 2) & last
            table[place], table[place + 1] = hashed, count
            self._size += 1
        self._table, self._last_place = table, last

    def __reduce__(self) -> tuple[Callable[[bytes], FrequencyTable], tuple[bytes]]:
        """Another process hashes otherwise."""
        return FrequencyTable.from_bytes, (self._packed,)

    def __len__(self) -> int:
        return self._size

    def count(self, word: str) -> int:
        """Return how often the folded ``word`` is written, 0 when it is not known."""
        wanted, table, last = hash(word), self._table, self._last_place
        place = 2 * wanted & last
        while found := table[place]:
            if found == wanted:
                return table[place + 1]
            place = (place + 2) & last
        return 0

    def words(self) -> Iterator[str]:
        """Yield every word of the table."""
        for word, _count in _read(_unpack(self._packed)):
            yield word

    def combined_with(self, counts: Mapping[str, int]) -> FrequencyTable:
        """Return a table in which ``counts`` (of folded words) are added to these."""
        combined = dict(_read(_unpack(self._packed)))
        for word, count in counts.items():
            combined[word] = combined.get(word, 0) + count
        return FrequencyTable(combined)

    def without(self, words: Collection[str]) -> FrequencyTable:
        """Return a table that knows none of ``words`` (folded)."""
        kept = dict(_read(_unpack(self._packed)))
        for word in words:
            kept.pop(word, None)
        return FrequencyTable(kept)

    def to_bytes(self, header: str = "") -> bytes:
        """Return the table as gzipped text, the same bytes for the same counts.

        ``header`` is written as comment lines. Each other line is a count and, sorted,
        the words that have it.
        """
        first = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(self._packed, 1)
        if not header and first != _HEADER.encode():
            return self._packed
        return _pack(dict(_read(_unpack(self._packed))), header)

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


def _pack(counts: Mapping[str, int], header: str = "") -> bytes:
    words_by_count: dict[int, list[str]] = defaultdict(list)
    for word, count in counts.items():
        words_by_count[count].append(word)
    lines = [f"{_HEADER} {line}" for line in header.splitlines()]
    for count in sorted(words_by_count, reverse=True):
        lines.append(f"{count} {' '.join(sorted(words_by_count[count]))}")
    # A lone surrogate can be a word of a broken text and must not stop an index build.
    # Level 1: a rebuild of an index waits for this, and the table is small either way.
    packed = "\n".join(lines).encode("utf-8", "surrogatepass")
    return gzip.compress(packed, 9 if header else 1, mtime=0)


def _unpack(packed: bytes) -> str:
    return gzip.decompress(packed).decode("utf-8", "surrogatepass")


def _read(text: str) -> Iterator[tuple[str, int]]:
    for line in text.split("\n"):
        if line and not line.startswith(_HEADER):
            count, *words = line.split(" ")
            yield from zip(words, repeat(int(count)))


MAX_KNOWN_WORDS: Final = 1 << 17
"""Words remembered before the memory starts anew: some 30 MB, weeks of a newspaper."""

T = TypeVar("T")


class WordMemory(dict[str, T]):
    """``memory[word]`` is ``find(word)``, found once: most words of a text have come before.

    It takes half the time of ``lru_cache``.
    """

    def __init__(self, find: Callable[[str], T], most: int = MAX_KNOWN_WORDS) -> None:
        super().__init__()
        self._find: Final = find
        self._most: Final = most

    def __missing__(self, word: str) -> T:
        if len(self) >= self._most:
            self.clear()
        found = self[word] = self._find(word)
        return found
