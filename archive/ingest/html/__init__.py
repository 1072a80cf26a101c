"""Web pages: what a reader of them sees as lines of text, and what they say of themselves."""
