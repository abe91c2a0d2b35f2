"""An answer in a language model's words: each sentence cited, checked against its quotes, else replaced by them.

An emergency is never sent anywhere. Everything that is sent is masked first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from app.emergency import recognise
from app.generate import ModelError
from app.model import Answer, Citation, PhrasedSentence, Phrasing
from app.prompting import PHRASE, Piece, Source, phrasing_request, pieces
from app.verify import Verdict, verify
from ingest.masking import mask_text
from ingest.model import Form

_SEPARATE = "\n\n※※\n\n"


class LanguageModel(Protocol):
    """What phrasing needs of a model: its name, the host that may be shown, and replies in parts."""

    @property
    def model(self) -> str: ...
    @property
    def host(self) -> str: ...
    def stream(self, system: str, user: str) -> Iterator[str]: ...


def phrased(answer: Answer, model: LanguageModel | None) -> Iterator[Answer]:
    """The answer as it is, then with each further sentence of the model; the last one is the whole.

    Without a model, without evidence or in an emergency the answer comes once and nothing is sent.
    """
    yield answer
    if model is None or not answer.answered or _urgent(answer):
        return
    question, sources = _masked(answer.understood or answer.question, answer.citations)
    text = _Text(answer.citations, sources)
    try:
        received = ""
        for part in model.stream(PHRASE, phrasing_request(question, sources)):
            whole, received = pieces(received + part, ended=False)
            if text.take(whole):
                yield replace(answer, phrasing=text.phrasing(model))
        text.take(pieces(received, ended=True)[0])
    except ModelError as error:
        yield _without(answer, f"语言模型（{model.host}）{error}，只显示原文。")
        return
    if not text.kept:
        why = "没有写出带引用的句子" if not text.dropped and not text.replaced else "写的句子都没有通过核对"
        yield _without(answer, f"语言模型（{model.host}）{why}，只显示原文。")
        return
    yield replace(answer, phrasing=text.phrasing(model))


def last(answers: Iterator[Answer]) -> Answer:
    """The whole answer, for those who show it at once."""
    *_, whole = answers
    return whole


def _without(answer: Answer, note: str) -> Answer:
    return replace(answer, notes=(*answer.notes, note))


def _urgent(answer: Answer) -> bool:
    """Asked again of both wordings, though ``ask`` has: no later change there may let one slip out."""
    asked = filter(None, (answer.question, answer.understood))
    return answer.emergency is not None or any(recognise(one) is not None for one in asked)


def _masked(question: str, citations: Sequence[Citation]) -> tuple[str, list[Source]]:
    """Question and quotes without personal data. Masked together, so that two people stay two."""
    texts = [question, *(citation.quote for citation in citations)]
    masked = mask_text(_SEPARATE.join(texts)).split(_SEPARATE)
    if len(masked) != len(texts):
        masked = [mask_text(text) for text in texts]
    sources = [
        Source(c.n, mask_text(c.title), mask_text(c.clause), c.form is Form.DIGEST, text)
        for c, text in zip(citations, masked[1:], strict=True)
    ]
    return masked[0], sources


@dataclass(slots=True)
class _Text:
    """What has been checked so far."""

    citations: Sequence[Citation]
    sources: Sequence[Source]
    sentences: list[PhrasedSentence] = field(default_factory=list)
    replaced: int = 0
    dropped: int = 0

    @property
    def kept(self) -> bool:
        """Whether any sentence of the model's own passed."""
        return any(not sentence.verbatim for sentence in self.sentences)

    def phrasing(self, model: LanguageModel) -> Phrasing:
        return Phrasing(tuple(self.sentences), model.host, model.model, self.replaced, self.dropped)

    def take(self, whole: Sequence[Piece]) -> bool:
        """Check further sentences; whether any is to be shown."""
        before = len(self.sentences)
        for piece in whole:
            self._take(piece)
        return len(self.sentences) > before

    def _take(self, piece: Piece) -> None:
        cited = [source for source in self.sources if source.n in piece.citations]
        if not cited:
            self.dropped += 1
            return
        if _checked(piece.text, cited).supported:
            kept = _needed(piece.text, cited)
            self._add(PhrasedSentence(piece.text, tuple(source.n for source in kept), verbatim=False))
            return
        nearest = max(cited, key=lambda source: verify(piece.text, [source.text]).score)
        quote = next(citation.quote for citation in self.citations if citation.n == nearest.n)
        if self._add(PhrasedSentence(quote, (nearest.n,), verbatim=True)):
            self.replaced += 1
        else:
            self.dropped += 1

    def _add(self, sentence: PhrasedSentence) -> bool:
        if any(sentence.text == other.text for other in self.sentences):
            return False
        self.sentences.append(sentence)
        return True


def _checked(text: str, cited: Sequence[Source]) -> Verdict:
    """The title that a citation itself states may stand in the sentence; a digest never speaks for its rule."""
    for source in cited:
        if not source.digest:
            name = re.escape(source.title.strip("《》"))
            text = re.sub(rf"(?:根据|按照|依据)?《{name}》(?:的?规定)?[，：]?", "", text)
    return verify(text, [source.text for source in cited])


def _needed(text: str, cited: Sequence[Source]) -> Sequence[Source]:
    """The fewest of the quotes that support the sentence: a number that proves nothing is no citation."""
    for source in cited:
        if len(cited) > 1 and _checked(text, [source]).supported:
            return [source]
    return cited
