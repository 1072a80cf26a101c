"""What a run of the loader did, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from archive.ingest.loader.known import SortedBatch
from archive.ingest.records import Rejection


@dataclass(slots=True)
class LoadReport:
    """Counts of a run; ``documents`` counts every one that was looked at."""

    documents: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    preview: list[dict[str, Any]] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether every document was loaded."""
        return not self.rejected

    def take(self, batch: SortedBatch) -> None:
        """Count a batch's documents, and what of it is not to be loaded."""
        self.documents += batch.documents
        self.unchanged += batch.unchanged
        self.rejected.extend(batch.rejected)

    def warn(self, document: str, warnings: Iterable[str]) -> None:
        """Note what was guessed of a document."""
        self.warnings.extend((document, warning) for warning in warnings)

    def reasons(self) -> Counter[str]:
        """Return how many documents were rejected for each reason."""
        return Counter(rejection.reason for rejection in self.rejected)

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON's types."""
        return {
            "documents": self.documents,
            "articles": {
                "new": self.new,
                "updated": self.updated,
                "unchanged": self.unchanged,
            },
            "rejected": [
                {"document": item.document, "reason": item.reason} for item in self.rejected
            ],
            "warnings": [
                {"document": document, "warning": warning} for document, warning in self.warnings
            ],
            **({"preview": self.preview} if self.preview else {}),
        }
