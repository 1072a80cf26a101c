"""Haystack's ways of asking, told to the index: fragments, facets, highlighting."""
