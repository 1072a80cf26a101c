"""What a name shows by itself: whether a list holds it, its words, its form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from archive.arabic.data_files import folded_list
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.normalize import fold
from archive.ingest.parsing.datelines import (
    SECTION_NAMES,
    is_name,
    is_newsroom,
    is_place,
    names_somebody,
)
from archive.ingest.parsing.line_cues import begins_with_verb
from archive.ingest.parsing.outlet_forms import is_formed_like_outlet, names_its_kind, without_kind
from archive.ingest.parsing.outlet_spans import is_particle
from archive.ingest.parsing.person_names import name_share
from archive.knowledge.knowledge import OutletRegistry

_REMEMBERED: Final = 4096
_SIGNS: Final = re.compile(r"[\W_]+")
_COMMON: Final = (20, 200, 1500, 8000)
"""Occurrences in the shipped table of words that part rare from common ones."""
_IN_NAMES: Final = (1, 2, 5, 20)
"""Outlets of the shipped list in whose names a word stands: bounds of the classes."""
_MOST_WORDS: Final = 5
_HALF: Final = 0.5


@lru_cache(_REMEMBERED)
def name_key(name: str) -> str:
    """Return what two spellings of one name share: folded letters, without the word for its kind."""
    return _SIGNS.sub("", fold(without_kind(name)))


def may_be_outlet(name: str, outlets: OutletRegistry) -> bool:
    """Whether a name that no list holds could be an outlet's: no place, section, desk or particle."""
    words = name.split()
    if len(words) == 1 and is_particle(words[0]) or is_particle(words[-1]):
        return False
    if is_newsroom(name) and len(words) <= 2:
        return False
    if all(fold(word) in folded_list("outlet_general_words.txt") for word in words):
        return False
    if outlets.is_called(name):
        return True
    return not is_place(name) and fold(name) not in folded_list(SECTION_NAMES)


def shown_by_name(names: Sequence[str], outlets: OutletRegistry) -> Iterator[str]:
    """Yield what the spellings of one name show, the longest of them most."""
    name = max(names, key=len)
    words = name.split()
    known = next(filter(None, map(outlets.by_name, names)), None)
    if known is not None:
        yield "listed:agency" if known.is_agency else "listed"
    elif any(map(outlets.is_press_name, names)):
        yield "press_name"
    elif any(map(outlets.is_called, names)):
        yield "called"
    if any(map(names_its_kind, names)):
        yield "form:kind"
    elif any(map(is_formed_like_outlet, names)):
        yield "form:outlet"
    yield f"w:{min(len(words), _MOST_WORDS)}"
    if name.isascii():
        yield "latin"
    if any(char.isdigit() for char in name):
        yield "digit"
    if known is None:
        yield "unlisted"
        yield from _of_words(name)


@lru_cache(_REMEMBERED)
def _of_words(name: str) -> tuple[str, ...]:
    return tuple(_shown_by_words(name, name.split()))


def _shown_by_words(name: str, words: Sequence[str]) -> Iterator[str]:
    if name_share(words) >= _HALF:
        yield "person" if len(words) > 1 else "givenname"
    elif not is_name(name):
        yield "noname"
    elif names_somebody(words):
        yield "office"
    shown = {
        "particle": any(map(is_particle, words)),
        "particle_first": is_particle(words[0]),
        "verb": begins_with_verb(f"{name} "),
        "article": len(words) == 1 and name.startswith("ال"),
        "place": is_place(name),
        "section": fold(name) in folded_list(SECTION_NAMES),
    }
    yield from (each for each, is_so in shown.items() if is_so)
    yield from _by_frequency([fold(word) for word in words])


def _by_frequency(words: Sequence[str]) -> Iterator[str]:
    """Yield how common the rarest word is, and how many outlets' names hold each."""
    table = FrequencyTable.shipped()
    rarest = min((table.count(word) for word in words if word.isalpha()), default=0)
    yield f"common:{_class(rarest, _COMMON)}"
    classes = [_class(_words_of_names().get(word, 0), _IN_NAMES) for word in words]
    yield from (f"lexmin:{min(classes)}", f"lexmax:{max(classes)}")
    if len(words) > 1:
        yield from (f"lexfirst:{classes[0]}", f"lexlast:{classes[-1]}")


def _class(count: int, bounds: Sequence[int]) -> int:
    return sum(count >= bound for bound in bounds)


@cache
def _words_of_names() -> Mapping[str, int]:
    """Return in how many shipped names of outlets each word stands."""
    counts: Counter[str] = Counter()
    for outlet in OutletRegistry.shipped().outlets:
        names = (outlet.name_ar, *outlet.also, *outlet.here)
        counts.update({fold(word) for name in names for word in name.split()})
    return counts


_LETTERS: Final = dict(
    zip(
        "بتثجحخدذرزسشصضطظعغفقكلمن",
        [
            "b",
            "t",
            "t",
            "j",
            "",
            "",
            "d",
            "d",
            "r",
            "z",
            "s",
            "s",
            "s",
            "d",
            "t",
            "d",
            "",
            "g",
            "f",
            "k",
            "k",
            "l",
            "m",
            "n",
        ],
        strict=True,
    )
)
"""Arabic consonants as Latin names have them, without those that are spelled in many ways."""
_LATIN_PAIRS: Final = (
    ("sh", "s"), ("ch", "s"), ("kh", ""), ("gh", "g"), ("th", "t"), ("dh", "d"),
    ("q", "k"), ("c", "k"), ("v", "f"), ("p", "b"), ("x", "ks"),
)  # fmt: skip
_LATIN_EDGES: Final = re.compile(r"^(?:www\.)?(?:al|el)?[- ]?|\.(?:com|net|org|info|co|ps|ma)$")
_NO_CONSONANT: Final = re.compile(r"[^bdfgjklmnrstz0-9]")
_DOUBLED: Final = re.compile(r"(.)\1+")


@lru_cache(_REMEMBERED)
def consonants(name: str) -> str:
    """Return the consonants of a name in Arabic or Latin letters, by which both agree."""
    folded = fold(without_kind(name))
    if folded.isascii():
        folded = _LATIN_EDGES.sub("", folded)
        for pair, letter in _LATIN_PAIRS:
            folded = folded.replace(pair, letter)
    else:
        words = (w[2:] if w.startswith("ال") and len(w) > 4 else w for w in folded.split())
        folded = "".join(_LETTERS.get(char, char) for char in "".join(words))
    return _DOUBLED.sub(r"\1", _NO_CONSONANT.sub("", folded))
