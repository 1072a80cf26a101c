"""Enrichment: parsed articles with their names and signatures, found in worker processes."""
