"""JSON objects of known forms as columns: WordPress, Telegram, Facebook, Twitter, JSON Feed.

Each function knows one program's objects by their own names, and returns None of any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from archive.ingest.decoding.html_fragments import fragment_text, plain_line
from archive.ingest.decoding.local_moments import from_seconds, with_offset

_CHANNELS: Final = frozenset({"public_channel", "private_channel"})
_POST: Final = "message"
_LONGEST_HEADLINE: Final = 200
_FACEBOOK: Final = frozenset({"timestamp", "data", "attachments", "title", "tags"})


def known_columns(values: Mapping[str, Any]) -> Mapping[str, object]:
    """Return an object under the archive's names of columns, where a known program made it.

    An object of any other program comes back as it is.
    """
    for read in (_wordpress, _telegram, _facebook, _twitter, _json_feed):
        if (columns := read(values)) is not None:
            return {name: value for name, value in columns.items() if value}
    return values


def is_post(values: Mapping[str, Any]) -> bool:
    """Tell whether an object is a post of a network: it may have no text, and is none then."""
    return any(read(values) is not None for read in (_telegram, _facebook, _twitter))


def _wordpress(values: Mapping[str, Any]) -> dict[str, object] | None:
    """WordPress REST API, ``/wp-json/wp/v2/posts``."""
    content = _rendered(values, "content")
    if content is None:
        return None
    title, guid = _rendered(values, "title"), _rendered(values, "guid")
    terms = values.get("_embedded")
    return {
        "id": str(values.get("id") or guid or ""),
        "url": values.get("link"),
        "title": plain_line(title or ""),
        "text": fragment_text(content),
        "published": with_offset(str(values.get("date", "")), str(values.get("date_gmt", ""))),
        **(_embedded(terms) if isinstance(terms, Mapping) else {}),
    }


def _rendered(values: Mapping[str, Any], name: str) -> str | None:
    value = values.get(name)
    text = value.get("rendered") if isinstance(value, Mapping) else None
    return text if isinstance(text, str) else None


def _embedded(terms: Mapping[str, Any]) -> dict[str, object]:
    """Return author, sections and keywords where the API was asked to embed them."""
    named: dict[str, list[str]] = {"author": [], "category": [], "post_tag": []}
    for author in _objects(terms.get("author")):
        named["author"].append(str(author.get("name", "")))
    groups = terms.get("wp:term")
    for group in groups if isinstance(groups, list) else []:
        for term in _objects(group):
            named.setdefault(str(term.get("taxonomy")), []).append(
                plain_line(str(term.get("name", "")))
            )
    return {
        "author": named["author"],
        "section": named["category"],
        "keywords": named["post_tag"],
    }


def _objects(value: object) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _telegram(values: Mapping[str, Any]) -> dict[str, object] | None:
    """One message of Telegram Desktop's ``result.json``, below what it says of its chat."""
    messages = values.get("messages")
    if not isinstance(messages, list) or len(messages) != 1 or "type" not in values:
        return None
    (message,) = messages
    if not isinstance(message, Mapping) or "text" not in message:
        return None
    is_channel = values.get("type") in _CHANNELS
    headline = _headline(message["text"])
    text = _plain(message["text"]) if message.get("type") == _POST else ""
    return {
        "id": f"{values.get('id') or values.get('name', '')}/{message.get('id', '')}",
        "title": headline,
        "text": text.removeprefix(headline).strip(),
        "published": with_offset(
            str(message.get("date", "")), from_seconds(message.get("date_unixtime"))
        ),
        "outlet": values.get("name") if is_channel else "",
        "author": message.get("author") if is_channel else message.get("from"),
    }


def _plain(text: object) -> str:
    """Return Telegram's text, a string or a list of strings and marked pieces."""
    if not isinstance(text, list):
        return str(text or "").strip()
    pieces = (each.get("text", "") if isinstance(each, Mapping) else each for each in text)
    return "".join(map(str, pieces)).strip()


def _headline(text: object) -> str:
    """Return the bold line that a post begins with, where other lines follow it, or ""."""
    if not isinstance(text, list) or len(text) < 2 or not isinstance(text[0], Mapping):
        return ""
    first, rest = str(text[0].get("text", "")), _plain(text[1:])
    line = first.strip()
    is_line = first.endswith("\n") or str(text[1]).startswith("\n")
    bold = text[0].get("type") == "bold" and "\n" not in line
    return line if bold and is_line and rest and len(line) <= _LONGEST_HEADLINE else ""


def _facebook(values: Mapping[str, Any]) -> dict[str, object] | None:
    """One post of Facebook's «download your information»."""
    moment = from_seconds(values.get("timestamp"))
    if moment is None or not values.keys() <= _FACEBOOK or len(values) < 2:
        return None
    texts = [str(each["post"]) for each in _objects(values.get("data")) if each.get("post")]
    return {"text": "\n".join(texts), "published": moment.isoformat()}


def _twitter(values: Mapping[str, Any]) -> dict[str, object] | None:
    """One tweet of a Twitter archive."""
    tweet = values.get("tweet")
    if not isinstance(tweet, Mapping) or "created_at" not in tweet:
        return None
    return {
        "id": str(tweet.get("id_str") or tweet.get("id") or ""),
        "text": fragment_text(str(tweet.get("full_text") or tweet.get("text") or "")),
        "published": _twitter_moment(str(tweet["created_at"])),
        "language": _language(tweet.get("lang")),
        "keywords": _hashtags(tweet.get("entities")),
    }


def _json_feed(values: Mapping[str, Any]) -> dict[str, object] | None:
    """One item of a JSON Feed (jsonfeed.org, version 1.1)."""
    content = values.get("content_html") or values.get("content_text")
    if not isinstance(content, str):
        return None
    authors = _objects(values.get("authors")) or _objects([values.get("author")])
    return {
        "id": values.get("id"),
        "url": values.get("url"),
        "title": values.get("title"),
        "text": fragment_text(content),
        "published": values.get("date_published"),
        "author": [str(each.get("name", "")) for each in authors],
        "keywords": values.get("tags"),
        "language": values.get("language"),
    }


def _twitter_moment(value: str) -> str:
    try:
        return datetime.strptime(value, "%a %b %d %H:%M:%S %z %Y").isoformat()
    except ValueError:
        return value


def _language(value: object) -> str:
    """Return a language; Twitter writes «und» and «qme» where it knows none."""
    return value if isinstance(value, str) and len(value) == 2 else ""


def _hashtags(entities: object) -> Sequence[str]:
    if not isinstance(entities, Mapping):
        return ()
    return [str(each.get("text", "")) for each in _objects(entities.get("hashtags"))]
