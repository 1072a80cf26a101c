"""Draws pages of a PDF as pictures: a program of its own, since it reads what anybody wrote.

It is run by ``pdf_pages`` as a file, knows nothing of the archive, and may take little: a PDF that
breaks the library breaks this process alone. The PDF comes by standard input. To standard output
go the number of its pages, then for each page that was asked for its length and a PNG picture, the
numbers as four bytes, the highest first.
"""

from __future__ import annotations

import math
import resource
import struct
import sys
import zlib
from collections.abc import Iterator
from typing import Any, Final

MOST_PIXELS: Final = 2_000_000
"""Of a page: A4 at 145 dots an inch."""
WIDTH: Final = 1_000
"""Pixels across a page, where ``MOST_PIXELS`` allows it: a column of text is read without zooming."""
SECONDS: Final = 20
"""Of processor time for all pages together."""
_MEMORY: Final = 1_500_000_000
"""Bytes of addresses, of which the library's own code is a part."""
_LARGEST_SCALE: Final = 4.0
"""Pixels a point (1/72 inch)."""
_COLOURS: Final = 3
_COMPRESSION: Final = 3


def main(arguments: list[str]) -> int:
    """Draw pages: ``arguments`` are the first one's number, from 1 on, and how many at most.

    Where there are fewer pages than the first one's number, the last is drawn.
    """
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    first, most = (int(argument) for argument in arguments)
    output = sys.stdout.buffer
    for piece in _drawn(sys.stdin.buffer.read(), first, most):
        output.write(piece)
        output.flush()
    return 0


def _drawn(content: bytes, first: int, most: int) -> Iterator[bytes]:
    import pypdfium2  # Loaded under the limits that were set above.

    pdf = pypdfium2.PdfDocument(content)
    yield struct.pack(">I", len(pdf))
    start = min(first, len(pdf)) - 1
    for number in range(start, min(start + most, len(pdf))):
        page = pdf[number]
        picture = _picture(page)
        page.close()
        yield struct.pack(">I", len(picture)) + picture


def _picture(page: Any) -> bytes:
    width, height = page.get_size()
    width, height = max(width, 1.0), max(height, 1.0)
    scale = min(WIDTH / width, math.sqrt(MOST_PIXELS / (width * height)), _LARGEST_SCALE)
    bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False)
    if bitmap.n_channels != _COLOURS:
        raise ValueError("a picture of another kind")
    return png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)


def png(pixels: bytes, width: int, height: int, stride: int) -> bytes:
    """Return rows of red, green and blue bytes, ``stride`` apart, as PNG (W3C, PNG, §5 and §11)."""
    rows = b"".join(
        b"\0" + pixels[row * stride : row * stride + width * _COLOURS] for row in range(height)
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(rows, _COMPRESSION))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
