"""Names of what a widget holds: none hides a method that Qt or the window calls on it."""

import ast
import importlib
import inspect
import pkgutil
import textwrap
from collections.abc import Iterator

from PySide6.QtCore import QObject

import ui
from ui.widgets.columns import Turning


def classes() -> Iterator[type[QObject]]:
    """Every class of ours that Qt knows."""
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        if not module.name.endswith("__main__"):
            found = vars(importlib.import_module(module.name)).values()
            yield from (one for one in found if inspect.isclass(one) and issubclass(one, QObject))


def held(one: type) -> set[str]:
    """Attributes that its own methods give to it."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(one)))
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    }


def test_no_attribute_hides_a_method_of_its_class_or_one_that_the_window_calls_on_every_widget() -> None:
    ours = {one for one in classes() if one.__module__.startswith("ui.")}
    assert len(ours) > 100
    hidden = {
        f"{one.__module__}.{one.__qualname__}.{name}"
        for one in ours
        for name in held(one)
        if inspect.isroutine(getattr(one, name, None)) or name in vars(Turning)
    }
    assert hidden == set()
