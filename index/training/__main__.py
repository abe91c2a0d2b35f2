"""``python -m index.training``: train the shipped encoder again, or export one for sentence-transformers."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tqdm import tqdm

from index import static_encoder
from index.training import gather
from index.training.ensemble import train_together
from index.training.export import export
from index.training.pairs import Source
from index.training.train import Progress, Recipe
from ingest.errors import StudioError

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Train or export; 1 for what a user can mend."""
    given = _parser().parse_args(arguments)
    try:
        if given.export:
            export(given.out, given.export)
            _say(f"已导出 sentence-transformers 模型：{given.export}")
        else:
            _train(given)
    except StudioError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m index.training", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus", help="语料文件夹")
    parser.add_argument(
        "--shared", type=Path, default=ROOT.parent / "shared" / "data", help="法律和问答数据；没有就少学一些"
    )
    parser.add_argument("--out", type=Path, default=static_encoder.SHIPPED, help="编码器写到（或取自）哪里")
    parser.add_argument("--steps", type=int, default=Recipe().steps, help="每个训练多少批")
    parser.add_argument("--members", type=int, default=Recipe().members, help="训练几个再合成一个")
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    parser.add_argument("--export", type=Path, help="不训练，把 --out 里的编码器导出到这个文件夹")
    return parser


def _train(given: argparse.Namespace) -> None:
    begun = time.perf_counter()
    shared = given.shared if given.shared.is_dir() else None
    if shared is None:
        _say(f"没有找到 {given.shared}：只用随程序发布的问法、说法组和语料来训练，配对较少，效果会低一些。")
    material = gather.material(given.corpus, shared, date.today())
    sources = gather.sources(material, gather.Mixture())
    for line in summary(sources):
        _say(line)
    recipe = Recipe(steps=given.steps, seed=given.seed, members=given.members)
    with tqdm(total=recipe.steps * recipe.members, unit="批", desc="训练") as bar:
        trained = train_together(sources, recipe, progress=_on(bar))
    static_encoder.save(given.out, trained.features, trained.rows[:-1])
    encoder = static_encoder.load(given.out)
    size = sum(path.stat().st_size for path in given.out.iterdir() if path.is_file()) / 1e6
    _say(
        f"已写入 {given.out}：{encoder.id}，{len(trained.features)} 个特征 × {encoder.dimension} 维，"
        f"{size:.1f} MB，用时 {time.perf_counter() - begun:.0f} 秒"
    )


def _on(bar: tqdm[None]) -> Progress:
    def progress(step: int, _steps: int, loss: float) -> None:
        bar.set_postfix_str(f"损失 {loss:.3f}", refresh=False)
        bar.update(step - bar.n)

    return progress


def summary(sources: Sequence[Source]) -> list[str]:
    """A line for each source: pairs, part of a batch, licence."""
    whole = sum(source.share for source in sources)
    return [
        f"{source.name}：{len(source.pairs)} 对，占每批 {source.share / whole:.0%}（{source.licence}）"
        for source in sources
    ]


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
