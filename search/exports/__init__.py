"""Articles and results for other programs, in stable shapes."""

__all__ = ["json_records"]
