"""Regenerates the parts of the README that would otherwise drift: settings and command help.

`python -m app.docs README.md` rewrites the text between the markers; a test holds both together.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from app.cli import parser
from app.settings import table


def render(text: str) -> str:
    """``text`` with every ``<!-- made: NAME -->`` part made anew. Raises KeyError for an unknown one."""
    makers = {"settings": table, "commands": commands}

    def make(match: re.Match[str]) -> str:
        name = match.group(1)
        return f"<!-- made: {name} -->\n{makers[name]()}\n<!-- end: {name} -->"

    return re.sub(r"<!-- made: (\w+) -->\n.*?<!-- end: \1 -->", make, text, flags=re.S)


def commands() -> str:
    """One fenced block with the usage line and the help of every command."""
    lines = []
    for usage, help_ in sorted(_leaves(parser(), "studio", "")):
        lines.append(f"{usage}    # {help_}" if help_ else usage)
    return "```\n" + "\n".join(lines) + "\n```"


def _leaves(command: argparse.ArgumentParser, name: str, help_: str) -> list[tuple[str, str]]:
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
            return [
                leaf
                for word, child in action.choices.items()
                for leaf in _leaves(child, f"{name} {word}", helps.get(word, ""))
            ]
    arguments = [_argument(action) for action in command._actions if action.dest != "help"]
    return [(" ".join([name, *arguments]), help_)]


def _argument(action: argparse.Action) -> str:
    shown = action.metavar or action.dest.upper()
    if not action.option_strings:
        plain = str(shown)
        return f"{plain}..." if action.nargs == "+" else f"[{plain}]" if action.nargs == "?" else plain
    option = action.option_strings[-1]
    return f"[{option}]" if action.nargs == 0 else f"[{option} {shown}]"


def main() -> int:
    path = Path(sys.argv[1])
    made = render(path.read_text(encoding="utf-8"))
    partial = path.with_suffix(".partial")
    partial.write_text(made, encoding="utf-8", newline="\n")
    partial.replace(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
