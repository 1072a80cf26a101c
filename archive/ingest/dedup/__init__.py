"""Near-identical articles: signatures of their text, and who shares them. No Django."""
