"""The records, how they come in, and how they are corrected; knows nothing of search."""
