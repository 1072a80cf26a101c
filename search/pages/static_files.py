"""Static files under names that tell what is in them, so that browsers may keep them for a year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

_YEAR: Final = 365 * 24 * 3600
_JOINED: Final = ("css/site.css",)
"""Style sheets that import others of their folder: a browser would ask for one after the other."""
_IMPORT: Final = re.compile(
    r'^@import url\("(?P<name>[\w.-]+)"\)(?: (?P<media>\w+))?;\n', re.MULTILINE
)


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

    def __init__(self, *given: Any, **named: Any) -> None:
        self._addresses: dict[str, str] = {}
        super().__init__(*given, **named)

    def url(self, name: str | None, force: bool = False) -> str:
        """Return the address of a file, found once: a page has ten of them."""
        if name is None or force:
            return str(super().url(name, force))
        if name not in self._addresses:
            self._addresses[name] = str(super().url(name))
        return self._addresses[name]

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Make one file of each style sheet that imports others, then name all by their content."""
        if not dry_run:
            for name in _JOINED:
                if name in paths:
                    self._join(name)
                    paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)
        self._addresses.clear()

    def _join(self, name: str) -> None:
        """Put in the place of each import of a collected style sheet what it imports."""
        sheet = Path(self.path(name))

        def imported(found: re.Match[str]) -> str:
            rules = sheet.with_name(found["name"]).read_text(encoding="utf-8")
            return f"@media {found['media']} {{\n{rules}}}\n" if found["media"] else rules

        sheet.write_text(_IMPORT.sub(imported, sheet.read_text(encoding="utf-8")), encoding="utf-8")

    def stored_name(self, name: str) -> str:
        """Return the name with the hash, where there is one."""
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name
