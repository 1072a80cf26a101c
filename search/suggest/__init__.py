"""Suggestions: other spellings, Arabic names typed in Latin letters, other searches, completions.

Call ``speller`` for spellings that find no less, over a ``word_list`` and the ``name_words`` that
are no slips; ``alternatives`` for searches to offer instead of an empty result; ``latin_queries``
for names in Latin letters, over ``entity_names`` and ``latin_names``; ``suggester`` for what begins
with what a reader types, and ``frequent_phrases`` for some of it. ``edit_distance`` weighs slips,
``word_replacement`` puts one word in another's place. What is suggested of an open index at hand
is made by ``search.service.search_suggestions``.
"""

__all__ = [
    "alternatives",
    "edit_distance",
    "entity_names",
    "frequent_phrases",
    "latin_names",
    "latin_queries",
    "name_words",
    "speller",
    "suggester",
    "word_list",
    "word_replacement",
]
