"""Haystack over this archive's index: ``SearchQuerySet`` as Haystack documents it.

``backend.KhizanaEngine`` is what Django's settings name. The fields that Haystack knows are
declared in ``search.search_indexes``, where Haystack looks for them.
"""

__all__ = ["backend", "haystack_queries"]
