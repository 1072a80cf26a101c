"""One module for each command of ``manage.py`` that concerns the archive."""
