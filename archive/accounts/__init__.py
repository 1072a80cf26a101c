"""Accounts: logging in, and what slows down who guesses passwords.

``archive.urls`` names the views of ``login_views``; ``login_throttle`` says who has to wait;
``first_password`` lets the password that the program made be used only to choose another;
``password_words`` refuses the words that are tried here first.
``roles`` are the groups of people, ``second_factor`` asks for a code beside the password,
``login_sessions`` says where people are logged in, ``session_limits`` how long; ``account_pages``
shows all this to each.
"""

__all__ = [
    "account_pages",
    "first_password",
    "login_sessions",
    "login_throttle",
    "login_views",
    "password_words",
    "roles",
    "second_factor",
    "session_limits",
]
