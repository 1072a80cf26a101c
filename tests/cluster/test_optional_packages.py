"""Who names no cluster needs none of the packages for one."""

from __future__ import annotations

import subprocess
import sys


def test_a_cluster_is_imported_only_where_the_setting_names_one() -> None:
    script = (
        "import sys, django; django.setup();"
        "import search.service.search, search.haystack.backend, search.index.worker;"
        "from search.index.index_home import index_home; index_home();"
        "print([each for each in sys.modules if each.startswith(('opensearchpy', 'grpc'))])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        env={"PATH": "", "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": "."},
    )
    assert ran.stdout.strip() == "[]"
