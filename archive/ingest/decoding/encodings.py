"""Bytes to text: the encodings that Arabic pages were saved in, declared or not."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from archive.ingest.decoding.letter_repairs import repaired
from archive.ingest.decoding.visual_order import share_of_known, words_of

_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES: Final = {
    b"%PDF-": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"PK\x03\x04": "ZIP",
    b"\x1f\x8b": "gzip",
    b"\x7fELF": "ELF",
    b"RIFF": "RIFF",
    b"\xd0\xcf\x11\xe0": "OLE",
    b"SQLite format 3": "SQLite",
}
_CONTROLS: Final = bytes((*range(0x00, 0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)))
_ARABIC: Final = re.compile("[\u0621-\u064a]")
_NOT_ASCII: Final = re.compile("[^\x00-\x7f]")
_SAMPLE: Final = 65_536
"""Letters or bytes that are looked at: what a document is, shows in its beginning."""

_BROKEN_AT_MOST: Final = 0.10
"""Up to this share of a text's non-ASCII letters may be damaged in "broken UTF-8"."""

_ARABIC_AT_LEAST: Final = 0.60
"""From this share on, what a legacy encoding yields is taken for Arabic."""

_LEGACY: Final = ("windows-1256", "iso-8859-6", "mac-arabic", "cp720")
"""Encodings of one byte a letter, the commonest first (Python's names of them)."""

_LEGACY_SAMPLE: Final = 4096
"""Bytes of a text by which its encoding is known."""

_BETTER: Final = 0.02
"""Share of letters in known words by which a rarer encoding must be better than a commoner one."""

_CONTROLS_AT_MOST: Final = 0.02
"""Up to this share of a text's bytes may be control characters."""

_PROSE_AT_LEAST: Final = 0.9
"""From this share of ASCII and Arabic letters on, what UTF-16 yields is a text."""


class BinaryContentError(ValueError):
    """The bytes are no text; the message says what they look like."""


@dataclass(frozen=True, slots=True)
class DecodedText:
    """``text`` with the ``charset`` that gave it; ``warning`` names what was guessed."""

    text: str
    charset: str
    warning: str = ""


def binary_kind(content: bytes) -> str:
    """Return the name of the binary format that ``content`` begins like, or ""."""
    return next((name for sign, name in _SIGNATURES.items() if content.startswith(sign)), "")


def decode(content: bytes, declared: str | None = None) -> DecodedText:
    """Decode a document's bytes.

    A byte order mark decides; then UTF-8 where it is valid; then the declared encoding;
    then UTF-16 by its zero bytes, UTF-8 with damage, and the encodings of old systems
    (windows-1256, ISO 8859-6, MacArabic, DOS's 720) by their words. Letters that were decoded wrongly once before are put right, with a warning.

    Raises:
        BinaryContentError: the bytes are no text in any of these.
    """
    decoded = _decoded(content, declared)
    text, repair = repaired(decoded.text)
    if not repair:
        return decoded
    warning = "; ".join(filter(None, (decoded.warning, repair)))
    return DecodedText(text, decoded.charset, warning)


def _decoded(content: bytes, declared: str | None) -> DecodedText:
    for mark, charset in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _marked(content, charset)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(content, declared)
    if "\x00" in text or _has_controls(content):
        return _wide(content)
    return DecodedText(text, "utf-8")


def _marked(content: bytes, charset: str) -> DecodedText:
    text = content.decode(charset, errors="replace")
    name = charset.removesuffix("-sig")
    damaged = text.count("\ufffd")
    warning = f"{name} with {damaged} damaged letters" if damaged else ""
    return DecodedText(text.removeprefix("\ufeff"), name, warning)


def _legacy(content: bytes, declared: str | None) -> DecodedText:
    if kind := binary_kind(content):
        raise BinaryContentError(f"binary content ({kind}), not a text")
    if declared and (text := _try(content, declared)) is not None:
        return DecodedText(text, declared.lower())
    if b"\x00" in content[:_SAMPLE]:
        return _wide(content)
    if _has_controls(content):
        raise BinaryContentError("binary content, not a text")
    repaired = content.decode("utf-8", errors="replace")
    foreign = len(_NOT_ASCII.findall(repaired))
    damaged = repaired.count("\ufffd")
    if damaged <= _BROKEN_AT_MOST * foreign:
        return DecodedText(repaired, "utf-8", f"utf-8 with {damaged} damaged letters")
    if (charset := _legacy_charset(content)) is not None:
        text = content.decode(charset, errors="replace")
        return DecodedText(text, charset, f"no encoding declared; read as {charset}")
    if foreign and damaged < foreign:
        return DecodedText(repaired, "utf-8", f"utf-8 with {damaged} damaged letters")
    raise BinaryContentError("binary content, or an encoding that is not Arabic")


def _wide(content: bytes) -> DecodedText:
    """Decode UTF-16 that lacks its byte order mark: all zero or 0x06 bytes are on one side."""
    for charset in ("utf-16-le", "utf-16-be"):
        text = _try(content[: len(content) // 2 * 2], charset)
        if text is not None and _looks_like_prose(text[:_SAMPLE]):
            return DecodedText(text, charset, f"no encoding declared; read as {charset}")
    raise BinaryContentError("binary content, not a text")


def _legacy_charset(content: bytes) -> str | None:
    """Return the encoding of old systems in which most words are known; None where none is Arabic.

    Where none knows more, the first of them is meant: bytes that ISO 8859-6 cannot have are
    windows-1256's or MacArabic's, whose letters stand at the same places as those of ISO 8859-6.
    """
    best, most = None, -1.0
    for charset in _LEGACY:
        text = content[:_LEGACY_SAMPLE].decode(charset, errors="replace")
        if not _looks_arabic(text):
            continue
        letters = len(_NOT_ASCII.findall(text))
        known = sum(len(word) for word in words_of(text) if share_of_known([word])) / letters
        if known > most + _BETTER:
            best, most = charset, known
    return best


def _try(content: bytes, charset: str) -> str | None:
    try:
        return content.decode(charset)
    except (ValueError, LookupError):
        return None


def _has_controls(content: bytes) -> bool:
    sample = content[:_SAMPLE]
    printable = sample.translate(None, _CONTROLS)
    return len(sample) - len(printable) > _CONTROLS_AT_MOST * len(sample)


def _looks_arabic(text: str) -> bool:
    foreign = _NOT_ASCII.findall(text[:_SAMPLE])
    return bool(foreign) and len(_ARABIC.findall(text[:_SAMPLE])) >= _ARABIC_AT_LEAST * len(foreign)


def _looks_like_prose(text: str) -> bool:
    known = sum(
        char.isspace() or " " <= char <= "~" or "\u0600" <= char <= "\u06ff" for char in text
    )
    return known >= _PROSE_AT_LEAST * max(len(text), 1)
