"""The records that travel between the rooms of the archive: frozen, without behaviour or Django."""
