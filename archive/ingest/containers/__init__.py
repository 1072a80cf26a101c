"""Readers: from files to captures, one at a time, each format recognised by its content."""

from archive.ingest.containers.read import read_captures, read_stream

__all__ = ["read_captures", "read_stream"]
