"""The index, and the public site that stands on it."""
