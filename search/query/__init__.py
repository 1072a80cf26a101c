"""The query language, and the state of a search, which is one to one with its URL.

``state`` reads a URL into a ``SearchState``; ``language.parse`` reads its text into a ``tree``
(by ``lexer``, ``word_chunks`` and ``periods``), noting in ``notices`` what was mended;
``compile.compile_tree`` makes of the tree what the index is asked, word by word by
``query_terms``, ranked by ``boosts``. ``keyboard`` reads what was typed on the wrong keyboard.
"""

__all__ = ["boosts", "compile", "keyboard", "language", "notices", "query_terms", "state", "tree"]
