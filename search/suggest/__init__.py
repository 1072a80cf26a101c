"""Suggestions: other spellings, names in Latin letters, ways out of an empty result."""
