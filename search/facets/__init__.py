"""Facets: what filters, what is counted, and the labels of values.

``facets`` is the way in: filters, requests and the facets of a response, and keys and names of
values. It calls ``date_facet``, which knows the one facet that spans several columns.
"""

__all__ = ["facets"]
