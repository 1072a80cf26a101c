"""trafilatura's opinion of a page: its main text and a date, both only as candidates.

A. Barbaresi, "Trafilatura: A Web Scraping Library" (ACL 2021 demonstrations).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml import etree


@dataclass(frozen=True, slots=True)
class MainText:
    """The main text that was extracted, and the date that was guessed; "" for none."""

    text: str = ""
    date: str = ""


def extract_main_text(root: Any, url: str, *, guess_date: bool) -> MainText:
    """Return trafilatura's extraction; a page that it fails on has none. ``root`` may change.

    To guess a date takes half of all its time.
    """
    # Imported here: it takes a second, which loads of texts and records save.
    import trafilatura

    try:
        document = trafilatura.bare_extraction(
            root,
            url=url or None,
            include_comments=False,
            include_tables=True,
            with_metadata=guess_date,
        )
    except (etree.LxmlError, ValueError, TypeError, AttributeError, RecursionError, KeyError):
        return MainText()
    if document is None or isinstance(document, dict):
        return MainText()
    return MainText(document.text or "", document.date or "")
