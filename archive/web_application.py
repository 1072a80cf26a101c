"""The program as web servers call it, in a process that is made for it."""

from __future__ import annotations

import ctypes
import os
import platform
from typing import Final

from django.core.wsgi import get_wsgi_application

_M_ARENA_MAX: Final = -8
"""The number of this option in glibc's malloc.h."""


def _share_one_heap() -> None:
    """Let the threads of this process share one heap, where the C library is glibc.

    It gives each thread a heap of its own, and each keeps the room of its largest search: a
    quarter of the memory of a process of eight threads. They gain nothing by it, since the
    interpreter lets one of them run at a time.
    """
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


_share_one_heap()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
application = get_wsgi_application()
