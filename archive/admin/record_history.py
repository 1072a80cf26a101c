"""The history of one record in the admin, as simple_history shows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from simple_history.admin import SimpleHistoryAdmin


class RecordHistoryAdmin(SimpleHistoryAdmin):
    """Leaves the place of a reason empty where there is none, in place of «None»."""

    def set_history_delta_changes(
        self, request: Any, historical_records: Iterable[Any], foreign_keys_are_objs: bool = True
    ) -> None:
        """Say what each record of the page changed."""
        for record in historical_records:
            record.history_change_reason = record.history_change_reason or ""
        super().set_history_delta_changes(request, historical_records, foreign_keys_are_objs)
