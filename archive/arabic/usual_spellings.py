"""Words written without the hamza of their alef, brought to their usual spelling.

Search folds «أحمد» and «احمد» into one. A reader of sentences, a model above all, has learned the
usual spelling, and much that people type lacks it.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from archive.arabic import letters
from archive.arabic.data_files import DIRECTORY

SHIPPED_FILE: Final = "usual_spellings.txt.gz"
_BARE: Final = str.maketrans(
    dict.fromkeys(
        letters.ALEF_MADDA + letters.ALEF_HAMZA_ABOVE + letters.ALEF_HAMZA_BELOW, letters.ALEF
    )
)
_WITH_ALEF: Final = re.compile(
    f"(?<![{letters.ARABIC_LETTERS}])[{letters.ARABIC_LETTERS}]{{0,20}}{letters.ALEF}"
    f"[{letters.ARABIC_LETTERS}]{{0,20}}(?![{letters.ARABIC_LETTERS}])"
)


def bare(text: str) -> str:
    """Return ``text`` with ا for أ, إ and آ."""
    return text.translate(_BARE)


def with_usual_alef(text: str) -> str:
    """Return ``text`` with the hamza or madda that its words usually have: idempotent.

    A word that bears any, or of which most writers write none, stays («ابن», «انا»). So does one
    whose spellings mean different things and none of which most writers mean («انك»).
    """
    spellings = _usual_spellings()
    return _WITH_ALEF.sub(lambda match: spellings.get(match[0], match[0]), text)


@cache
def _usual_spellings() -> Mapping[str, str]:
    data = gzip.decompress((DIRECTORY / SHIPPED_FILE).read_bytes()).decode()
    words = [line for line in data.splitlines() if not line.startswith("#")]
    return {bare(word): word for word in words}
