"""What a person with an account keeps, and what slows down programs that ask too often.

``access_keys`` are made, found and revoked; ``request_limits`` says who has to wait.
"""

__all__ = ["access_keys", "request_limits"]
