"""The site's settings over a folder of the tests' own."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="khizana-tests-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["ARCHIVE_HOME"] = _home

from archive.settings import *  # noqa: E402, F403

STATIC_ROOT = None  # type: ignore[assignment]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if os.environ.get("KHIZANA_TEST_DATABASE"):
    # The same tests on PostgreSQL: `make test-cluster` starts a server and names it.
    from archive.database_settings import postgresql

    DATABASES = {
        "default": postgresql(os.environ["KHIZANA_TEST_DATABASE"], "KHIZANA_TEST_DATABASE")
    }
    # Tests end what they began by themselves; threads of a pool would outlive the database.
    del DATABASES["default"]["OPTIONS"]["pool"]
