"""Training in a process of its own beside the server: torch's memory is given back, and cancelling is at once.

The child reads the catalog and writes to one folder; the home's encoder and index are the server's to change.
"""

from __future__ import annotations

import logging
import os
import tempfile
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from app.settings import Settings
from app.studio import Progress, Studio, open_studio
from app.tuning import train_here
from index.training.outcome import TuneReport
from ingest.errors import StudioError

if TYPE_CHECKING:
    from index.training.train import Recipe

LOOK_EVERY = 0.2
"""Seconds between two signs of life to the caller, who may stop the work by raising in ``progress``."""
_GENTLE = 10
"""On Unix searches go before training where there is not enough processor for both."""


def train_beside(studio: Studio, out: Path, recipe: Recipe | None, progress: Progress | None) -> TuneReport:
    """``tuning.train_here`` in another process, which ends with this call, whatever happens.

    Raises:
        StudioError: what ``train_here`` raises.
        RuntimeError: the process died.
    """
    tell = progress or (lambda what, done, total: None)
    # A fresh interpreter, not a fork: it shares no lock and no database handle with the server's threads.
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(studio.settings, out, recipe, theirs), daemon=True)
    child.start()
    theirs.close()
    try:
        return _outcome(ours, tell)
    finally:
        child.kill()
        child.join()
        ours.close()


def _outcome(pipe: Connection, tell: Progress) -> TuneReport:
    said: object = ("准备训练", 0, 0)
    while True:
        if isinstance(said, TuneReport):
            return said
        if isinstance(said, StudioError):
            raise said
        if isinstance(said, tuple):
            tell(*said)
        try:
            said = pipe.recv() if pipe.poll(LOOK_EVERY) else said
        except EOFError as error:
            raise RuntimeError("the process that trains has died") from error


def _work(settings: Settings, out: Path, recipe: Recipe | None, pipe: Connection) -> None:
    """What the child does."""
    if hasattr(os, "nice"):
        os.nice(_GENTLE)
    tempfile.tempdir = str(out.parent)  # the caller deletes it, also where this process is killed
    try:
        with open_studio(settings, starter=False) as studio:
            pipe.send(train_here(studio, out, recipe, lambda *said: pipe.send(said)))
    except StudioError as problem:
        pipe.send(problem)
    except Exception:  # the process's edge: its standard error is nobody's
        logging.getLogger("studio").exception("training failed")
        raise
