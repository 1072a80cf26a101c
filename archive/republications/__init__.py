"""Near-identical articles: signatures of their text, who shares them, and their clusters."""
