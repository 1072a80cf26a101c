"""How moments are written in each language, where Django does it otherwise than people do."""

__all__ = ["ar"]
