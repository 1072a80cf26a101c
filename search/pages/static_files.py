"""Static files under names that tell what is in them, so that browsers may keep them for a year."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

_YEAR: Final = 365 * 24 * 3600


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """Serves static files; those with a hash in their name are kept for a year (RFC 9111)."""

    FOREVER = _YEAR

    def add_files(self, root: str, prefix: str | None = None) -> None:
        """Serve the files of a folder, where it is there: ``prepare_archive`` makes that of hashes."""
        if Path(root).is_dir():
            super().add_files(root, prefix)


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names each file by its content, compressed beforehand; ``prepare_archive`` makes them.

    A file that was not collected is named as it is, and served from beside the code.
    """

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """Return the name with the hash, where there is one."""
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name
