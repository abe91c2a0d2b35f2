"""The architecture, executable: who may import whom, one home per vendor, small modules, a light start."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("ingest", "index", "app", "eval")

MAY_IMPORT = {
    "ingest": {"ingest"},
    "index": {"index", "ingest"},
    "app": {"app", "index", "ingest"},
    "eval": {"eval", "app", "index", "ingest"},
}
COMPOSITION_ROOT = {"app/cli_eval.py", "app/server.py"}
"""They alone may import eval, inside functions."""

# One home for each third-party library, so that replacing one means changing one place.
HOMES = {
    "alembic": ("ingest/catalog", "ingest/schema", "ingest/migrations/"),
    "argon2": ("app/accounts",),
    "bm25s": ("eval/benchmarks/others_systems",),
    "bs4": ("ingest/readers/",),
    "chromadb": ("index/vectors", "index/store", "eval/benchmarks/others_systems"),  # there it is compared
    "docx": ("ingest/readers/", "app/export", "eval/corpus/truth_docx"),
    # The gate stands around all routes; *_routes are the plain pages.
    "fastapi": (
        "app/server",
        "app/rest",
        "app/doc_routes",
        "app/gate",
        "app/login_routes",
        "app/admin_routes",
        "app/keeping_routes",
    ),
    "fpdf": ("eval/corpus/truth_pdf",),
    # What Chroma's client and the language model's raise where their server does not answer.
    "httpx": ("index/vectors", "app/generate"),
    "gradio": ("app/pages/", "app/server"),
    "ir_measures": ("eval/metrics",),
    "llama_index": ("index/store", "index/retriever", "app/generate", "eval/benchmarks/others_systems"),
    "lxml": ("ingest/readers/",),
    "matplotlib": ("eval/",),
    "openai": ("app/generate",),  # what LlamaIndex's client raises
    "openpyxl": ("ingest/readers/", "eval/report"),
    "playwright": ("eval/benchmarks/browser",),
    "pptx": ("ingest/readers/",),
    "pydantic_settings": ("app/settings",),
    "pypdf": ("ingest/readers/", "eval/benchmarks/messy_counts"),  # there it checks the readers
    "pypdfium2": ("ingest/readers/", "app/page_image"),
    "rapidocr": ("ingest/readers/",),
    "rjieba": ("index/tokens",),
    "sklearn": ("eval/intent/", "eval/verifier/"),
    "sentence_transformers": ("index/hub", "index/training/"),
    "sqlalchemy": ("ingest/catalog", "ingest/schema", "ingest/migrations/"),
    "starlette": ("app/gate",),
    "structlog": ("app/log",),
    "tantivy": ("index/lexical",),
    "threadpoolctl": ("index/one_thread",),
    "tokenizers": ("index/training/",),
    "torch": ("index/hub", "index/training/", "eval/intent/order", "eval/intent/paired"),
    "tqdm": ("app/cli_output", "index/training/", "eval/benchmarks/"),
    "uvicorn": ("app/server", "app/cli_serve"),
    "yaml": ("ingest/readers/", "ingest/frontmatter", "ingest/standards", "eval/"),
}
UTILITIES = {"numpy", "pydantic", "tests"}
HEAVY = ("torch", "sentence_transformers", "gradio", "chromadb", "onnxruntime", "openai")


def modules() -> Iterator[Path]:
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """(dotted module, whether the import stands inside a function)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for child in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, id(node) in inside
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or "", id(node) in inside


def test_rooms_import_one_way():
    arrows = []
    for path in modules():
        name = path.relative_to(ROOT).as_posix()
        room = name.split("/")[0]
        for module, inside in imports(path):
            target = module.split(".")[0]
            if target not in ROOMS or target in MAY_IMPORT[room]:
                continue
            if target == "eval" and name in COMPOSITION_ROOT and inside:
                continue
            arrows.append(f"{name} -> {module}")
    assert arrows == []


def test_every_third_party_library_has_one_home():
    strays = []
    for path in modules():
        name = path.relative_to(ROOT).as_posix()
        for module, _ in imports(path):
            vendor = module.split(".")[0]
            if vendor in ROOMS or vendor in UTILITIES or vendor in sys.stdlib_module_names:
                continue
            homes = HOMES.get(vendor)
            if homes is None or not name.startswith(homes):
                strays.append(f"{name} imports {module}")
    assert strays == []


def test_no_module_over_300_lines():
    files = [*modules(), *sorted((ROOT / "tests").rglob("*.py"))]
    long = {
        str(path.relative_to(ROOT)): count
        for path in files
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert long == {}


def test_only_settings_reads_the_environment():
    readers = [
        path.relative_to(ROOT).as_posix()
        for path in modules()
        if any(word in path.read_text(encoding="utf-8") for word in ("os.environ", "os.getenv", "getenv("))
    ]
    assert set(readers) <= {"app/settings.py", "app/quiet.py", "ingest/worker.py"}


def test_every_package_and_what_it_reads_is_packaged():
    setup = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    packages = {path.parent.relative_to(ROOT).as_posix().replace("/", ".") for path in modules()}
    assert sorted(setup["packages"]) == sorted(packages)
    beside = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file()
        and path.suffix not in (".py", ".pyc")
        and path.parent != ROOT / "eval" / "results"  # figures, not needed to run
    }
    packaged = {
        path.relative_to(ROOT).as_posix()
        for room, patterns in setup["package-data"].items()
        for pattern in patterns
        for path in (ROOT / room).glob(pattern)
    }
    assert beside - packaged == set()


@pytest.mark.parametrize("module", ["app.cli", "index.search", "ingest.pipeline"])
def test_start_path_is_light(module: str):
    script = f"import sys, {module}; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"


def test_top_level_is_as_agreed():
    tracked = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=False, cwd=ROOT)
    if tracked.returncode:
        pytest.skip("not a git checkout")
    folders = {line.split("/")[0] for line in tracked.stdout.splitlines() if "/" in line}
    assert folders <= {"ingest", "index", "app", "corpus", "eval", "tests", "docs", ".ci", ".github"}
