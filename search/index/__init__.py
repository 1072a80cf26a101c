"""The archive's index: where it lies, what its fields are, how it is filled and kept true."""
