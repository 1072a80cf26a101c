"""Facets: what filters, what is counted, and the labels of values.

``facets`` is the way in: filters, requests and the facets of a response, and keys and names of
values. ``date_facet`` knows the one facet that
spans several columns.
"""
