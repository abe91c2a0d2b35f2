"""Matrix products on one thread: of small ones, on a busy machine, one thread waits for the other."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache

from threadpoolctl import ThreadpoolController


def one_thread() -> AbstractContextManager[object]:
    """For products too small to share out: without it 12 ms instead of 3 for one, 600 instead of 1 for another.

    The limit is the process's: where two requests overlap, the last to leave sets what stood when it came.
    """
    limit: AbstractContextManager[object] = _blas().limit(limits=1)
    return limit


@cache
def _blas() -> ThreadpoolController:
    return ThreadpoolController().select(user_api="blas")
