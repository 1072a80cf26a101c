"""Pictures and fonts by their first bytes: what else a server called so is not shown."""

from __future__ import annotations

from typing import Final

SVG: Final = "image/svg+xml"
_SIGNATURES: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"\x00\x00\x01\x00", "image/x-icon"),
    (b"wOF2", "font/woff2"),
    (b"wOFF", "font/woff"),
    (b"\x00\x01\x00\x00", "font/ttf"),
    (b"true", "font/ttf"),
    (b"OTTO", "font/otf"),
    (b"ttcf", "font/collection"),
)
"""First bytes → media type (WHATWG MIME Sniffing, §6)."""
_BOXES: Final = {b"avif": "image/avif", b"avis": "image/avif"}
_LOOKED_AT: Final = 1_000


def loaded_type(content: bytes, stated: str) -> str:
    """Return the media type of a picture or font; "" where it is neither.

    Text is a drawing (SVG) where it is ``stated`` to be, or begins so.
    """
    for signature, media_type in _SIGNATURES:
        if content.startswith(signature):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp" and content[8:12] in _BOXES:
        return _BOXES[content[8:12]]
    begins = content[:_LOOKED_AT].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if begins.startswith(b"<") and (stated.startswith(SVG) or b"<svg" in begins):
        return SVG
    return ""
