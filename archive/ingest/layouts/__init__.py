"""Layouts of pages: where title, date, body and chrome stand. Each layout is a data file."""
