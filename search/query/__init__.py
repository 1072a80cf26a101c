"""The query language, and the state of a search, which is one to one with its URL."""
