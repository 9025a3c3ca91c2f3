"""axe-core, asked what keeps people out (WCAG 2.0 to 2.2, levels A and AA)."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

import npm

_TAGS = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# The rules that look at colours, and at where things lie. All others read the document.
COLOURS = ("color-contrast", "link-in-text-block")
PLACES = ("color-contrast", "target-size", "scrollable-region-focusable")


def bring(page: Page) -> None:
    """Load axe into the page, by the debugger's door: the page's own policy stays as it is.

    Only a page in a sandbox runs nothing; the window for it is opened with bypass_csp.
    """
    page.evaluate(_axe() + "; 0")


def violations(page: Page, *rules: str) -> list[str]:
    """One line for each place that somebody cannot use, by all rules or by these alone."""
    found: dict[str, Any] = page.evaluate(
        "only => axe.run({ runOnly: only, resultTypes: ['violations'] })",
        {"type": "rule", "values": rules} if rules else _TAGS,
    )
    return [_line(rule, node) for rule in found["violations"] for node in rule["nodes"]]


@cache
def _axe() -> str:
    home = npm.installed(Path(__file__).parent)
    return (home / "node_modules" / "axe-core" / "axe.min.js").read_text()


def _line(rule: dict[str, Any], node: dict[str, Any]) -> str:
    return f"{rule['id']} at {node['target']}: {node['failureSummary']}"
