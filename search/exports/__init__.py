"""Articles and results for other programs, in stable shapes."""
