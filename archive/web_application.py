"""The program as web servers call it, in a process that is made for it."""

from __future__ import annotations

import ctypes
import os
import platform
import threading
from typing import Final

from django.core.wsgi import get_wsgi_application
from django.urls import base
from django.utils.translation import trans_real

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


def _keep_language_by_thread() -> None:
    """Let Django look up the language and the site's path without a lock that all threads share.

    It asks for them some 300 times a page, through storage that also serves asynchronous code, of
    which there is none here: a twentieth of a page. Django itself puts another storage in this
    place where its settings change (``django.test.signals``).
    """
    trans_real._active = threading.local()  # type: ignore[attr-defined]
    base._prefixes = threading.local()  # type: ignore[attr-defined]


_share_one_heap()
_keep_language_by_thread()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
application = get_wsgi_application()
