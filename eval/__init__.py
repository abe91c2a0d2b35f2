"""Measuring: question sets, runs, metrics and reports."""
