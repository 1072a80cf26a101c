"""Accounts: logging in, and what slows down who guesses passwords.

``archive.urls`` names the views of ``login_views``; ``login_throttle`` says who has to wait;
``first_password`` lets the password that the program made be used only to choose another;
``password_words`` refuses the words that are tried here first; ``sessions`` ends sessions.
"""

__all__ = ["first_password", "login_throttle", "login_views", "password_words", "sessions"]
