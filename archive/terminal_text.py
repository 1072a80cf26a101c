r"""Text of documents on a terminal or in a log: what would steer it is shown, not obeyed.

A file name may hold an escape sequence that rewrites the screen, a line's end that forges an
entry of the log, or an override of direction that turns an ending round. Each such character is
written as its code, which JSON reads as the same character.

>>> print(for_terminal("a\x1b[2Jb\u202etxt.exe"))
a\u001b[2Jb\u202etxt.exe
"""

from __future__ import annotations

import json
import logging
import re
import time
from typing import Any, Final

from archive.secret_tokens import masked

_STEERING: Final = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
"""C0 and C1 controls, separators of lines, embeddings, overrides and isolates of direction."""
_IN_LINES: Final = re.compile(f"[{_STEERING}]")
_IN_A_LINE: Final = re.compile(f"[\n{_STEERING}]")


def for_terminal(text: object, *, lines: bool = False) -> str:
    """Return ``text`` in one line that steers no terminal; with ``lines``, its lines stay."""
    return (_IN_LINES if lines else _IN_A_LINE).sub(_code, str(text))


def json_for_terminal(value: Any, indent: int | None = None) -> str:
    """Return ``value`` as JSON with its letters as they are, and nothing that steers a terminal."""
    return for_terminal(json.dumps(value, ensure_ascii=False, indent=indent), lines=True)


def _code(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


class LineFormatter(logging.Formatter):
    """Writes each entry of a log in a line of its own, in UTC; a traceback keeps its lines.

    Keys are masked, wherever they come from.
    """

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Return the entry without what is secret and without what would steer a terminal."""
        record.message = for_terminal(masked(record.message))
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:
        """Return the traceback without what is secret and without what would steer a terminal."""
        return for_terminal(masked(super().formatException(ei)), lines=True)
