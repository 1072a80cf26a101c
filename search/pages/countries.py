"""Names of countries in the reader's language, from CLDR."""

from __future__ import annotations

from babel import Locale


def country_name(code: str, language: str) -> str:
    """Return the name of a country (ISO 3166-1, two letters); an unknown code as it is."""
    return str(Locale.parse(language).territories.get(code.upper(), code))
