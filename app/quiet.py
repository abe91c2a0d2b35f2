"""Turns off what libraries send home. Imported before any of them; nothing here is a user's setting."""

from __future__ import annotations

import os

QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
}


def hush() -> None:
    """Set every switch that the person has not set himself."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
