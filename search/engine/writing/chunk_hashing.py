"""Chunks of text by arrays: found, hashed and looked up without a loop over words.

A chunk is a maximal stretch of characters that words may hold. Nearly every chunk of a
newspaper has been met before: its hash alone, compared with those remembered, tells which
it is, and only the new ones are read by Python.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from typing import Final

import numpy as np

from search.engine.storage.block_files import Array
from search.engine.storage.term_dictionary import encode

UNKNOWN: Final = np.uint32(0xFFFFFFFF)
"""The number of a chunk that is not remembered."""

_LONGEST: Final = 64
"""Characters of a chunk that are hashed by arrays; a longer one is hashed for itself."""
_MIXING: Final = np.uint64(0x9E3779B97F4A7C15)
"""2**64 divided by the golden ratio, odd (Knuth, The Art of Computer Programming, 6.4)."""
_HALF: Final = np.uint64(32)
_FIRST_SLOTS: Final = 1 << 12


class ChunkHash:
    """Multilinear hashing: the sum of each character times the key of its place.

    After Lemire and Kaser, "Strongly universal string hashing is fast" (2014). The keys are
    drawn anew for each instance, so that nobody can write a chunk to be taken for another.
    """

    def __init__(self) -> None:
        drawn = np.frombuffer(secrets.token_bytes(8 * (_LONGEST + 1)), np.uint64)
        self._keys: Final[Array] = drawn[:-1] | np.uint64(1)
        self._length_key: Final = drawn[-1] | np.uint64(1)
        self._secret: Final = secrets.token_bytes(16)

    def of_chunks(self, text: str, codes: Array, is_word: Array, edges: Array) -> Array:
        """Return the hash of each chunk of ``text``, never 0. ``edges`` are starts and ends in turn."""
        starts, lengths = edges[0::2], np.diff(edges)[0::2]
        characters = codes[is_word].astype(np.uint64)
        characters *= _MIXING
        characters ^= characters >> _HALF
        firsts = lengths.cumsum() - lengths
        places = np.arange(len(characters)) - np.repeat(firsts, lengths)
        characters *= self._keys.take(places, mode="clip")
        hashes: Array = np.add.reduceat(characters, firsts) if len(firsts) else characters
        hashes += lengths.astype(np.uint64) * self._length_key
        for place in np.flatnonzero(lengths > _LONGEST).tolist():
            start = int(starts[place])
            hashes[place] = self._of_long(text[start : start + int(lengths[place])])
        hashes ^= hashes >> _HALF
        hashes *= _MIXING
        np.maximum(hashes, 1, out=hashes)
        return hashes

    def _of_long(self, chunk: str) -> int:
        digest = hashlib.blake2b(encode(chunk), digest_size=8, key=self._secret).digest()
        return int.from_bytes(digest, "little")


class HashTable:
    """Numbers by 64-bit hash: open addressing with linear probing, whole arrays at a time."""

    def __init__(self) -> None:
        self._count = 0
        self._make(_FIRST_SLOTS)

    def _make(self, slots: int) -> None:
        self._hashes = np.zeros(slots, np.uint64)
        self._numbers = np.empty(slots, np.uint32)
        self._shift = np.uint64(64 - slots.bit_length() + 1)

    def find(self, hashes: Array) -> Array:
        """Return the number of each of ``hashes``, ``UNKNOWN`` where there is none."""
        slots = (hashes >> self._shift).astype(np.int64)
        found = self._hashes.take(slots)
        numbers = self._numbers.take(slots)
        numbers[found == 0] = UNKNOWN
        left = np.flatnonzero((found != hashes) & (found != 0))
        slots = slots[left]
        while len(left):
            slots = (slots + 1) & (len(self._hashes) - 1)
            found, wanted = self._hashes.take(slots), hashes[left]
            numbers[left] = np.where(found == wanted, self._numbers.take(slots), UNKNOWN)
            on = (found != wanted) & (found != 0)
            left, slots = left[on], slots[on]
        return numbers

    def add(self, hashes: Array, numbers: Array) -> None:
        """Remember new, different ``hashes``. At most half of the slots are ever taken."""
        self._count += len(hashes)
        if 2 * self._count > len(self._hashes):
            known = self._hashes != 0
            hashes = np.concatenate([self._hashes[known], hashes])
            numbers = np.concatenate([self._numbers[known], numbers])
            self._make(1 << (2 * self._count).bit_length())
        slots = (hashes >> self._shift).astype(np.int64)
        while len(hashes):
            free = self._hashes.take(slots) == 0
            self._hashes[slots[free]] = hashes[free]
            self._numbers[slots[free]] = numbers[free]
            # Of several that found one slot free the last has it.
            left = self._hashes.take(slots) != hashes
            hashes, numbers, slots = hashes[left], numbers[left], slots[left] + 1
            slots &= len(self._hashes) - 1


def joined(texts: Sequence[str]) -> tuple[str, Array, Array]:
    """Return ``texts`` as one, its code points, and where each of ``texts`` begins in it.

    A line's end stands before and after each. The last of the places is where one more text
    would begin.
    """
    text = "\n" + "\n".join(texts) + "\n"
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    begins = np.cumsum([1, *(len(each) + 1 for each in texts)])
    return text, codes, begins
