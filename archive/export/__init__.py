"""Articles for other programs, in stable shapes."""
