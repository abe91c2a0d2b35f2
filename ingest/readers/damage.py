"""What parsers raise on damaged files. None of them promises one exception, so readers share this list.

It is for the call of a vendor's parser and the walk over what it gives, where the file's content
decides what is raised; the original exception stays the cause of the ``StudioError``.
"""

from __future__ import annotations

import struct
import zipfile
import zlib

DAMAGE: tuple[type[Exception], ...] = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    RecursionError,
    SyntaxError,  # the base of the XML parsers' errors
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
