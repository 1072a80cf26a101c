"""Tags and texts of HTML, written so that no text can end what it stands in."""

from __future__ import annotations

from collections.abc import Mapping


def escaped(text: str) -> str:
    """Return ``text`` as content of an element.

    >>> escaped("a < b & c")
    'a &lt; b &amp; c'
    """
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


def quoted(text: str) -> str:
    """Return ``text`` as it stands between the quotation marks of an attribute."""
    text = escaped(text)
    return text.replace('"', "&quot;") if '"' in text else text


def opening(name: str, attributes: Mapping[str, str]) -> str:
    """Return an element's opening tag; names of attributes are of the allowed ones."""
    if not attributes:
        return f"<{name}>"
    written = "".join([f' {key}="{quoted(value)}"' for key, value in attributes.items()])
    return f"<{name}{written}>"
