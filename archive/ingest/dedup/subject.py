"""Whether two texts of the same wording speak of two subjects.

Announcements are made from forms: a congratulation to one head of state has the words of
that to another, all but the names. A text repeats the names it is about. Where each of two
texts repeats words that the other does not hold in any spelling, they are two reports; a
copy that was shortened or edited lacks such words on one side only.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from archive.arabic.normalize import fold_words

FEWEST_WORDS: Final = 2
LEAST_SHARE: Final = 0.03
"""Of all words of the text. An editor who puts "projects" in other words throughout leaves
two or three repeated words on each side too, but of a text that is longer than a form."""

SAME_WORD: Final = 0.7
"""The ratio of ``difflib`` from which on a word is another in other spelling: a foreign name
(غوغل, جوجل), a word with and without its article."""

_WORD: Final = re.compile("[\\w\u0640\u064b-\u065f\u0670]{2,}")


def have_own_subjects(first: str, second: str) -> bool:
    """Tell whether each of the texts is about something that the other does not mention."""
    texts = _words(first), _words(second)
    pairs = (texts, texts[::-1])
    unshared = [[w for w, n in one.items() if n > 1 and w not in other] for one, other in pairs]
    return all(map(_is_subject, unshared, texts)) and all(
        _is_subject([word for word in words if not _is_in(word, other)], one)
        for words, (one, other) in zip(unshared, pairs, strict=True)
    )


def _is_subject(words: list[str], text: Counter[str]) -> bool:
    share = sum(text[word] for word in words) / (text.total() or 1)
    return len(words) >= FEWEST_WORDS and share >= LEAST_SHARE


def _is_in(word: str, text: Counter[str]) -> bool:
    """As ``bool(difflib.get_close_matches(word, text, 1, SAME_WORD))``, in half the time."""
    length, matcher = len(word), SequenceMatcher(b=word)
    for other in text:
        if 2 * min(length, len(other)) < SAME_WORD * (length + len(other)):
            continue
        matcher.set_seq1(other)
        if matcher.quick_ratio() >= SAME_WORD and matcher.ratio() >= SAME_WORD:
            return True
    return False


@lru_cache(maxsize=2048)
def _words(text: str) -> Counter[str]:
    return Counter(fold_words(_WORD.findall(text)))
