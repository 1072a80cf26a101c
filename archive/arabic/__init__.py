"""Arabic text by pure functions: letters, folding, words, stems, months, numbers."""
