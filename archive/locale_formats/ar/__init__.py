"""Arabic."""

__all__ = ["formats"]
