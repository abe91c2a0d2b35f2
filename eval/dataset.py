"""Reading question sets: the shipped ones by name, others by path."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from app.evaluation import SetQuestion
from app.judging_gold import folder
from eval.model import Question
from ingest.errors import StudioError

SETS = Path(__file__).parent / "sets"


def names(home: Path | None = None) -> list[str]:
    """Names of the shipped question sets, ``starter`` first, then those that ``home`` has made of reviews."""
    return list(_files(home))


def located(name_or_path: str, home: Path | None = None) -> Path:
    """The file of a set. Raises StudioError where there is none."""
    path = _files(home).get(name_or_path, Path(name_or_path))
    if not path.is_file():
        known = "、".join(names(home))
        raise StudioError(f"没有题集“{name_or_path}”。可用：{known}，或给出一个 .jsonl 文件。")
    return path


def load(name_or_path: str, home: Path | None = None) -> list[Question]:
    """The questions of a set, in order. Raises StudioError that names every bad line at once."""
    path = located(name_or_path, home)
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


def asked(name: str, home: Path | None = None) -> list[SetQuestion]:
    """The questions of a set as they are asked, each with those that it follows before it."""
    questions = load(name, home)
    by_id = {one.id: one for one in questions}

    def before(one: Question) -> tuple[str, ...]:
        told: list[str] = []
        while one.follows and one.follows in by_id and len(told) < len(by_id):
            one = by_id[one.follows]
            told.insert(0, one.question)
        return tuple(told)

    return [SetQuestion(one.question, before(one), one.stage.value if one.stage else "") for one in questions]


def _files(home: Path | None) -> dict[str, Path]:
    """The file of every set by name; a shipped one goes before a home's of the same name."""
    shipped = sorted(SETS.glob("*.jsonl"), key=lambda path: (path.stem != "starter", path.stem))
    own = sorted(folder(home).glob("*.jsonl")) if home else []
    found: dict[str, Path] = {}
    for path in (*shipped, *own):
        if _is_question_set(path):
            found.setdefault(path.stem, path)
    return found


def _is_question_set(path: Path) -> bool:
    """Other gold data lies beside the sets; a question set's first line has a question."""
    with path.open(encoding="utf-8") as lines:
        return '"question"' in lines.readline()


def _first(error: ValidationError) -> str:
    problem = error.errors()[0]
    place = ".".join(str(part) for part in problem["loc"])
    return f"{place} {problem['msg']}".strip()
