"""Suggestions: other spellings, Arabic names typed in Latin letters, other searches, completions.

Call ``speller`` for spellings that find more, ``alternatives`` for searches to offer instead of
an empty result, ``suggester`` for what begins with what a reader types, ``latin_names`` and
``edit_distance`` for names and words by themselves. What is suggested of an open index at hand
is made by ``search.service.search_suggestions``.
"""

__all__ = [
    "alternatives",
    "edit_distance",
    "frequent_phrases",
    "latin_names",
    "speller",
    "suggester",
]
