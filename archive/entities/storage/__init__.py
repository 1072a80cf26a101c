"""Mentions and entities in the database: linked, kept up, found again."""
