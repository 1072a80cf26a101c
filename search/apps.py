"""The application of the index and the public site."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from search.index.index_home import IndexHome


class SearchConfig(AppConfig):
    """The index, and the public site that stands on it."""

    name = "search"
    verbose_name = _("Search")

    index_home: IndexHome | None = None
    """What this process holds open of the index; ask ``search.index.index_home`` for it."""
    making_index_home: ClassVar[threading.Lock] = threading.Lock()
    """Held while ``index_home`` is set: two homes would each open, and cache, an index."""

    def ready(self) -> None:
        """Make the searches that are done in the background known."""
        from search.service.batch_search import register_batch_job

        register_batch_job()
