"""Accounts: logging in, and what slows down who guesses passwords.

``archive.urls`` names the views of ``login_views``; ``login_throttle`` says who has to wait;
``first_password`` lets the password that the program made be used only to choose another.
``roles`` are the groups of people, ``second_factor`` asks for a code beside the password,
``login_sessions`` says where people are logged in; ``account_pages`` shows all this to each.
"""

__all__ = [
    "account_pages",
    "first_password",
    "login_sessions",
    "login_throttle",
    "login_views",
    "roles",
    "second_factor",
]
