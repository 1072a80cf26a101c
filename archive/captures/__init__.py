"""Captures: their bytes, the articles and versions read from them, and their withdrawal."""
