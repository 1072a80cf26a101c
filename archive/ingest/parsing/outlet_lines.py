"""The name of an outlet on a line that names one, with what else stands there taken off."""

from __future__ import annotations

import re
from typing import Final

from archive.ingest.parsing import datelines
from archive.ingest.parsing.folded_patterns import compile_folded
from archive.knowledge.knowledge import OutletRegistry

_PARTS: Final = re.compile(r"\s*[|/:،()«»\"“”•]\s*|\s+[-–—ـ]+(?:\s+|$)|^[-–—ـ]+\s+|\s*\|\|\s*")
_LABEL: Final = compile_folded(
    r"^(?:المصدر|مصدر|نقلا عن|هذا المحتوى (?:مقدم )?من|المحتوى من|source)\s*[:：-]?\s*|^عن\s+"
)
_KIND: Final = compile_folded(r"^(?:موقع|صحيفة|جريدة|قناة|شبكة|وكالة|مجلة|بوابة)\s+(?=\S)")
_LONGEST_NAME: Final = 6
"""Words of an outlet's name."""
_NO_NAME: Final = re.compile(r"[\d<>{}=@#]|\.\s*$")


def named_outlet(plain: str, outlets: OutletRegistry, *, believed: bool) -> str:
    """Return the name of the outlet that the line ``plain`` names, else an empty string.

    A listed name is found among the parts of the line. A name that no list holds is returned
    where the line is ``believed`` to name one, and nothing else could be meant.
    """
    if plain.rstrip().endswith(":") and not plain.startswith("("):
        return ""  # Whose words follow, not who publishes.
    bare = _LABEL.sub("", plain, count=1).strip(" -–—ـ•|/:")
    name = _KIND.sub("", bare, count=1)
    for each in (bare, name):
        if outlets.by_name(each) is not None:
            return each
    if believed and name != bare and bare.count(" ") < _LONGEST_NAME and ":" not in bare:
        return plain.strip(" -–—ـ•|/:")
    parts = [part for part in _PARTS.split(bare) if part]
    for part in parts:
        if outlets.by_name(part) is not None:
            return part
    rest = [part for part in parts if not _is_beside(part)]
    if not believed or len(rest) != 1 or _NO_NAME.search(rest[0]):
        return ""
    return rest[0] if rest[0].count(" ") < _LONGEST_NAME else ""


def _is_beside(part: str) -> bool:
    """Whether a part of an outlet's line is a place or a desk."""
    return datelines.is_place(part) or datelines.is_newsroom(part)
