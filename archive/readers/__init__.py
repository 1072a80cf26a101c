"""What a person with an account keeps, and what slows down programs that ask too often.

``access_keys`` are made, found and revoked; ``request_limits`` says who has to wait;
``saved_searches`` are kept, looked at and checked; ``alert_mails`` says whose mail is due;
``reading_lists`` are filled and shared; ``kept_records`` is all of it, for its person.
"""

__all__ = [
    "access_keys",
    "alert_mails",
    "kept_records",
    "reading_lists",
    "request_limits",
    "saved_searches",
]
