"""Files in, cited text out: reading, cleaning, clause trees, passages, the catalog and its curation."""
