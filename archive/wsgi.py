"""The WSGI application, for any server: it starts where database and captures are the archive's."""

from __future__ import annotations

from django.utils.module_loading import import_string

from archive.web_application import application

__all__ = ["application"]

# By their names: models can be imported once the application is made.
import_string("archive.database_start.check_database")()
import_string("archive.captures.store.check_captures")()
