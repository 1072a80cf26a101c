"""Engines that are measured alike: each is built in one process and asked in another."""
