"""Names of عبد with what follows, which many hands write as one word: عبدالله, عبد الله."""

from __future__ import annotations

from typing import Final

from archive.arabic import letters
from archive.arabic.clitics import SINGLE_PROCLITICS

_ATTACHED: Final = f"[{letters.MARKS}{letters.INVISIBLES}{letters.TATWEEL}]*"
_SERVANT: Final = _ATTACHED.join("عبد")
_ARTICLE: Final = _ATTACHED.join(("", f"[{letters.ALEF}{letters.ALEF_WASLA}]", letters.LAM, ""))
_GLUED: Final = (
    f"{_SERVANT}(?={_ARTICLE}[{letters.ARABIC_LETTERS}]{_ATTACHED}[{letters.ARABIC_LETTERS}])"
)

SERVANT_PATTERN: Final = f"{_GLUED}|[{SINGLE_PROCLITICS}]{_ATTACHED}{_GLUED}"
"""عبد where a name with the article is glued to it. Before the word pattern in a splitter it
makes the same two words of both spellings; no groups."""
