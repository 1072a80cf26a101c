"""One search, from its state to everything that a page shows."""
