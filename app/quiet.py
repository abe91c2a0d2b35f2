"""Turns off what libraries send home and scatter. Called before any is imported; nothing here is a user's setting."""

from __future__ import annotations

import os
from pathlib import Path

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


def keep_uploads(folder: Path) -> None:
    """Gradio puts what is uploaded under ``folder``. Before Gradio is imported: it looks only once."""
    os.environ["GRADIO_TEMP_DIR"] = str(folder)
