"""Lines that name an outlet by their words and form."""

from __future__ import annotations

import re
from typing import Final

from archive.arabic.normalize import fold
from archive.ingest.parsing.datelines import DESK_FIRST
from archive.ingest.parsing.folded_patterns import compile_folded
from archive.ingest.parsing.line_forms import LineForm
from archive.ingest.parsing.outlet_forms import is_formed_like_outlet, names_its_kind
from archive.ingest.parsing.page_lines import Line
from archive.knowledge.knowledge import OutletRegistry

_OUTLET_PARTS: Final = re.compile(r"(?:(?<!\s)\s+)?[|/:،()«»\"“”•]\s*|(?<!\s)\s+[-–—ـ]+\s*")
_TODAY: Final = re.compile(r"^\S+(?:\s\S+)?\s(?:اليوم|الآن|الان)\s*[-–—ـ]+$")
"""A name that ends in «today» or «now», and a dash: an outlet's, above what it says."""
_SLOGAN: Final = compile_folded(r"(?:يومية|اسبوعية|شهرية|مستقلة|طبعة|جامعة|شاملة|اخبارية)\b")
"""What a paper says of itself behind its name."""
_AROUND_NAME: Final = ' -–—ـ•|*:()[]«»"“”#'
"""Signs in which a line encloses a name."""
_COUNTER_FIRST: Final = re.compile(r"^\d+\s+")
_LONGEST_OUTLET: Final = 5
"""Words of a line that is an outlet's name, whole or in part."""


def names_outlet(line: Line, form: LineForm, outlets: OutletRegistry) -> bool:
    """Whether the line, or a part of a short one, is a listed outlet's name."""
    bare = DESK_FIRST.sub("", line.plain.strip(_AROUND_NAME), count=1)
    if form.known_outlet or names_its_kind(bare):
        return True
    if form.words <= _LONGEST_OUTLET and is_formed_like_outlet(bare):
        return True
    parts = _OUTLET_PARTS.split(_COUNTER_FIRST.sub("", bare))
    if len(set(map(fold, parts))) == 1 < len(parts) and is_formed_like_outlet(parts[0]):
        return True
    if len(parts) > 1 and _SLOGAN.search(line.plain) and outlets.by_name(parts[0]) is not None:
        return True
    if form.end == "dash" and _TODAY.search(line.plain):
        return True
    if form.words > _LONGEST_OUTLET or form.end in ("stop", "question", "colon"):
        return False
    return len(parts) > 1 and any(" " in part and outlets.is_press_name(part) for part in parts)
