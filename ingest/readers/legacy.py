"""Old Office files (.doc, .wps, .ppt, .xls, .rtf) through LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import StudioError

_TARGETS = {".ppt": "pptx", ".pps": "pptx", ".dps": "pptx", ".xls": "xlsx", ".et": "xlsx"}
_SECONDS = 90


@contextmanager
def converted(path: Path) -> Iterator[Path]:
    """A temporary copy of ``path`` in its modern format, gone when the block is left.

    Raises:
        StudioError: LibreOffice is not installed or cannot read the file; says to save as DOCX.
    """
    target = _TARGETS.get(path.suffix.lower(), "docx")
    advice = f"请用 Word/WPS 打开，另存为 {target.upper()} 后再导入"
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise StudioError(
            f"《{path.name}》是旧版 Office 格式，这台电脑没有装 LibreOffice，读不了。{advice}。"
        )
    with tempfile.TemporaryDirectory(prefix="studio-legacy-") as folder:
        _convert(program, path, Path(folder), target, advice)
        found = next(Path(folder).glob(f"*.{target}"), None)
        if found is None:
            raise StudioError(f"LibreOffice 读不了《{path.name}》，文件可能已损坏。{advice}。")
        yield found.rename(found.with_name(f"{path.stem}.{target}"))


def _convert(program: str, path: Path, folder: Path, target: str, advice: str) -> None:
    # A profile of its own: LibreOffice refuses to start beside a running one, and macros of the
    # user's profile have no business here. A file name may begin with a dash, so the path is absolute.
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless", "--norestore", "--nologo",
        "--convert-to", target,
        "--outdir", str(folder),
        str(path.resolve()),
    ]  # fmt: skip
    try:
        # No pipes: soffice starts a second program, which would hold them open after the first is killed.
        nowhere = subprocess.DEVNULL
        subprocess.run(  # noqa: S603 - no shell, fixed program
            command, check=False, stdin=nowhere, stdout=nowhere, stderr=nowhere, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise StudioError(f"LibreOffice 转换《{path.name}》超过 {_SECONDS} 秒，已停止。{advice}。") from error
