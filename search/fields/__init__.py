"""The fields of the index, each declared once: ``FIELDS``.

Everything that concerns a field follows from its declaration: the schema of the index and the
values that an article has in it, the names by which queries ask for it, the parameter of the
URL, the facet with its title, labels and place on the page, and Haystack's fields. A builder
of any of these takes ``fields``, which are ``FIELDS`` where nothing else is said.

This room imports no Django model while it is loaded: queries are read without a database.
"""

from search.fields.declarations import FIELDS, TEXT, TITLE
from search.fields.field import (
    APPROXIMATE,
    FacetDefinition,
    Field,
    Fields,
    IndexedArticle,
    Kind,
)

__all__ = [
    "APPROXIMATE",
    "FIELDS",
    "TEXT",
    "TITLE",
    "FacetDefinition",
    "Field",
    "Fields",
    "IndexedArticle",
    "Kind",
]
