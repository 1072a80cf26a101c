"""Articles and results for other programs, in stable shapes: see ``json_records``."""

__all__ = ["json_records"]
