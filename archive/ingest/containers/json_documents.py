"""JSON files that are one document: an array of records, an export of posts, one record.

Objects are read one at a time, so that an export of any size takes the memory of one record.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

from archive.ingest.containers.bounded_streams import BUFFER, too_large
from archive.records.documents import DOCUMENT_LIMIT

_BLANK: Final = re.compile(r"[\s\ufeff]*")
_ASSIGNMENT: Final = re.compile(r"window\.YTD\.\w+\.part\d+\s*=\s*")
_ARRAYS: Final = frozenset(
    [
        "messages",
        "articles",
        "items",
        "posts",
        "data",
        "records",
        "results",
        "documents",
        "entries",
        "news",
        "rows",
        "hits",
        "stories",
        "status_updates",
    ]
)
"""What an array of records is called; one of another name is taken where it is the only one."""

_TEXTS: Final = frozenset({"text", "body", "content", "article", "html", "النص", "full_text"})
"""What has one of these is a record itself, whatever arrays it holds."""

_DEEP: Final = "JSON that is nested too deeply"
_DECODER: Final = json.JSONDecoder()


class MalformedJsonError(ValueError):
    """A file that is no JSON, or ends too early; the message is the reason."""


@dataclass(frozen=True, slots=True)
class JsonObject:
    """One object of a file, with its own text; ``head`` is what stands around its array."""

    values: Mapping[str, Any]
    text: str
    head: Mapping[str, Any] = field(default_factory=dict)
    array: str = ""


def json_objects(stream: BinaryIO) -> Iterator[JsonObject]:
    """Yield the records of a JSON document; one that is itself a record comes alone.

    Raises:
        MalformedJsonError: it is no JSON from here on, or one value is larger than a document.
    """
    reader = _JsonReader(stream)
    reader.skip(_ASSIGNMENT)
    first = reader.next_letter()
    if first == "[":
        yield from _array(reader, {}, "")
    elif first == "{":
        # Some programs write one object after another.
        while reader.next_letter() == "{":
            yield from _root(reader)
    else:
        raise MalformedJsonError("not a document of JSON")
    if reader.next_letter() not in ("", ";"):
        raise MalformedJsonError("something else follows")


def _root(reader: _JsonReader) -> Iterator[JsonObject]:
    head: dict[str, Any] = {}
    streamed = False
    size = 0
    reader.keep()
    reader.take("{")
    while reader.next_letter() not in ("}", ""):
        name = str(reader.value()[0])
        reader.take(":")
        if name in _ARRAYS and reader.next_letter() == "[" and not head.keys() & _TEXTS:
            streamed = True
            reader.forget()
            yield from _array(reader, dict(head), name)
        else:
            head[name], text = reader.value()
            size += len(text)
            if size > DOCUMENT_LIMIT:
                raise MalformedJsonError(f"an object {too_large()}")
        if reader.next_letter() == ",":
            reader.take(",")
    reader.take("}")
    if not streamed:
        yield from _of_whole(head, reader.kept())


def _of_whole(values: Mapping[str, Any], text: str) -> Iterator[JsonObject]:
    """Yield the records of an object in memory: of all its chats, of its one array, or itself."""
    chats = values.get("chats")
    listed = chats.get("list") if isinstance(chats, Mapping) else None
    for chat in listed if isinstance(listed, list) else []:
        if isinstance(chat, Mapping) and isinstance(chat.get("messages"), list):
            head = {name: value for name, value in chat.items() if name != "messages"}
            yield from _records(chat["messages"], head, "messages")
    if isinstance(listed, list):
        return
    arrays = {
        name: value
        for name, value in values.items()
        if isinstance(value, list) and value and all(isinstance(each, dict) for each in value)
    }
    if len(arrays) == 1 and not values.keys() & _TEXTS:
        ((name, array),) = arrays.items()
        yield from _records(array, {}, name)
    else:
        yield JsonObject(values, text)


def _records(array: list[Any], head: Mapping[str, Any], name: str) -> Iterator[JsonObject]:
    for each in array:
        if isinstance(each, dict):
            yield JsonObject(each, json.dumps(each, ensure_ascii=False), head, name)


def _array(reader: _JsonReader, head: Mapping[str, Any], name: str) -> Iterator[JsonObject]:
    reader.take("[")
    while reader.next_letter() not in ("]", ""):
        value, text = reader.value()
        if isinstance(value, dict):
            yield JsonObject(value, text, head, name)
        if reader.next_letter() == ",":
            reader.take(",")
    reader.take("]")


class _JsonReader:
    """The values of a stream one after another; what was read is forgotten."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._text = ""
        self._place = 0
        self._ended = False
        self._kept: list[str] | None = None

    def keep(self) -> None:
        """Keep what is read from here on."""
        self._text, self._place = self._text[self._place :], 0
        self._kept = []

    def forget(self) -> None:
        """Keep nothing any more."""
        self._kept = None

    def kept(self) -> str:
        """Return what was read since it is kept."""
        return "".join(self._kept or ()) + self._text[: self._place]

    def skip(self, pattern: re.Pattern[str]) -> None:
        """Pass over what ``pattern`` matches behind blanks."""
        self.next_letter()
        if found := pattern.match(self._text, self._place):
            self._place = found.end()

    def next_letter(self) -> str:
        """Return the next letter that is no blank, without taking it; "" at the end."""
        while True:
            found = _BLANK.match(self._text, self._place)
            self._place = found.end() if found else self._place
            if self._place < len(self._text):
                return self._text[self._place]
            if not self._more():
                return ""

    def take(self, letter: str) -> None:
        """Take the next letter.

        Raises:
            MalformedJsonError: it is another one.
        """
        found = self.next_letter()
        if found != letter:
            raise MalformedJsonError("it breaks off" if not found else f"«{letter}» is missing")
        self._place += 1

    def value(self) -> tuple[Any, str]:
        """Return the next value and its text.

        Raises:
            MalformedJsonError: there is none, or it is larger than a document may be.
        """
        self.next_letter()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._place)
            except RecursionError as error:
                raise MalformedJsonError(_DEEP) from error
            except ValueError as error:
                self._grow(error)
                continue
            # A number may go on in the next piece.
            if end < len(self._text) or self._ended or self._text[end - 1] in '"]}':
                text = self._text[self._place : end]
                self._place = end
                return value, text
            self._more()

    def _grow(self, error: ValueError) -> None:
        """Read on, as much again as there is, since a value was cut off here.

        Raises:
            MalformedJsonError: there is nothing more, or more than a document may have.
        """
        pending = len(self._text) - self._place
        if pending > DOCUMENT_LIMIT:
            raise MalformedJsonError(f"a value {too_large()}") from error
        if self._ended:
            raise MalformedJsonError("it breaks off, or is not JSON") from error
        self._more(max(pending, BUFFER))

    def _more(self, size: int = BUFFER) -> bool:
        """Read one piece more; return whether there was any."""
        if self._ended:
            return False
        chunk = self._stream.read(size)
        self._ended = not chunk
        if self._kept is not None:
            self._kept.append(self._text[: self._place])
        self._text = self._text[self._place :] + self._decoder.decode(chunk, final=self._ended)
        self._place = 0
        return bool(chunk)
