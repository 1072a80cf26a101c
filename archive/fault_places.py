"""Where in this program a fault arose, in a few words of one line."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).resolve().parents[1]
_PACKAGES: Final = ("archive", "search")


def fault_place(error: BaseException) -> str:
    """Return the kind of ``error`` and the last line of our own that it came through.

    What an operator needs to report it, where a whole stack would bury the other documents.
    """
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if _relative(frame.filename)[0] in _PACKAGES]
    kind = type(error).__name__
    return f"{kind} at {'/'.join(_relative(own[-1].filename))}:{own[-1].lineno}" if own else kind


def _relative(name: str) -> tuple[str, ...]:
    path = Path(name)
    return path.relative_to(_ROOT).parts if path.is_relative_to(_ROOT) else ("",)
