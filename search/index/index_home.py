"""Which index this process searches and writes: the one that the settings name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from archive.index_address import IndexAddress
from search.index.archive_index import ArchiveIndex
from search.index.columnar_home import ColumnarHome
from search.index.holdings import ArchiveHoldings

if TYPE_CHECKING:
    from search.apps import SearchConfig


def index_home() -> ArchiveIndex:
    """Return the index of this archive: one for all threads of the process."""
    wanted = settings.ARCHIVE_INDEX
    folder = Path(settings.ARCHIVE_HOME) / "index"
    address = str(folder) if wanted is None else wanted.shown
    config = cast("SearchConfig", apps.get_app_config("search"))
    home = config.index_home
    if home is not None and home.address == address:
        return home
    with config.making_index_home:
        home = config.index_home
        if home is None or home.address != address:
            home = config.index_home = _home(folder, wanted)
        return home


def _home(folder: Path, wanted: IndexAddress | None) -> ArchiveIndex:
    if wanted is None:
        return ColumnarHome(folder, holdings=ArchiveHoldings())
    try:
        from search.index.cluster_home import ClusterHome
    except ModuleNotFoundError as error:
        raise ImproperlyConfigured(
            f"ARCHIVE_INDEX: {error.name} is not installed; run "
            "pip install -r requirements-cluster.txt"
        ) from error
    return ClusterHome(wanted, ArchiveHoldings())
