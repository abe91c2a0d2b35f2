"""Everything in ``app`` that acts for an account, found by its annotations: methods of classes, and functions."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from typing import Any

import app
from app.access import Account
from app.desk import Desk
from app.jobs import Jobs
from app.studio import Studio

_NOT_SERVICES = ("app.pages", "app.cli", "app.access", "app.desk", "app.docs", "app.routes", "app.server")
"""What uses services, and the desk, whose rules stand in ``access_rules``."""


@cache
def members() -> Mapping[str, Any]:
    """``module.name`` -> every public class and function of the services' modules."""
    found: dict[str, Any] = {}
    for one in pkgutil.iter_modules(app.__path__, "app."):
        if not one.name.startswith(_NOT_SERVICES):
            for name, member in vars(importlib.import_module(one.name)).items():
                ours = getattr(member, "__module__", "") == one.name and not name.startswith("_")
                if ours and (inspect.isclass(member) or inspect.isfunction(member)):
                    found[f"{one.name.removeprefix('app.')}.{name}"] = member
    return found


@cache
def acting() -> frozenset[type]:
    """Classes that act for an account: Account, Desk, and whatever has a field of such a class."""
    known: set[type] = {Account, Desk}
    classes = {member for member in members().values() if inspect.isclass(member)}
    while new := {one for one in classes - known if _mentions(one, known)}:
        known |= new
    return frozenset(known)


@cache
def services() -> Mapping[str, Callable[..., Any]]:
    """``module.Class.method`` or ``module.function`` -> what is called; fields and properties are left out."""
    found: dict[str, Callable[..., Any]] = {}
    for name, member in members().items():
        if inspect.isfunction(member):
            if _mentions(member, acting()):
                found[name] = member
            continue
        for own, method in inspect.getmembers(member, inspect.isfunction):
            if not own.startswith("_") and (member in acting() or _mentions(method, acting())):
                found[f"{name}.{own}"] = method
    return found


def call(name: str, studio: Studio, account: Account, given: Mapping[str, Any]) -> Any:
    """Call a service for an account with ``given``, and None for what else it needs."""
    jobs = Jobs(studio.catalog)
    parts: dict[Any, Any] = {Account: account, Desk: Desk(studio).by(account), Studio: studio, Jobs: jobs}
    named = {"catalog": studio.catalog, "days": 180}

    def made(parameter: inspect.Parameter, module: str) -> Any:
        wanted = _meant(parameter.annotation, module)
        if wanted in parts:
            return parts[wanted]
        if wanted in acting():
            return wanted(**needed(wanted))
        return named.get(parameter.name)

    def needed(function: Any) -> dict[str, Any]:
        wanted = inspect.signature(function).parameters.values()
        return {
            p.name: made(p, function.__module__) for p in wanted if p.default is p.empty and p.name != "self"
        }

    function, owner = services()[name], members().get(name.rpartition(".")[0])
    try:
        if owner is Jobs:
            function = getattr(jobs, name.rpartition(".")[2])
        elif owner:
            function = getattr(owner(**needed(owner)), name.rpartition(".")[2])
        done = function(**{**needed(function), **given})
        return list(done) if isinstance(done, Iterator) else done
    finally:
        jobs.close()


def _meant(hint: Any, module: str) -> Any:
    """The class that an annotation names, None for anything more involved."""
    return vars(sys.modules[module]).get(str(hint))


def _mentions(member: Any, classes: Collection[type]) -> bool:
    hints = {name: hint for name, hint in getattr(member, "__annotations__", {}).items() if name != "return"}
    return any(_meant(hint, member.__module__) in classes for hint in hints.values())
