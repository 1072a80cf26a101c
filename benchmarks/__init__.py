"""What the engine, loading and search need, measured beside other programs; see ``docs``."""
