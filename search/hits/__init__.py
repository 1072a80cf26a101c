"""Hits: where a text matches, the snippet that shows it, and why."""
