"""Accounts: logging in, and what slows down who guesses passwords.

``archive.urls`` names the views of ``login_views``; ``login_throttle`` says who has to wait.
"""

__all__ = ["login_throttle", "login_views"]
