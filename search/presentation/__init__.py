"""How dates, citations, texts and charts are shown."""
