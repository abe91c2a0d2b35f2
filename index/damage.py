"""A damaged index is rebuilt, never shown as a crash: the catalog has everything that it holds.

Whoever opens, reads or writes index files does so ``watched``: what a vendor raises on damaged files
becomes a ``DamagedIndexError``, and the next sync moves the files aside and builds them anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ingest.errors import StudioError

_NO_DAMAGE = ("locked", "disk is full", "readonly", "permission denied")
"""What a vendor says, in the same exceptions, of an index that is whole."""


class DamagedIndexError(StudioError):
    """Files of the index cannot be used; nothing is lost with them."""


class Health:
    """What is known of one index folder's files. ``damaged``: a sync must look at all of them."""

    def __init__(self) -> None:
        self.damaged = False

    def found(self, what: str) -> DamagedIndexError:
        """Note damage; the error to raise."""
        self.damaged = True
        return DamagedIndexError(f"{what}损坏了。资料没有丢，索引可以从目录库重建。")

    @contextmanager
    def watched(self, what: str, *errors: type[Exception]) -> Iterator[None]:
        """Turn a vendor's errors into a DamagedIndexError, but for those that another cause explains."""
        try:
            yield
        except BaseException as error:
            if not _tells_of_damage(error, errors):
                raise
            raise self.found(what) from error


def _tells_of_damage(error: BaseException, errors: tuple[type[Exception], ...]) -> bool:
    # tantivy panics on some damaged bytes, and a panic of Rust is no Exception in Python.
    if type(error).__name__ == "PanicException":
        return True
    text = str(error).lower()
    other = isinstance(error, UnicodeError) or any(words in text for words in _NO_DAMAGE)
    return isinstance(error, errors) and not other
