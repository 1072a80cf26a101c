"""Recognition: where a text names a person, an organisation or a place."""
