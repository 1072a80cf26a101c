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
