"""`studio`: the command line. Its arguments and its JSON are a contract; other tools call it."""

from __future__ import annotations

import argparse
import logging
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from app import cli_users_options
from app.cli_options import counts, dates, kinds, levels, numbers, ports, stages, versions
from app.settings import Settings
from ingest.errors import StudioError

UNFORESEEN = 3


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Exit status 0, 1 for a user's mistake or a failed file, 2 for wrong usage, 3 for a fault of ours.
    """
    arguments = parser().parse_args(argv)
    try:
        settings = _settings(arguments)
        return int(arguments.run(arguments, settings))
    except StudioError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("已中断。没有写完的内容会在下次启动时补齐。", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 0
    except Exception as error:
        logging.getLogger("studio").exception("command failed", exc_info=error)
        print(_fault(error), file=sys.stderr)
        if arguments.debug:
            traceback.print_exception(error)
        return UNFORESEEN


def _settings(arguments: argparse.Namespace) -> Settings:
    # Until the home is open nothing is logged, and nothing of a fault may land on the terminal.
    logging.lastResort = None
    try:
        settings = Settings()
    except ValidationError as error:
        names = "、".join(f"STUDIO_{str(part).upper()}" for one in error.errors() for part in one["loc"])
        raise StudioError(f"环境变量 {names} 的值不能用，请检查。各项的含义见 README。") from error
    if arguments.home is not None:
        settings.home = arguments.home
    return settings


def _fault(error: Exception) -> str:
    """One line about a fault of ours, and where its details are."""
    files = [getattr(handler, "baseFilename", "") for handler in logging.getLogger().handlers]
    where = next(filter(None, files), "")
    name = type(error).__name__
    if where:
        return f"程序出错了（{name}），详情在 {where}。加 --debug 可以直接看到。"
    return f"程序出错了（{name}）。加 --debug 可以看到详情：studio --debug …"


def parser() -> argparse.ArgumentParser:
    """The whole grammar. Commands import what they need when they run, so that help is instant."""
    root = argparse.ArgumentParser(prog="studio", description="班主任工作室 · 知识助手")
    root.add_argument("--home", type=Path, help="数据目录（默认 STUDIO_HOME，否则 ./data）")
    root.add_argument("--debug", action="store_true", help="程序出错时显示详情")
    commands = root.add_subparsers(required=True, metavar="命令")
    _ingest(commands)
    _search(commands, "search", "检索：列出相关段落")
    _search(commands, "ask", "提问：引用原文回答")
    _docs(commands)
    _serve(commands)
    _eval(commands)
    _standard(commands)
    _tune(commands)
    cli_users_options.add(commands, _run)
    _keeping(commands)
    return root


def _ingest(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("ingest", help="导入文件或文件夹")
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    command.add_argument(
        "--kind", type=kinds, help="类别：policy handbook case lesson plan activity emergency record"
    )
    command.add_argument("--publish", action="store_true", help="导入后立即发布")
    command.add_argument("--no-starter", action="store_true", help="空数据目录不先发布附带的资料")
    command.add_argument("--json", action="store_true", help="只输出一个 JSON 值")
    command.set_defaults(run=_run("ingest"))


def _search(commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, help_: str) -> None:
    command = commands.add_parser(name, help=help_)
    command.add_argument("question", nargs="?", metavar="QUERY" if name == "search" else "QUESTION")
    if name == "search":
        command.add_argument("-k", type=counts, default=10, help="最多几条（默认 10）")
    command.add_argument("--kind", type=kinds, action="append", default=[], help="只查这一类（可重复）")
    command.add_argument("--stage", type=stages, action="append", default=[], help="学段（可重复）")
    command.add_argument("--level", type=levels, action="append", default=[], help="层级（可重复）")
    command.add_argument("--as-of", type=dates, metavar="YYYY-MM-DD", help="查这一天有效的资料")
    if name == "ask":
        command.add_argument(
            "--export", type=Path, metavar="FILE", help="把回答连同出处写成 .docx（Word）或 .md 文件"
        )
        command.add_argument(
            "--after",
            action="append",
            default=[],
            metavar="上一问",
            help="接着哪一问问（可重复，先问的在前）",
        )
    command.add_argument("--batch", type=Path, metavar="FILE", help="一行一个问题，一行输出一个 JSON 值")
    command.add_argument("--json", action="store_true", help="只输出一个 JSON 值")
    command.set_defaults(run=_run(name))


def _docs(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    docs = commands.add_parser("docs", help="查看和管理资料")
    actions = docs.add_subparsers(required=True, metavar="动作")
    listing = actions.add_parser("list", help="列出资料")
    listing.add_argument("--kind", type=kinds, help="只列这一类")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=_run("docs_listing"))
    for name, help_ in (
        ("show", "目录、元数据和段落"),
        ("text", "引文位置所依据的原文"),
        ("publish", "发布"),
        ("withdraw", "停用，立即不再被检索"),
        ("history", "审计记录"),
        ("rollback", "退回更早的、发布过的版本（不是现在的，也不是刚停用的）"),
        ("findings", "列出被隐去的疑似个人信息（不显示内容）"),
    ):
        action = actions.add_parser(name, help=help_)
        action.add_argument("id", metavar="ID")
        if name in ("show", "text", "publish", "rollback", "findings"):
            action.add_argument("--version", type=versions, metavar="N")
        if name != "text":
            action.add_argument("--json", action="store_true")
        action.set_defaults(run=_run(f"docs_{name}"))
    _keep(actions)
    _purge(actions)
    _questions(actions)


def _keep(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    keep = actions.add_parser("keep", help="指出哪几处不是个人信息，生成不隐去它们的新草稿")
    keep.add_argument("id", metavar="ID")
    keep.add_argument("numbers", metavar="N", type=int, nargs="+", help="docs findings 列出的序号")
    keep.add_argument("--json", action="store_true")
    keep.set_defaults(run=_run("docs_keep"))


def _purge(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    purge = actions.add_parser("purge", help="清除一个停用了的版本：正文、页面图、原件，不能恢复")
    purge.add_argument("id", metavar="ID")
    purge.add_argument("--version", type=versions, metavar="N", required=True)
    purge.add_argument("--reason", default="", metavar="原因", help="写进审计记录，不要写真名")
    purge.add_argument("--yes", action="store_true", help="已经看过会删掉什么，确定清除")
    purge.set_defaults(run=_run("docs_purge"))


def _questions(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    asked = actions.add_parser("questions", help="典型问法：列出、添加、删除")
    asked.add_argument("id", metavar="ID")
    asked.add_argument(
        "--add",
        action="append",
        default=[],
        metavar="条款=问题",
        help="加一条；不写“条款=”就是问整篇（可重复）",
    )
    asked.add_argument(
        "--remove", type=numbers, action="append", default=[], metavar="N", help="删第 N 条（可重复）"
    )
    asked.add_argument(
        "--propose", metavar="条款", help="请语言模型为这一条款提几个问法，只列出不保存；空串是整篇"
    )
    asked.add_argument("--json", action="store_true")
    asked.set_defaults(run=_run("questions"))


def _tune(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("tune", help="用自己的资料和典型问法再训练编码器，变好才换")
    command.add_argument("--reset", action="store_true", help="换回随软件附带的编码器")
    command.add_argument("--json", action="store_true", help="只输出一个 JSON 值")
    command.set_defaults(run=_run("tune"))


def _serve(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("serve", help="启动网页服务")
    command.add_argument("--host", help="监听地址（默认 127.0.0.1）")
    command.add_argument("--port", type=ports, help="端口（默认 7860）")
    command.set_defaults(run=_run("serve"))


def _eval(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    evaluation = commands.add_parser("eval", help="评估检索")
    actions = evaluation.add_subparsers(required=True, metavar="动作")
    run = actions.add_parser("run", help="跑一套题，记下结果")
    gate = actions.add_parser("gate", help="和基线比，显著变差就以 1 退出")
    for action in (run, gate):
        action.add_argument(
            "--set", dest="questions", default="starter", metavar="NAME|PATH", help="题集名或文件"
        )
        action.add_argument("--split", choices=("tune", "test"), default="", help="只跑题集的这一半")
    gate.add_argument("--baseline", type=Path, required=True, metavar="FILE", help="基线文件")
    gate.add_argument(
        "--tolerance", type=float, default=0.02, metavar="X", help="允许下降多少（默认 0.02，即 2 个百分点）"
    )
    gate.add_argument("--write", action="store_true", help="把这次结果写成基线")
    listing = actions.add_parser("list", help="列出评估记录，最近的在前")
    compare = actions.add_parser("compare", help="比较两次评估：每项差多少，是不是偶然")
    compare.add_argument("first", metavar="RUN")
    compare.add_argument("second", metavar="RUN")
    report = actions.add_parser("report", help="把一次评估写成 .html 或 .xlsx 报告")
    report.add_argument("wanted", metavar="RUN")
    report.add_argument("--against", metavar="RUN", help="和更早的这一次比较")
    report.add_argument("--out", type=Path, required=True, metavar="FILE")
    report.set_defaults(run=_run("eval_report"))
    for name, action in (("run", run), ("gate", gate), ("listing", listing), ("compare", compare)):
        action.add_argument("--json", action="store_true", help="只输出一个 JSON 值")
        action.set_defaults(run=_run(f"eval_{name}"))


def _standard(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    standard = commands.add_parser("standard", help="对标自评")
    actions = standard.add_subparsers(required=True, metavar="动作")
    check = actions.add_parser("check", help="列出每条指标评得怎样、有几处证据；把自评草稿写成文件")
    check.add_argument("--out", type=Path, metavar="FILE", help="自评草稿，.docx（Word）或 .md")
    check.add_argument("--json", action="store_true", help="只输出一个 JSON 值")
    check.set_defaults(run=_run("standard_check"))


def _keeping(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    for name, help_ in (
        ("backup", "备份整个数据目录到一个文件，服务不用停"),
        ("restore", "把备份恢复到一个空的数据目录"),
    ):
        command = commands.add_parser(name, help=help_)
        command.add_argument("file", type=Path, metavar="FILE")
        command.set_defaults(run=_run(f"keeping_{name}"))
    command = commands.add_parser("check", help="检查目录库、原件、索引、磁盘；有问题退出码是 1")
    command.add_argument("--json", action="store_true", help="只输出一个 JSON 值")
    command.set_defaults(run=_run("keeping_check"))


def _run(name: str):  # type: ignore[no-untyped-def]
    """The command's function, imported when it is called."""

    def call(arguments: argparse.Namespace, settings: Settings) -> int:
        from importlib import import_module

        module, _, function = name.partition("_")
        command = getattr(import_module(f"app.cli_{module}"), function or "run")
        return int(command(arguments, settings))

    return call


if __name__ == "__main__":
    sys.exit(main())
