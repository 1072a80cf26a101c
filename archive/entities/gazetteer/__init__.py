"""The gazetteer: the names that the archive knows, and how they are spelled."""
