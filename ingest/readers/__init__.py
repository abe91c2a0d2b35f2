"""One reader per family of files."""
