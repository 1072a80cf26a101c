"""What the desk does to articles: changed in bulk, read in from tables, logged, taken back.

- ``typed_dates``: a date as people write it;
- ``article_changes``: the writing of what changed, with its rows in the log;
- ``bulk_change``: one change of many articles, and what it would do;
- ``metadata_table``, ``metadata_import``: metadata out, and in again;
- ``changesets``: what is worked through in steps, by whoever has time;
- ``undoing``: a change, a field or an act taken back;
- ``change_words``: what changed, in words;
- ``field_values``, ``field_history``, ``told_history``: how each field of an article came to be.
"""

__all__ = [
    "article_changes",
    "bulk_change",
    "change_words",
    "changesets",
    "field_history",
    "field_values",
    "metadata_import",
    "metadata_table",
    "told_history",
    "typed_dates",
    "undoing",
]
