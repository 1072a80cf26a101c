"""Every command is told of where people look for it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
HAYSTACKS = {"clear_index", "update_index"}
"""Commands that Django programs know, told of in docs/haystack.md."""


def test_every_command_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    haystack = (ROOT / "docs" / "haystack.md").read_text(encoding="utf-8")
    for module in ROOT.glob("*/management/commands/*.py"):
        if module.stem != "__init__":
            assert f"`{module.stem}" in (haystack if module.stem in HAYSTACKS else readme)


def test_every_setting_stands_in_the_page_on_deployment() -> None:
    from archive.environment import KNOWN

    page = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    for name in KNOWN:
        assert f"| `{name}` |" in page
