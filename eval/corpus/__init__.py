"""The shipped corpus under test: a linter, a coverage report, and known-truth files made from it."""
