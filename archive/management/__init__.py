"""Commands of ``manage.py`` for the records."""
