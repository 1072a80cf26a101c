"""What processes on several machines tell each other through the database, where it is a server."""

from __future__ import annotations

from django.db import models


class WorkerBeat(models.Model):
    """The last sign of life of a worker."""

    name = models.CharField(max_length=120, unique=True)
    """The machine's name and the number of the process there."""
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class RequestBucket(models.Model):
    """How many requests somebody may still make at once: see ``archive.readers.request_limits``."""

    asker = models.CharField(max_length=120, primary_key=True)
    left = models.FloatField()
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.asker
