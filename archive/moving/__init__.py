"""Moving an archive's records from SQLite to PostgreSQL and back: ``manage.py migrate_storage``.

``move`` is one run from beginning to end; ``moved_rows`` reads, writes and compares tables;
``move_target`` is the database that takes them.
"""

__all__ = ["move", "move_target", "moved_rows"]
