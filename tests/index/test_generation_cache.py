"""What is costly to make of the index is made by one thread, while others are answered."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from search.index.generation_cache import GenerationCache
from tests.processes import wait_for


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def failing(attempts: list[int]) -> Callable[[], str]:
    def make() -> str:
        attempts.append(1)
        raise OSError("the disk is full")

    return make


def made_beside(cache: GenerationCache[str], generation: int, fallback: str = "") -> str:
    """Wait for what a thread makes; nothing else is due then."""
    wait_for(lambda: not cache._making.locked())
    return cache.get(generation, failing([]), fallback)


def test_it_is_made_once_a_generation() -> None:
    cache: GenerationCache[str] = GenerationCache(0)
    assert cache.get_or_make(1, lambda: "first", "") == "first"
    assert cache.get_or_make(1, lambda: "again", "") == "first"
    assert cache.get(1, lambda: "again", "") == "first"


def test_the_next_generation_is_made_beside_the_readers() -> None:
    cache: GenerationCache[str] = GenerationCache(0)
    cache.get_or_make(1, lambda: "first", "")
    assert cache.get(2, lambda: "second", "") == "first"
    assert made_beside(cache, 2) == "second"


def test_what_is_fresh_enough_is_not_made_again() -> None:
    clock = Clock()
    cache: GenerationCache[str] = GenerationCache(60, clock)
    cache.get_or_make(1, lambda: "first", "")
    assert cache.get(2, lambda: "second", "") == "first"
    assert made_beside(cache, 2) == "first"
    clock.seconds = 61
    assert cache.get(2, lambda: "second", "") == "first"
    assert made_beside(cache, 2) == "second"


def test_nobody_waits_while_the_first_is_made() -> None:
    cache: GenerationCache[str] = GenerationCache(0)
    began, may_end = threading.Event(), threading.Event()

    def make() -> str:
        began.set()
        assert may_end.wait(60)
        return "made"

    maker = threading.Thread(target=cache.get_or_make, args=(1, make, "not ready"))
    maker.start()
    assert began.wait(60)
    assert cache.get_or_make(1, make, "not ready") == "not ready"
    assert cache.get(1, make, "not ready") == "not ready"
    may_end.set()
    maker.join()
    assert cache.get(1, make, "not ready") == "made"


def test_after_a_failure_no_request_starts_a_thread_until_time_has_passed() -> None:
    clock, attempts = Clock(), list[int]()
    cache: GenerationCache[str] = GenerationCache(60, clock)
    for _request in range(20):
        assert cache.get(1, failing(attempts), "not ready") == "not ready"
        wait_for(lambda: not cache._making.locked())
    assert len(attempts) == 1
    assert cache.get_or_make(1, failing(attempts), "not ready") == "not ready"
    assert len(attempts) == 1
    clock.seconds = 61
    assert cache.get_or_make(1, lambda: "made", "not ready") == "made"


def test_a_failure_leaves_the_last_one_standing() -> None:
    clock, attempts = Clock(), list[int]()
    cache: GenerationCache[str] = GenerationCache(60, clock)
    cache.get_or_make(1, lambda: "first", "")
    clock.seconds = 61
    for _request in range(5):
        assert cache.get(2, failing(attempts), "") == "first"
        wait_for(lambda: not cache._making.locked())
    assert len(attempts) == 1


def test_one_thread_makes_at_a_time() -> None:
    cache: GenerationCache[str] = GenerationCache(0)
    cache.get_or_make(0, lambda: "first", "")
    running, most = [0], [0]
    guard, may_end = threading.Lock(), threading.Event()

    def make() -> str:
        with guard:
            running[0] += 1
            most[0] = max(most[0], running[0])
        assert may_end.wait(60)
        with guard:
            running[0] -= 1
        return "made"

    for generation in range(1, 50):
        assert cache.get(generation, make, "") == "first"
    may_end.set()
    wait_for(lambda: not cache._making.locked())
    assert most == [1]


def test_what_was_made_of_the_index_before_serves_until_the_next_is_made() -> None:
    before: GenerationCache[str] = GenerationCache(60)
    before.get_or_make(7, lambda: "old", "")
    after: GenerationCache[str] = GenerationCache(60)
    after.inherit(before)
    assert after.get(7, lambda: "new", "not ready") == "old"
    assert made_beside(after, 7) == "new"


def test_where_no_thread_can_start_it_is_tried_again_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock()
    cache: GenerationCache[str] = GenerationCache(60, clock)

    def refused(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refused)
        assert cache.get(1, lambda: "first", "nothing yet") == "nothing yet"
    clock.seconds = 61
    assert cache.get(1, lambda: "first", "nothing yet") == "nothing yet"
    assert made_beside(cache, 1) == "first"
