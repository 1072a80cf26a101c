"""The words of known names: a rare one among them is no slip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from archive.arabic.normalize import fold
from archive.entities.gazetteer.gazetteer import FILES, read_entries
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry

_OBSCURE: Final = frozenset({"districts.tsv"})
"""Files of names that few know: what is a typing error may be one of 15,000 villages."""


@dataclass(frozen=True, slots=True)
class NameWords:
    """Folded words of names, as sorted hashes: eight bytes a word."""

    _hashes: NDArray[np.int64]

    @classmethod
    def of(cls, names: Iterable[str]) -> NameWords:
        """Return the words of ``names``."""
        words = {hash(word) for name in names for word in fold(name).split()}
        return cls(np.array(sorted(words), np.int64))

    @classmethod
    @cache
    def shipped(cls) -> NameWords:
        """Return the words of the gazetteer and of the names of persons that come with the archive."""
        return cls.of((*_gazetteer_names(), *_person_names()))

    def __contains__(self, word: str) -> bool:
        place = int(self._hashes.searchsorted(hash(word)))
        return place < len(self._hashes) and int(self._hashes[place]) == hash(word)


def prominent_entries() -> Iterator[GazetteerEntry]:
    """Yield what the shipped gazetteer knows but for the names that few know."""
    folder = files("archive") / "data" / "gazetteer"
    for name in FILES:
        if name not in _OBSCURE:
            yield from read_entries(folder / name)


def _gazetteer_names() -> Iterator[str]:
    for entry in prominent_entries():
        yield from (entry.name_ar, *(rule.text for rule in entry.aliases))


def _person_names() -> Iterator[str]:
    text = (files("archive") / "data" / "names" / "person_names.tsv").read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            yield from line.partition("\t")[0].split("|")
