"""Decoding: from the bytes of a capture to its text, of whatever format and encoding."""
