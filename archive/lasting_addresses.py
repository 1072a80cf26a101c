"""Addresses of the site's pages as they are kept and cited: by the setting, never by a request."""

from __future__ import annotations

from django.conf import settings


def lasting_address(path: str) -> str:
    """Return the whole address of ``path`` where ``ARCHIVE_PUBLIC_URL`` is set, else the path alone.

    The host of a request is whatever its sender wrote there: an address that was made of it would
    lead nobody else to the page, or to another site.
    """
    public = settings.ARCHIVE_PUBLIC_URL
    return path if public is None else f"{public.origin}{path}"


def addresses_are_local() -> bool:
    """Return whether others cannot open the site's addresses, as far as it was told."""
    return settings.ARCHIVE_PUBLIC_URL is None
