"""The records that travel between the rooms of the archive: frozen, without behaviour or Django.

- ``documents``: what travels between the stages of ingest;
- ``mentions``: what a recogniser reads and what it finds.
"""

__all__ = ["documents", "mentions"]
