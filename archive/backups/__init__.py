"""Backups: the database, the captures and what was removed, copied while the archive goes on.

``backup_folder`` says what lies where, ``making`` writes a backup, ``verifying`` reads it again,
``restoring`` makes an archive of it, ``removal_register`` keeps what may not come back.
"""

__all__ = ["making", "restoring", "streaming", "verifying"]
