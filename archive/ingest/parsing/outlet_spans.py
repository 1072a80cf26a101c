"""Names on a line that could be an outlet's: whole, parted from the rest, behind a cue.

Nothing is decided here. A name is proposed wherever one could stand; ``outlet_candidates`` gathers
what speaks for it, and ``outlet_model`` weighs that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from archive.arabic.normalize import fold
from archive.arabic.word_lists import STOP_WORDS
from archive.ingest.parsing.folded_patterns import compile_folded
from archive.ingest.parsing.outlet_forms import without_kind
from archive.ingest.parsing.outlet_phrases import KIND, QUOTED
from archive.ingest.parsing.page_lines import Line
from archive.ingest.parsing.person_names import leading_names, name_share

SHORT_LINE: Final = 9
"""Words of a line that may be a name and what stands beside it."""
_AT_EITHER_END: Final = 110
"""Code points of a line's beginning, and of its end, in which names stand parted from its words."""
_MOST_PARTS: Final = 5
_LONGEST_NAME: Final = 7
"""Words of an outlet's name."""
_NAME_LENGTH: Final = range(2, 71)
"""Code points of an outlet's name."""
READ_AT_MOST: Final = 1500
"""Code points of a paragraph in which phrases are looked for."""
EDGES: Final = " \t-–—−ـ:«»“”\"'‘’()[]{}|/\\•*،,.;؛#©…_"
"""Signs that stand around a name."""
_SEPARATOR: Final = re.compile(
    r"[|/:()«»\"“”•\[\]{}…*]++|(?<![-–—ـ])[-–—ـ]++\s|(?<=\s)[-–—ـ]++|\.{2,}+"
    r"|(?<=\w)[-–—](?=\w)|(?<=[^\W\d_])[،,]\s"
)
_LABEL: Final = compile_folded(
    r"^(?:المصدر|مصدر|نقلا عن|هذا المحتوى (?:مقدم )?من|المحتوى من|source|منبع|الناشر|تصدر عن|متابعة|متابعات|خاص"
    r"|بقلم|كتاب|حصري|إدارة|author|by|من|عن|صفحة|أسرة|فريق|مكتب|المشرف العام على|رئيس تحرير)"
    r"(?:\s*+[:：-]\s*+|\s++)(?:لـ\s*+|لل(?=\w))?(?=\S)"
)
_LABEL_BEHIND: Final = compile_folded(r"(?<!\s)\s++(?:متابعة|متابعات|خاص|كتبت?|بقلم|وكالات|تقرير)$")
_COUNTER: Final = re.compile(r"^\d{3,}+\s++(?=\S)")
_QUOTED_FOR: Final = compile_folded(
    rf"(?:(?<!\w)(?:ل|ب|و)?{KIND}(?:نا)?\s*+|(?<!\w)[لب]ـ?\s*+|مراسل(?:ة|نا)?\s++|تلقت(?:ه|ها)?\s++"
    rf"|حصلت\s++(?:عليه\s++)?|وصلت?\s++|مانشيت\s++|تنشر\s++|تدعو\s++){QUOTED}"
)
"""A quoted name to which, or for which, something is done."""
_LED: Final = compile_folded(
    r"(?<!\w)(?:و?ل?مراسل|مراسلة|كاميرا|عدسة|موفد|مندوب|رئيس تحرير|و?حصلت?|متابعة|رصدت?|تابعته?ا?"
    r"|و?سألت|جولة|موجات|أثير|خاص|first on|أولا على|خبرنگار)\s++"
    r"(?P<name>[^\W\d_][^\W_]*+(?:\s[^\W_]++){0,2})"
)
"""A name behind a word that leads to one."""
_CALLED: Final = compile_folded(rf"(?<!\w)[لبو]?(?P<name>{KIND}\s++[^\W_]++(?:\s[^\W_]++){{0,3}})")
"""A name behind the word for its kind."""
_ADDRESS: Final = re.compile(
    r"(?<![\w@./-])(?:https?://)?(?:www\.)?(?P<name>(?:[a-z0-9-]{2,40}\.){1,2}(?:com|net|org|info|co|tv|news|ps|sy|iq|ma|ae|eg|jo|lb))\b",
    re.IGNORECASE,
)
_NO_NAME: Final = re.compile(r"[<>{}=؟?!\n@:؛]|\d[/:]\d")
_LATIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9 .&_-]*+")
_WITHIN_NAMES: Final = frozenset(
    map(fold, ("الآن", "اليوم", "أم", "اف", "إن", "لا", "كل", "نحن", "هنا", "هذا", "هذه"))
)
"""Words of the language that stand at the end of outlets' names too."""


def names_on(line: Line) -> Iterator[str]:
    """Yield what could be a name on ``line``, each once."""
    plain = line.plain
    proposed = [*_of_short_line(line), *_parted(plain[:_AT_EITHER_END]), *_parted_at_end(plain)]
    text = plain if line.words <= SHORT_LINE else " ".join(line.text[:READ_AT_MOST].split())
    proposed += [found["name"] for found in _QUOTED_FOR.finditer(text)]
    for pattern in (_LED, _CALLED):
        for found in pattern.finditer(text):
            proposed += _beginnings(found["name"])
    if "." in text:
        proposed += [found["name"] for found in _ADDRESS.finditer(text)]
    for bare in dict.fromkeys(name.strip(EDGES) for name in proposed):
        if could_be_name(bare):
            yield bare


def could_be_name(name: str) -> bool:
    """Whether ``name`` has the size and the letters of a name, and no sign that none holds."""
    if len(name) not in _NAME_LENGTH or name.count(" ") >= _LONGEST_NAME:
        return False
    return _NO_NAME.search(name) is None and sum(map(str.isalpha, name)) > 1


def parts_of(text: str) -> list[str]:
    """Return the parts of ``text`` between dashes, strokes, brackets, quotes and colons."""
    parts = (part.strip(EDGES) for part in _SEPARATOR.split(text))
    return [part for part in parts if part]


def _of_short_line(line: Line) -> Iterator[str]:
    if line.words > SHORT_LINE:
        return
    bare = _COUNTER.sub("", line.plain.strip(EDGES), count=1).strip(EDGES)
    yield from _without_labels(bare)
    latin = " ".join(_LATIN.findall(bare))
    if latin and not bare.isascii():
        yield latin
        yield _LATIN.sub(" ", bare)


def _without_labels(name: str) -> Iterator[str]:
    """Yield ``name``, and what is left of it without labels, kind, and a person before it."""
    yield name
    yield _LABEL.sub("", name, count=1)
    yield _LABEL_BEHIND.sub("", name, count=1)
    yield without_kind(name)
    words = name.split()
    if len(words) > 2 and name_share(words[:2]) == 1.0:
        yield " ".join(words[leading_names(words) :])


def _parted(text: str) -> Iterator[str]:
    """Yield the parts that stand before the first words of a sentence."""
    parts = parts_of(text)
    for part in parts[:_MOST_PARTS] if len(parts) > 1 else ():
        if part.count(" ") >= _LONGEST_NAME - 1:
            if part is not parts[0]:
                return
            continue
        yield from _without_labels(_COUNTER.sub("", part, count=1))


def _parted_at_end(plain: str) -> Iterator[str]:
    """Yield the parts that stand behind the last words of a sentence."""
    parts = parts_of(plain[-_AT_EITHER_END:])
    for part in parts[: -_MOST_PARTS - 1 : -1] if len(parts) > 1 else ():
        if part.count(" ") >= _LONGEST_NAME - 1:
            return
        yield from _without_labels(part)


def _beginnings(name: str) -> Iterator[str]:
    """Yield the first words of ``name``, one more each time, to the first that ends none."""
    words = name.split()
    fewest = 2 if without_kind(name) != name else 1
    for count in range(fewest, len(words) + 1):
        if is_particle(words[count - 1]):
            return
        yield " ".join(words[:count])


def is_particle(word: str) -> bool:
    """Whether a word is one of the language's own with which no name ends."""
    return fold(word) in _particles()


@cache
def _particles() -> frozenset[str]:
    return frozenset(STOP_WORDS - _WITHIN_NAMES)
