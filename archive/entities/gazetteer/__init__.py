"""The gazetteer: known names and their spellings, ready for matching. No Django.

- ``gazetteer``: ``Gazetteer`` and its entries; what ``Corrections`` editors made of it;
  ``KnownNames`` for names alone; ``new_key``;
- ``name_spellings``: when a spelling may be believed, and how it may vary;
- ``row_checks``: what a row of a file must be;
- ``lexicon``: all spellings as a trie, and the lists of words beside them.
"""

__all__ = ["gazetteer", "lexicon", "name_spellings", "row_checks"]
