"""The name by which an archive is known from every other: what is made of it bears it."""

from __future__ import annotations

import uuid

from django.db import OperationalError, models


class ArchiveIdentity(models.Model):
    """The one row that names this archive; it goes wherever its database goes."""

    key = models.CharField(max_length=32, editable=False)
    """32 hexadecimal digits, drawn when the archive was prepared."""
    moved_to = models.CharField(max_length=300, blank=True, editable=False)
    """Where the archive's records went for good; empty in the database that holds them."""

    def __str__(self) -> str:
        return self.key

    @classmethod
    def current(cls) -> str:
        """Return this archive's key; it is drawn where there is none.

        Empty where there is none and the database cannot be written to.
        """
        # The key alone is read: a database that is yet to be upgraded lacks the other column.
        found: str | None = cls.objects.values_list("key", flat=True).first()
        if found is None:
            try:
                made, _new = cls.objects.get_or_create(pk=1, defaults={"key": uuid.uuid4().hex})
            except OperationalError:
                return ""
            return made.key
        return found
