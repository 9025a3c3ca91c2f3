"""The modules of the verification page in one classic script: a page from a disk knows no modules.

What the modules keep to for this is in docs/without-us.md; whatever else they say is refused.
"""

import re
from collections.abc import Mapping

_NAMES = r"[\w$]+(?:\s*,\s*[\w$]+)*,?"
_IMPORT = re.compile(rf'^import \{{\s*{_NAMES}\s*\}} from "\./([a-z0-9_-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async function|function|const|class)\b)", re.MULTILINE)
_LEFT_OVER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


class CannotBeJoined(ValueError):
    """A module says something that only a module may say."""


def joined(modules: Mapping[str, str], first: str) -> str:
    """`first` and all that it imports, each once, behind what it needs itself.

    `modules`: texts by file name. CannotBeJoined: an import or export of another form.
    """
    parts = [f"// {name}\n{_plain(name, modules[name])}" for name in _in_order(modules, first)]
    return '"use strict";\n(() => {\n' + "\n".join(parts) + "})();\n"


def _in_order(modules: Mapping[str, str], first: str) -> list[str]:
    order: list[str] = []

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise CannotBeJoined(f"{name} needs itself")
        if name not in modules:
            raise CannotBeJoined(f"there is no module {name}")
        if name not in order:
            for needed in _IMPORT.findall(modules[name]):
                visit(needed, (*above, name))
            order.append(name)

    visit(first, ())
    return order


def _plain(name: str, text: str) -> str:
    plain = _EXPORT.sub("", _IMPORT.sub("", text))
    if found := _LEFT_OVER.search(plain):
        raise CannotBeJoined(f"{name}: {found[0][:80]}")
    return plain
