"""Features of one or two characters by the characters' codes: looked up all at once, in a third of the time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int32]
Keys = npt.NDArray[np.int64]
_BITS = 21  # of a character's code


@dataclass(frozen=True, slots=True)
class Codes:
    """Sorted ``keys`` (n,) int64 and the number of each one's feature (n,) int32."""

    keys: Keys
    numbers: Numbers

    @classmethod
    def made(cls, keys: Keys, numbers: Sequence[int]) -> Codes:
        """In any order. The greatest key stands at the end, so that every place that is looked at exists."""
        order = np.argsort(keys)
        return cls(
            np.append(keys[order], np.iinfo(np.int64).max),
            np.append(np.array(numbers, dtype=np.int32)[order], np.int32(-1)),
        )

    def of(self, keys: Keys) -> Numbers:
        """The number of each key, -1 of one that there is not."""
        places = np.searchsorted(self.keys, keys)
        return np.where(self.keys[places] == keys, self.numbers[places], np.int32(-1))


def by_code(vocabulary: Sequence[str]) -> tuple[Codes, Codes]:
    """The single characters and the bigrams of a vocabulary (see ``tokens.features``) by their characters' codes.

    Whatever of two neighbours in a text is a bigram here was one run of letters there: so no runs are looked for.
    """
    single = [at for at, one in enumerate(vocabulary) if len(one) == 1 and not one.isascii()]
    double = [
        at
        for at, one in enumerate(vocabulary)
        if len(one) == 3 and one[0] == "_" and not one.isascii() and one[1:].isalnum()
    ]
    codes = codes_of("".join(vocabulary[at] for at in double)).reshape(-1, 3)
    return (
        Codes.made(codes_of("".join(vocabulary[at] for at in single)), single),
        Codes.made(pairs_of(codes[:, 1], codes[:, 2]), double),
    )


def codes_of(text: str) -> Keys:
    """The codes of a text's characters."""
    return np.frombuffer(text.encode("utf-32-le"), dtype="<u4").astype(np.int64)


def pairs_of(first: Keys, second: Keys) -> Keys:
    """One key for two codes."""
    return first << _BITS | second
