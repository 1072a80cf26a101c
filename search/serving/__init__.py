"""The web server and the worker beside it, as processes: what ``manage.py serve`` runs.

``bounded_server`` is the server, which lets no visitor hold it up; ``worker_process`` keeps an
index worker alive, and ``worker_beat`` tells that it lives.
"""

__all__ = ["bounded_server", "worker_beat", "worker_process"]
