"""The trained recogniser: a conditional random field for names that no list knows."""
