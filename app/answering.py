"""An answer from its quotes to its record: shown at once, in a language model's words, stored when that can be done."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from app.history import History
from app.model import Answer
from app.phrasing import LanguageModel, last, phrased


def growing(history: History, quoted: Answer, model: LanguageModel | None) -> Iterator[Answer]:
    """The answer in quotes, then with each sentence of the model's; once more where it is stored only then."""
    answer = history.remember(quoted)
    try:
        for grown in phrased(answer, model):
            answer = grown
            yield answer
    except GeneratorExit:  # whoever asked has gone: what was asked is kept all the same
        _settle_later(history, answer)
        raise
    settled = history.settle(answer)
    if settled is not answer:
        yield settled


def whole(history: History, quoted: Answer, model: LanguageModel | None) -> Answer:
    """The answer with all of the model's words. Where another program writes, it is stored afterwards."""
    answer = last(phrased(history.remember(quoted), model))
    if answer.asked:
        return history.settle(answer)
    _settle_later(history, answer)
    return answer


def _settle_later(history: History, answer: Answer) -> None:
    threading.Thread(target=history.settle, args=(answer,), name="settle").start()
