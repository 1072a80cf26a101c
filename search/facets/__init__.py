"""Facets: what filters, what is counted, and the labels of values.

``facet_counts`` is the way in: filters, requests and the facets of a response.
``facet_values`` translates between keys and names, ``date_facet`` knows the one facet that
spans several columns.
"""
