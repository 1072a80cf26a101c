"""Entities: people, organisations and places, and where articles name them."""
