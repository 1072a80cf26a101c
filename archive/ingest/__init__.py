"""Ingest: from what an archivist names to articles in the database."""
