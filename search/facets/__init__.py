"""Facets: what filters, what is counted, and the labels of values."""
