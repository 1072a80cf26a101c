"""An assistant reads a real archive through a process of its own."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from tests.processes import manage, new_archive

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The environment of an archive with one article."""
    page = tmp_path / "page.jsonl"
    page.write_text(
        '{"url": "https://paper.example/a", "title": "افتتاح الجسر", "outlet": "الجريدة",'
        ' "date": "2014-05-03", "text": "افتتح الوزير الجسر الجديد في دمشق."}\n',
        encoding="utf-8",
    )
    environment = new_archive(tmp_path / "home")
    for command in (["load_articles", str(page)], ["update_index"]):
        assert manage(environment, *command).returncode == 0
    return environment


async def _asked(environment: dict[str, str], calls: list[tuple[str, dict[str, Any]]]) -> list[Any]:
    server = StdioServerParameters(
        command=sys.executable, args=["manage.py", "mcp"], cwd=ROOT, env=environment
    )
    async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
        await session.initialize()
        tools = await session.list_tools()
        assert all(each.annotations and each.annotations.read_only_hint for each in tools.tools)
        return [await session.call_tool(name, given) for name, given in calls]


def test_an_assistant_searches_reads_and_is_told_what_is_not_there(home: dict[str, str]) -> None:
    found, bad, missing = asyncio.run(
        _asked(
            home,
            [
                ("search", {"query": "جسور", "facet_values": 3}),
                ("search", {"query": "جسر", "after": "soon"}),
                ("read_article", {"article_id": "nothing"}),
            ],
        )
    )
    assert found.structured_content["total"] == 1
    identifier = found.structured_content["hits"][0]["id"]
    assert bad.is_error
    assert missing.is_error
    assert "nothing" in missing.content[0].text
    (read,) = asyncio.run(_asked(home, [("read_article", {"article_id": identifier})]))
    assert read.structured_content["published"] == "2014-05-03"
    assert "افتتاح الجسر" in read.structured_content["citation"]["ar"]["APA"]
