"""Which index this process searches and writes: the one that the settings name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from django.apps import apps
from django.conf import settings

from search.index.archive_index import ArchiveIndex
from search.index.columnar_home import ColumnarHome
from search.index.holdings import ArchiveHoldings

if TYPE_CHECKING:
    from search.apps import SearchConfig


def index_home() -> ArchiveIndex:
    """Return the index of this archive: one for all threads of the process."""
    folder = Path(settings.ARCHIVE_HOME) / "index"
    config = cast("SearchConfig", apps.get_app_config("search"))
    home = config.index_home
    if home is not None and home.address == str(folder):
        return home
    with config.making_index_home:
        home = config.index_home
        if home is None or home.address != str(folder):
            home = config.index_home = ColumnarHome(folder, holdings=ArchiveHoldings())
        return home
