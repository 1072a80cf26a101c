"""Addresses of the site's pages as they are kept and cited: by the setting, never by a request."""

from __future__ import annotations

from django.conf import settings
from django.utils.encoding import iri_to_uri


def lasting_address(path: str) -> str:
    """Return the whole address of ``path`` where ``ARCHIVE_PUBLIC_URL`` is set, else the path alone.

    The host of a request is whatever its sender wrote there: an address that was made of it would
    lead nobody else to the page, or to another site. Letters that are not ASCII are escaped, so
    that every program takes the address (RFC 3987, 3.1).
    """
    public = settings.ARCHIVE_PUBLIC_URL
    return str(iri_to_uri(path if public is None else f"{public.origin}{path}"))


def addresses_are_local() -> bool:
    """Return whether others cannot open the site's addresses, as far as it was told."""
    public = settings.ARCHIVE_PUBLIC_URL
    return public is None or public.is_loopback
