"""The application of the index and the public site."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, ClassVar, Final

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from search.index.archive_index import ArchiveIndex
    from search.meaning.cluster_vectors import ClusterVectors
    from search.meaning.meaning_home import MeaningHome

_JOB_KINDS: Final = (
    "search.reading_room.alert_check.register_check",
    "search.reading_room.alert_mailing.register_mailing",
    "search.service.batch_search.register_batch_job",
)
"""What registers the kinds of background work: the rooms stand above this module."""


class SearchConfig(AppConfig):
    """The index, and the public site that stands on it."""

    name = "search"
    verbose_name = _("Search")

    index_home: ArchiveIndex | None = None
    """What this process holds open of the index; ask ``search.index.index_home`` for it."""
    making_index_home: ClassVar[threading.Lock] = threading.Lock()
    """Held while ``index_home`` is set: two homes would each open, and cache, an index."""
    meaning_home: tuple[object, MeaningHome] | None = None
    """The same of the search by meaning, with the settings that it was made for."""
    cluster_vectors: ClusterVectors | None = None
    """The connections to the vectors in a cluster, where the index lies in one."""

    def ready(self) -> None:
        """Name what registers the kinds of background work."""
        from archive.jobs import register_by

        for function in _JOB_KINDS:
            register_by(function)
