"""Where an article comes from: its source, its versions, and what was withdrawn."""
