"""Measurements that write their figures into ``eval/results``; run with ``python -m``."""
