"""Mentions and entities in the database.

- ``entity_linker``: which entity each found name means;
- ``recognition_pass``: recognising the whole archive anew, and accepting candidates;
- ``reanchoring``: the mentions of an article whose text changed;
- ``alias_scan``: searching the whole archive for a new spelling;
- ``corrections``: what editors taught about names.
"""

__all__ = ["alias_scan", "corrections", "entity_linker", "reanchoring", "recognition_pass"]
