"""Imports chromadb beside other work, once, and only when vectors are needed.

It is large (half a second: more than anything else that answers a question).
A thread starts on them while the catalog and the lexical index open. Garbage collection is off
meanwhile and what was imported is frozen: modules live as long as the process, and collecting them
again and again, also at exit, costs a fifth of the time (measured: 2.15 s to 1.76 s).
"""

from __future__ import annotations

import gc
import importlib
import threading
from concurrent.futures import Future
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from index import vectors


@cache
def preload() -> Future[ModuleType]:
    """Start importing ``index.vectors`` in the background; call it as early as a search is certain."""
    promise: Future[ModuleType] = Future()
    threading.Thread(target=_load, args=(promise,), name="load-vectors", daemon=True).start()
    return promise


def vectors_module() -> type[vectors.VectorDatabase]:
    """``VectorDatabase``, waiting for its import where needed."""
    return cast("type[vectors.VectorDatabase]", preload().result().VectorDatabase)


def _load(promise: Future[ModuleType]) -> None:
    collecting = gc.isenabled()
    gc.disable()
    try:
        module = importlib.import_module("index.vectors")
    except BaseException as error:  # noqa: BLE001  handed to whoever waits for it
        promise.set_exception(error)
    else:
        gc.freeze()
        promise.set_result(module)
    finally:
        if collecting:
            gc.enable()
