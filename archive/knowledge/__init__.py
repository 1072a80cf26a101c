"""What the archive knows of outlets and names beyond a document: shipped lists and editors' corrections."""
