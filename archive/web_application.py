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

_M_TRIM_THRESHOLD: Final = -1
_M_MMAP_THRESHOLD: Final = -3
_M_ARENA_MAX: Final = -8
"""The numbers of these options in glibc's malloc.h."""
_GIVEN_BACK: Final = 4 << 20
"""Bytes from which on a piece of memory is the system's again as soon as it is free."""
_KEPT_AT_THE_END: Final = 8 << 20
"""Free bytes at the end of the heap that are kept for the next request."""


def _share_one_heap() -> None:
    """Let the threads of this process share one heap without large pieces, where glibc makes it.

    It gives each thread a heap of its own, and each keeps the room of its largest search: a
    quarter of the memory of a process of eight threads. They gain nothing by it, since the
    interpreter lets one of them run at a time.

    And once a piece of some size is free it takes all later ones up to that size from the heap, up
    to 32 MB. Suggestions and lists of words are made anew every minute of a busy day, beside all
    that readers ask for; the room of their arrays would stay in the heap, in pieces.
    """
    if platform.libc_ver()[0] == "glibc":
        options = ctypes.CDLL(None).mallopt
        options(_M_ARENA_MAX, 1)
        options(_M_MMAP_THRESHOLD, _GIVEN_BACK)
        options(_M_TRIM_THRESHOLD, _KEPT_AT_THE_END)


def _keep_language_by_thread() -> None:
    """Let Django look up the language and the site's path without a lock that all threads share.

    It asks for them some 300 times a page, through storage that also serves asynchronous code, of
    which there is none here: a twentieth of a page. Django itself puts another storage in this
    place where its settings change (``django.test.signals``).
    """
    # Django's stubs leave out what it keeps to itself; a test tells where it no longer has them.
    trans_real._active = threading.local()  # type: ignore[attr-defined]
    base._prefixes = threading.local()  # type: ignore[attr-defined]


_share_one_heap()
_keep_language_by_thread()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
application = get_wsgi_application()
