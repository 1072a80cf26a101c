"""Entities: people, organisations and places, and where articles name them.

- ``gazetteer``: the known names;
- ``recognition``: where a text names somebody;
- ``storage``: from found names to rows of the database;
- ``desk``: where editors put entities right.
"""

__all__ = ["desk", "gazetteer", "recognition", "storage"]
