"""``python -m eval.intent.paired [SHARED]``: train the network that reads a question beside a sentence, ``paired.npz``.

Learns the lessons of ``eval.intent.near``: pairs of a question that the library answers and one beside it that it
does not, with the sentences that the program finds for each. A question counts as answered by the mean of its
sentences' odds; where it is known which of them answer, one of these is to stand out among them too. Needs torch; some
minutes on one core. After it ``eval.intent.calibrate``, since silence reads what the network says.
Rounds, loss and size were chosen by what they did to the sets held out there: its figures flatter a little.

What writers ask for where nothing answers (fees, forms, other numbers) shows in the question alone: strings of one to
three letters of questions by unseen writers tell 答 from 不答 with an AUC of .88. Taught beside such a model, so that only what
it does not say is learned, the network told neighbours less well (.894 instead of .914 in the sets held out) and refused
.27 instead of .30 of what a library took in; what helps more against that is ``eval.intent.taken_in``. 5,003 further
lessons by eight more writers changed nothing beyond what another seed does, and are not kept.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from app import paired
from app.paired import ABOVE, ASKED, SAID, Floats, PairedModel
from eval.benchmarks import homes
from eval.intent import near
from eval.intent.near import Lesson
from index.encoder import open_encoder
from index.model import Encoder

NARROW, WIDTH = 96, 64
ROUNDS, BATCH = 9, 48
RATE, DECAY, DROPPED = 1.5e-3, 1e-2, 0.3
SHARPNESS = 6.0
STANDS_OUT = 0.5
"""What it counts that the sentence which answers stands out."""
SEED = 1
_FIELDS = [field.name for field in fields(PairedModel)]


class Network(nn.Module):
    """The network of ``app.paired`` with gradients, over padded batches. ``axes`` are not learned."""

    axes: Tensor

    def __init__(self, dimension: int) -> None:
        super().__init__()
        self.register_buffer("axes", torch.zeros(dimension, NARROW))
        self.into = nn.Linear(NARROW, WIDTH, bias=False)
        self.asked = nn.Conv1d(WIDTH, WIDTH, 3, padding=1)
        self.said = nn.Conv1d(WIDTH, WIDTH, 3, padding=1)
        self.places = nn.Parameter(torch.zeros(2, WIDTH))
        self.compare = nn.Sequential(
            nn.Linear(4 * WIDTH + 3, WIDTH),
            nn.ReLU(),
            nn.Dropout(DROPPED),
            nn.Linear(WIDTH, WIDTH),
            nn.ReLU(),
        )
        self.judge = nn.Sequential(
            nn.Linear(4 * WIDTH + 2, WIDTH), nn.ReLU(), nn.Dropout(DROPPED), nn.Linear(WIDTH, 1)
        )
        self.sharpness = nn.Parameter(torch.tensor([SHARPNESS]))
        self.dropout = nn.Dropout(DROPPED)

    def forward(self, asked: Tensor, above: Tensor, text: Tensor, told: Tensor, rows: Tensor) -> Tensor:
        """(n, candidates): log odds. ``asked`` (n, ASKED), ``above`` (n * candidates, ABOVE) and ``text`` (the same,
        SAID) are places in ``rows`` (words, NARROW), of which the first is padding; ``told`` (n * candidates, 2)."""
        each = len(above) // len(asked)
        mask_asked = (asked > 0).float().repeat_interleave(each, 0)
        mask_said = (torch.cat((above, text), 1) > 0).float()
        own = self._context(rows[asked], self.asked).repeat_interleave(each, 0)
        parts = zip((above, text), self.places, strict=True)
        said = torch.cat([self._context(rows[part], self.said) + place for part, place in parts], 1)
        vectors = rows[torch.cat((above, text), 1)]
        alike = torch.relu(rows[asked].repeat_interleave(each, 0) @ vectors.transpose(1, 2))
        attention = (_unit(own) @ _unit(said).transpose(1, 2) + alike) * self.sharpness
        in_text = torch.cat((torch.zeros(ABOVE), torch.ones(SAID)))
        of_asked = (alike.amax(2), (alike * (1 - in_text)).amax(2), (alike * in_text).amax(2))
        most = alike.amax(1)
        of_said = (most, most * (1 - in_text), most * in_text)
        summary = (
            *self._compared(own, _shares(attention, mask_said) @ said, of_asked, mask_asked),
            *self._compared(said, _shares(attention.transpose(1, 2), mask_asked) @ own, of_said, mask_said),
            told,
        )
        judged: Tensor = self.judge(torch.cat(summary, 1))
        return judged.view(-1, each)

    def _context(self, vectors: Tensor, layer: nn.Conv1d) -> Tensor:
        own: Tensor = self.into(vectors)
        return own + torch.relu(layer(self.dropout(own).transpose(1, 2)).transpose(1, 2))

    def _compared(
        self, own: Tensor, found: Tensor, alike: tuple[Tensor, ...], mask: Tensor
    ) -> tuple[Tensor, Tensor]:
        beside = torch.cat((own, found, (own - found).abs(), own * found, torch.stack(alike, -1)), -1)
        made = self.compare(beside) * mask[..., None]  # never below 0, so that padding is never the largest
        return made.sum(1) / mask.sum(1, keepdim=True).clamp(min=1), made.amax(1)


def _unit(rows: Tensor) -> Tensor:
    found: Tensor = functional.normalize(rows, dim=-1, eps=1e-6)
    return found


def _shares(scores: Tensor, mask: Tensor) -> Tensor:
    return torch.softmax(scores.masked_fill(mask[:, None] == 0, -1e4), -1)


class Words:
    """Every word of the lessons as a row; row 0 is padding."""

    def __init__(self, lessons: Sequence[Lesson], encoder: Encoder) -> None:
        self.at: dict[str, int] = {}
        self.asked = [self._numbered(lesson.question, ASKED) for lesson in lessons]
        self.above = [[self._numbered(one.above, ABOVE) for one in lesson.candidates] for lesson in lessons]
        self.text = [[self._numbered(one.text, SAID) for one in lesson.candidates] for lesson in lessons]
        self.vectors = np.zeros((len(self.at) + 1, encoder.dimension), dtype=np.float32)
        self.vectors[1:] = encoder.encode_passages(list(self.at))

    def _numbered(self, text: str, most: int) -> list[int]:
        found = [self.at.setdefault(word, len(self.at) + 1) for word in paired.words(text, most)]
        return found + [0] * (most - len(found))


def train(lessons: Sequence[Lesson], encoder: Encoder, seed: int = SEED) -> Network:
    """``lessons`` all have the same number of candidates."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    read = Words(lessons, encoder)
    network = Network(encoder.dimension)
    _, _, axes = np.linalg.svd(read.vectors.T @ read.vectors)
    network.axes.copy_(torch.from_numpy(axes[:NARROW].T.copy()))
    rows = torch.from_numpy(read.vectors) @ network.axes
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    steps = ROUNDS * math.ceil(len(lessons) / BATCH)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    chance = np.random.default_rng(seed)
    network.train()
    for _ in range(ROUNDS):
        for places in np.array_split(chance.permutation(len(lessons)), math.ceil(len(lessons) / BATCH)):
            loss = _loss(
                network(*padded(places.tolist(), lessons, read), rows), [lessons[at] for at in places]
            )
            optimiser.zero_grad()
            torch.autograd.backward(loss)
            optimiser.step()
            pace.step()
    return network.eval()


def padded(
    places: Sequence[int], lessons: Sequence[Lesson], read: Words
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """What the network reads of some lessons."""
    return (
        torch.tensor([read.asked[at] for at in places]),
        torch.tensor([line for at in places for line in read.above[at]]),
        torch.tensor([line for at in places for line in read.text[at]]),
        torch.tensor([(one.close, one.like) for at in places for one in lessons[at].candidates]),
    )


def _loss(scores: Tensor, lessons: Sequence[Lesson]) -> Tensor:
    answered = torch.tensor([float(lesson.answered) for lesson in lessons])
    mean = torch.logsumexp(scores, 1) - math.log(scores.shape[1])
    loss = functional.binary_cross_entropy_with_logits(mean, answered)
    known = [(row, list(lesson.gold)) for row, lesson in enumerate(lessons) if lesson.gold]
    if known:
        told = [torch.logsumexp(torch.log_softmax(scores[row], 0)[at], 0) for row, at in known]
        loss = loss - STANDS_OUT * torch.stack(told).mean()
    return loss


def taken(network: Network) -> PairedModel:
    """What numpy runs of a network, as it is now."""

    def values(tensor: Tensor) -> Floats:
        return np.ascontiguousarray(tensor.detach().numpy(), dtype=np.float32).copy()

    def kernel(layer: nn.Conv1d) -> Floats:
        return values(layer.weight.permute(2, 1, 0).reshape(-1, WIDTH))

    def layers(of: nn.Sequential) -> Iterator[Floats]:
        for layer in of:
            if isinstance(layer, nn.Linear):
                yield from (values(layer.weight.T), values(layer.bias))

    asked, said = network.asked, network.said
    assert asked.bias is not None and said.bias is not None
    learned = (
        values(network.axes),
        values(network.into.weight.T),
        *(kernel(asked), values(asked.bias)),
        *(kernel(said), values(said.bias)),
        values(network.places),
        *layers(network.compare),
        *layers(network.judge),
        values(network.sharpness),
    )
    return PairedModel(**dict(zip(_FIELDS, learned, strict=True)))


def main(shared: Path) -> int:
    lessons = near.lessons(shared)
    model = taken(train(lessons, open_encoder()))
    paired.save(paired.SHIPPED, paired.NAME, model)
    sys.stdout.write(
        f"{paired.NAME}：{len(lessons)} 题，{sum(lesson.answered for lesson in lessons)} 题有依据\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else homes.DATA))
