"""Commands of ``manage.py`` for the index and the site."""
