"""A PDF as pictures of its pages, each sent as soon as it is drawn."""

from __future__ import annotations

import base64
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, cast

from django.http import StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import get_language, gettext, override

from search.replay import pdf_drawing

PAGES: Final = 10
"""Pages of one answer; the next ones are a link away."""
_SECONDS: Final = 40
"""Within which an answer's pages must be drawn, on a machine that is busy too."""
_LARGEST_PICTURE: Final = 4 * pdf_drawing.MOST_PIXELS
_MOST_PAGES: Final = 1_000_000
_NUMBER_LETTERS: Final = 6
_HERE: Final = "<!-- pages -->"
"""Where the pictures stand in the template."""
_places: Final = threading.BoundedSemaphore(1)
"""PDFs that are drawn at once: one takes a processor, and the other threads go on."""


class DrawingBusyError(Exception):
    """Another PDF is being drawn."""


class UndrawablePdfError(ValueError):
    """A PDF of which no page can be drawn: damaged, locked, or too much work."""


class PageDrawing:
    """Pages of a PDF that a process draws; it ends with the last one, or with ``close``.

    Raises:
        DrawingBusyError: another one is being drawn.
        UndrawablePdfError: nothing can be drawn.
    """

    def __init__(self, content: bytes, first: int) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._held = _places.acquire(blocking=False)
        if not self._held:
            raise DrawingBusyError
        try:
            self._start(content, first)
            self.total = self._number()
            if not 0 < self.total < _MOST_PAGES:
                raise UndrawablePdfError
        except BaseException:
            self.close()
            raise
        first = min(first, self.total)
        self.numbers = range(first, min(first + PAGES, self.total + 1))

    def _start(self, content: bytes, first: int) -> None:
        command = [sys.executable, "-I", str(Path(pdf_drawing.__file__)), str(first), str(PAGES)]
        self._process = subprocess.Popen(  # noqa: S603 - our own program  # nosec B603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._timer = threading.Timer(_SECONDS, self._process.kill)
        self._timer.daemon = True
        self._timer.start()
        given = cast(BinaryIO, self._process.stdin)
        try:
            given.write(content)
            given.close()
        except OSError as error:
            raise UndrawablePdfError from error

    def pictures(self) -> Iterator[bytes]:
        """Yield the pages of ``numbers`` as PNG; they end early where one cannot be drawn."""
        for _number in self.numbers:
            try:
                size = self._number()
                picture = self._read(size) if size <= _LARGEST_PICTURE else b""
            except UndrawablePdfError:
                return
            if not picture:
                return
            yield picture

    def close(self) -> None:
        """End the process and let another one be drawn."""
        if self._process is not None:
            self._timer.cancel()
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None and not stream.closed:
                    stream.close()
            self._process = None
        if self._held:
            self._held = False
            _places.release()

    def __del__(self) -> None:
        self.close()

    def _number(self) -> int:
        (number,) = struct.unpack(">I", self._read(4))
        return int(number)

    def _read(self, size: int) -> bytes:
        if self._process is None:
            raise UndrawablePdfError
        found = cast(BinaryIO, self._process.stdout).read(size)
        if len(found) != size:
            raise UndrawablePdfError
        return found


def pdf_page(content: bytes, asked: str) -> StreamingHttpResponse:
    """Return a page with pictures of a PDF's pages, from the one on that is ``asked`` for.

    Raises:
        DrawingBusyError: another one is being drawn.
        UndrawablePdfError: nothing can be drawn.
    """
    readable = asked.isascii() and asked.isdecimal() and len(asked) <= _NUMBER_LETTERS
    first = max(int(asked), 1) if readable else 1
    drawing = PageDrawing(content, first)
    response = StreamingHttpResponse(_Sent(drawing), content_type="text/html; charset=utf-8")
    return response


class _Sent:
    """The parts of an answer; the server closes them when the reader has them, or is gone."""

    def __init__(self, drawing: PageDrawing) -> None:
        self._drawing = drawing
        self._parts = _parts(drawing)
        self._language = get_language()

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        with override(self._language):
            return next(self._parts)

    def close(self) -> None:
        self._drawing.close()


def _parts(drawing: PageDrawing) -> Iterator[bytes]:
    numbers = drawing.numbers
    context = {
        "total": drawing.total,
        "first": numbers.start,
        "last": numbers.stop - 1,
        "before": max(numbers.start - PAGES, 1) if numbers.start > 1 else 0,
        "after": numbers.stop if numbers.stop <= drawing.total else 0,
    }
    head, foot = render_to_string("replay_pdf.html", context).split(_HERE)
    yield head.encode()
    drawn = 0
    for number, picture in zip(numbers, drawing.pictures(), strict=False):
        drawn += 1
        words = gettext("Page %(number)s") % {"number": number}
        source = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
        yield format_html('<img alt="{}" src="{}">', words, source).encode()
    if drawn < len(numbers):
        words = gettext("The other pages cannot be drawn. The file can be downloaded.")
        yield format_html("<p>{}</p>", words).encode()
    drawing.close()
    yield foot.encode()
