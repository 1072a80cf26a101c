"""Work in the background: asked for on a page, done by a process of its own, in steps.

A room that has such work names what registers its kind when the program starts (``register_by``
in ``kinds``), and asks for it with ``request``. The process is ``manage.py run_jobs``; a served site
starts it when something waits, and it ends when nothing does.
"""

from archive.jobs.job_requests import ask_to_stop, request, try_again
from archive.jobs.kinds import JobKind, Lane, open_jobs, register, register_by
from archive.jobs.running import (
    is_done_elsewhere,
    raise_if_stopped,
    run_waiting,
    tell_progress,
)

__all__ = [
    "JobKind",
    "Lane",
    "ask_to_stop",
    "is_done_elsewhere",
    "open_jobs",
    "raise_if_stopped",
    "register",
    "register_by",
    "request",
    "run_waiting",
    "tell_progress",
    "try_again",
]
