"""Addresses that come from documents: only web addresses ever become links.

Names of countries in the reader's language, from CLDR.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from babel import Locale

_WIKIDATA_ID: Final = re.compile(r"Q[0-9]+")
_WEB_SCHEMES: Final = frozenset({"http", "https"})


def web_address(address: str) -> str:
    """Return ``address`` if it is a complete http or https address, else nothing."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    return address.strip() if parts.scheme in _WEB_SCHEMES and parts.hostname else ""


def wikidata_address(identifier: str) -> str:
    """Return the address of a Wikidata item (``Q858``), nothing for anything else."""
    known = _WIKIDATA_ID.fullmatch(identifier)
    return f"https://www.wikidata.org/wiki/{identifier}" if known else ""


def country_name(code: str, language: str) -> str:
    """Return the name of a country (ISO 3166-1, two letters); an unknown code as it is."""
    return str(Locale.parse(language).territories.get(code.upper(), code))
