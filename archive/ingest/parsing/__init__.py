"""Parsing: from the text of a page to its articles. Each layout of pages is a data file."""
