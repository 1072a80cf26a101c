"""One word of a search text for another, the rest of it as it stands."""

from __future__ import annotations

import re


def replaced(text: str, word: str, other: str) -> str:
    """Return ``text`` with the first ``word`` that stands alone in it replaced.

    >>> replaced("والعراق العراق", "العراق", "لبنان")
    'والعراق لبنان'
    """
    return re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", lambda _: other, text, count=1)
