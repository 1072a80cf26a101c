"""A filter that shows addresses of the web so that their parts stand in the order of reading."""

from __future__ import annotations

import re
from typing import Final

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

_PARTS: Final = re.compile("[^/?&#]+|[/?&#]+")
_MOST_LETTERS: Final = 300
"""Letters of an address that are shown."""


@register.filter
def web_address_parts(address: str) -> SafeString:
    """Return an address from left to right, with each part of its path by itself.

    Else the Arabic words of a path and the numbers between them would change places.
    """
    shown = address if len(address) <= _MOST_LETTERS else f"{address[:_MOST_LETTERS]}…"
    parts = format_html_join("", "<bdi>{}</bdi><wbr>", ((part,) for part in _PARTS.findall(shown)))
    return format_html('<span dir="ltr" class="address">{}</span>', parts)
