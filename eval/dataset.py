"""Reading question sets: the shipped ones by name, others by path."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from eval.model import Question
from ingest.errors import StudioError

SETS = Path(__file__).parent / "sets"


def names() -> list[str]:
    """Names of the shipped question sets; ``starter`` first."""
    found = sorted(path.stem for path in SETS.glob("*.jsonl") if _is_question_set(path))
    return sorted(found, key=lambda name: (name != "starter", name))


def located(name_or_path: str) -> Path:
    """The file of a set. Raises StudioError where there is none."""
    path = SETS / f"{name_or_path}.jsonl" if name_or_path in names() else Path(name_or_path)
    if not path.is_file():
        raise StudioError(f"没有题集“{name_or_path}”。可用：{'、'.join(names())}，或给出一个 .jsonl 文件。")
    return path


def load(name_or_path: str) -> list[Question]:
    """The questions of a set, in order. Raises StudioError that names every bad line at once."""
    path = located(name_or_path)
    questions, problems, seen = [], [], set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            question = Question.model_validate_json(line)
        except ValidationError as error:
            problems.append(f"第 {number} 行：{_first(error)}")
            continue
        if question.id in seen:
            problems.append(f"第 {number} 行：编号 {question.id} 重复")
        seen.add(question.id)
        questions.append(question)
    if problems:
        raise StudioError(f"题集 {path.name} 有 {len(problems)} 处错误，请改正：\n" + "\n".join(problems))
    if not questions:
        raise StudioError(f"题集 {path.name} 里没有题目。")
    return questions


def _is_question_set(path: Path) -> bool:
    """Other gold data lies beside the sets; a question set's first line has a question."""
    with path.open(encoding="utf-8") as lines:
        return '"question"' in lines.readline()


def _first(error: ValidationError) -> str:
    problem = error.errors()[0]
    place = ".".join(str(part) for part in problem["loc"])
    return f"{place} {problem['msg']}".strip()
