"""How the shipped encoder is made, runnable again: ``python -m index.training`` (needs torch)."""
