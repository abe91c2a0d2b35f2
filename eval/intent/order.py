"""``python -m eval.intent.order``: train the network that reads in order, and write ``emergency_order.npz``.

Learns the lessons of the emergency model (``eval.intent.data``), half of them each time changed a little: a
few characters off one end, one in sixteen left out, no question mark. Rows of characters and pairs start from
the encoder that ships, made narrower by principal components, so that words that were never in a lesson are
near to some that were. Needs torch; five minutes on one core.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor, nn

from app import ordered
from app.ordered import NOTHING, REACHES, UNKNOWN, OrderedModel
from eval.intent import data
from eval.intent.data import Lesson
from index import static_encoder

NAME = "emergency_order"
SINGLE, DOUBLE, WIDTH = 64, 32, 128
LEAST_CHARACTERS, LEAST_PAIRS = 2, 3
ROUNDS, BATCH, BUCKET = 8, 64, 50
RATE, SLOWEST, WARM, DECAY = 2e-3, 0.02, 100, 1e-2
DROPPED, DROPPED_EARLY, SMOOTHED = 0.4, 0.2, 0.02
SEED = 1
Chance = random.Random
Floats = ordered.Floats


class Network(nn.Module):
    """The network of ``app.ordered`` with gradients. Its rows start from ``single`` and ``double``."""

    def __init__(self, single: Floats, double: Floats, classes: int) -> None:
        super().__init__()
        self.letter_rows = _table(single)
        self.pair_rows = _table(double)
        widths = (SINGLE + DOUBLE, WIDTH, WIDTH, WIDTH)
        self.layers = nn.ModuleList(
            nn.Conv1d(width, WIDTH, 3, padding=reach, dilation=reach)
            for width, reach in zip(widths, REACHES, strict=True)
        )
        self.attention = nn.Linear(WIDTH, 1, bias=False)
        self.last = nn.Linear(3 * WIDTH, classes)
        self.early, self.late = nn.Dropout(DROPPED_EARLY), nn.Dropout(DROPPED)

    def forward(self, ones: Tensor, twos: Tensor) -> Tensor:
        """(n, classes): scores of texts whose rows are padded with ``NOTHING``."""
        read = (ones != NOTHING)[:, None].float()
        found = (
            self.early(torch.cat((self.letter_rows(ones), self.pair_rows(twos)), -1)).transpose(1, 2) * read
        )
        first, *others = self.layers
        found = torch.relu(first(found)) * read
        for layer in others:
            found = (found + torch.relu(layer(self.early(found)))) * read
        heard = self.attention(found.transpose(1, 2))[..., 0].masked_fill(read[:, 0] == 0, -1e4)
        share = torch.softmax(heard, -1)[:, None]
        parts = (found.amax(-1), (found * share).sum(-1), found.sum(-1) / read.sum(-1))
        scores: Tensor = self.last(self.late(torch.cat(parts, 1)))
        return scores


def _table(rows: Floats) -> nn.Embedding:
    table = nn.Embedding(rows.shape[0], rows.shape[1], padding_idx=NOTHING)
    with torch.no_grad():
        table.weight.copy_(torch.from_numpy(rows))
    return table


def train(lessons: Sequence[Lesson], seed: int = SEED) -> OrderedModel:
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    texts = [ordered.letters(lesson.text) for lesson in lessons]
    labels = sorted({lesson.label for lesson in lessons})
    taught = torch.tensor([labels.index(lesson.label) for lesson in lessons])
    weights = torch.tensor([lesson.weight for lesson in lessons])
    vocabulary, rows = static_encoder.read(static_encoder.SHIPPED)
    known = set(vocabulary)
    met = Counter(letter for text in texts for letter in text)
    paired = Counter(a + b for text in texts for a, b in pairwise(text))
    characters = sorted(letter for letter, times in met.items() if times >= LEAST_CHARACTERS)
    pairs = sorted(pair for pair, times in paired.items() if times >= LEAST_PAIRS and f"_{pair}" in known)
    numbers = {feature: row for row, feature in enumerate(vocabulary)}
    network = Network(
        _narrowed([numbers.get(letter) for letter in characters], rows, SINGLE),
        _narrowed([numbers[f"_{pair}"] for pair in pairs], rows, DOUBLE),
        len(labels),
    )
    model = taken(network, labels, characters, pairs)
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    chance = random.Random(seed)  # noqa: S311  # an order of lessons, no secret
    steps = ROUNDS * (len(texts) // BATCH + 1)
    network.train()
    for step, batch in enumerate(_batches(texts, chance)):
        for group in optimiser.param_groups:
            group["lr"] = RATE * max(SLOWEST, 1 - step / steps) * min(1.0, step / WARM + 0.05)
        scores = network(*_padded([_changed(texts[at], chance) for at in batch], model))
        losses = nn.functional.cross_entropy(
            scores, taught[batch], reduction="none", label_smoothing=SMOOTHED
        )
        optimiser.zero_grad()
        torch.autograd.backward((losses * weights[batch]).mean())
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
    return taken(network, labels, characters, pairs)


def _narrowed(places: Sequence[int | None], rows: Floats, width: int) -> Floats:
    """(2 + len(places), width): rows of the encoder by their first components; zeros for what it does not know."""
    found = np.stack([np.zeros(rows.shape[1]) if at is None else rows[at] for at in places])
    found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-6)
    _, _, axes = np.linalg.svd(found - found.mean(axis=0), full_matrices=False)
    narrow = found @ axes[:width].T
    return np.concatenate((np.zeros((UNKNOWN + 1, width)), narrow / narrow.std() / 2)).astype(np.float32)


def blank(characters: Sequence[str], pairs: Sequence[str], classes: int) -> Network:
    """A network that has learned nothing, from chance."""
    chance = np.random.default_rng(SEED)
    sizes = ((len(characters) + UNKNOWN + 1, SINGLE), (len(pairs) + UNKNOWN + 1, DOUBLE))
    single, double = (chance.normal(size=size).astype(np.float32) for size in sizes)
    single[NOTHING] = double[NOTHING] = 0
    return Network(single, double, classes).eval()


def odds(network: Network, texts: Sequence[str], model: OrderedModel) -> list[list[float]]:
    """What torch makes of texts, side by side."""
    with torch.no_grad():
        found: list[list[float]] = torch.softmax(network(*_padded(texts, model)), -1).tolist()
    return found


def _batches(texts: Sequence[str], chance: Chance) -> Iterator[list[int]]:
    """Places of lessons, in each batch such of about the same length."""
    order = list(range(len(texts)))
    for _ in range(ROUNDS):
        chance.shuffle(order)
        batches = []
        for start in range(0, len(order), BATCH * BUCKET):
            near = sorted(order[start : start + BATCH * BUCKET], key=lambda at: len(texts[at]))
            batches += [near[at : at + BATCH] for at in range(0, len(near), BATCH)]
        chance.shuffle(batches)
        yield from batches


def _changed(text: str, chance: Chance) -> str:
    if chance.random() < 0.5:
        return text
    kind = chance.random()
    if kind < 0.3 and len(text) > 8:
        cut = chance.randint(1, 3)
        text = text[cut:] if chance.random() < 0.5 else text[:-cut]
    elif 0.5 <= kind < 0.8:
        text = "".join(letter for letter in text if chance.random() > 0.06)
    if chance.random() < 0.3:
        text = text.rstrip("？?。！!")
    return text or "。"


def _padded(texts: Sequence[str], model: OrderedModel) -> tuple[Tensor, Tensor]:
    rows = [ordered.numbered(text, model.characters, model.pairs) for text in texts]
    longest = max(len(ones) for ones, _ in rows)
    filled = [
        [line + [NOTHING] * (longest - len(line)) for line in lines] for lines in zip(*rows, strict=True)
    ]
    return torch.tensor(filled[0]), torch.tensor(filled[1])


def taken(
    network: Network, labels: Sequence[str], characters: Sequence[str], pairs: Sequence[str]
) -> OrderedModel:
    """What numpy runs of a network, as it is now."""

    def values(tensor: Tensor) -> Floats:
        return np.ascontiguousarray(tensor.detach().numpy(), dtype=np.float32).copy()

    kernels = []
    for layer in network.layers:
        assert isinstance(layer, nn.Conv1d) and layer.bias is not None
        flat = layer.weight.permute(2, 1, 0).reshape(-1, WIDTH)
        kernels.append((values(flat), values(layer.bias)))
    return OrderedModel(
        labels=tuple(labels),
        characters={letter: row for row, letter in enumerate(characters, UNKNOWN + 1)},
        pairs={pair: row for row, pair in enumerate(pairs, UNKNOWN + 1)},
        single=values(network.letter_rows.weight),
        double=values(network.pair_rows.weight),
        kernels=tuple(kernels),
        attention=values(network.attention.weight[0]),
        weights=values(network.last.weight.T),
        bias=values(network.last.bias),
    )


def main() -> int:
    lessons = data.emergency()
    model = train(lessons)
    ordered.save(ordered.SHIPPED, NAME, model)
    sys.stdout.write(f"{NAME}：{len(lessons)} 句，{len(model.characters)} 字，{len(model.pairs)} 对\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
