"""Every value that articles may have bears a name in the reader's language."""

from __future__ import annotations

import pytest
from django.utils import translation

from search.fields.value_names import language_labels


@pytest.mark.parametrize(
    ("reader", "code", "name"),
    [
        ("en", "ckb", "Central Kurdish"),
        ("en", "kmr", "Kurmanji Kurdish"),
        ("ar", "kmr", "الكردية الكرمانجية"),
        ("ar", "und", "لغة غير معروفة"),
        ("ar", "ps", "البشتو"),
    ],
)
def test_every_language_that_articles_may_have_has_a_name(
    reader: str, code: str, name: str
) -> None:
    with translation.override(reader):
        assert name in language_labels({code})[code]
