"""The desk tells in Arabic why a document was refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from archive.loads import reasons_in_arabic
from archive.loads.reasons_in_arabic import in_arabic


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("empty", "فارغ: لا نص فيه"),
        ("empty: no text was found in it", "فارغ: لا نص فيه"),
        ("a damaged zip archive (x)", "أرشيف zip تالف"),
        ("damaged in its zip archive", "تالف داخل أرشيف zip"),
        ("a page of more than 200000 tags", "صفحة أطول من الحد"),
        ("something new", "something new"),
    ],
)
def test_the_longest_beginning_counts(reason: str, words: str) -> None:
    assert in_arabic(reason) == words


def test_every_reason_of_the_documentation_has_its_words() -> None:
    docs = (Path(settings.BASE_DIR) / "docs" / "loading.md").read_text(encoding="utf-8")
    table = docs.partition("## What is refused")[2].partition("\n## ")[0]
    # Reasons that begin with a number or a name stay as they are.
    reasons = [reason.strip(" …") for reason in re.findall("`([a-zA-Z][^`]+)`", table)]
    assert len(reasons) > 40
    known = [beginning for beginning, _words in reasons_in_arabic._reasons()]
    assert [
        reason
        for reason in reasons
        if not any(one.startswith(reason) or reason.startswith(one) for one in known)
    ] == []
