"""Parts of a captured page, by their addresses alone."""

from __future__ import annotations

from archive.captures.kept_parts import KeptPart
from search.replay.kept_addresses import KeptAddresses, part_key

PAGE = "http://paper.example/news/page.html"


def kept(*addresses: str, base: str = PAGE) -> KeptAddresses:
    """Return the addresses of parts that were captured."""
    return KeptAddresses.of(base, [KeptPart(each, "", "", 1, "0" * 64, None) for each in addresses])


def picture(address: str) -> str:
    """Return the replay's address of a captured picture or font."""
    return f"i-{part_key(address)}"


def style(address: str) -> str:
    """Return the replay's address of a captured style sheet."""
    return f"c-{part_key(address)}"
