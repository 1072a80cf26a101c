"""Numbers as they are shown."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from search.templatetags.article_display import file_size


@pytest.mark.parametrize(
    ("size", "arabic", "english"),
    [
        (0, "0 بايت", "0 bytes"),
        (1, "1 بايت", "1 byte"),
        (1_024, "1 كيلوبايت", "1 KB"),
        (1_640, "1.6 كيلوبايت", "1.6 KB"),
        (5_000_000, "4.8 ميغابايت", "4.8 MB"),
        (3 * 1024**5, "3,072 تيرابايت", "3,072 TB"),
    ],
)
def test_sizes_have_a_point_in_both_languages(size: int, arabic: str, english: str) -> None:
    with override("ar"):
        assert file_size(size) == arabic
    with override("en"):
        assert file_size(size) == english
