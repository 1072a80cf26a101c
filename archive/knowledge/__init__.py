"""What is known before a document is read: shipped lists, and what editors taught over them.

``knowledge`` finds outlets by name and domain, and is one frozen value of all that editors
taught; ``archive_knowledge`` reads it from the database, once or, for runs in
which editors go on working, again when they did something.
"""

__all__ = ["archive_knowledge", "knowledge"]
