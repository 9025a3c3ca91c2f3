"""RDFC-1.0: the same lines for the same graph, whatever its blank nodes were called.

A blank node is known by what is said of it. Where several look alike, all orders of them are
tried: a few dozen such nodes can be made to take longer than the sun will shine. Honest documents
need next to none of that work, so it is counted, and there is an end to it.
https://www.w3.org/TR/rdf-canon/
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import permutations

from credkit.errors import Fault, Malformed
from credkit.rdf.terms import Quad, term

Row = tuple[str, ...]  # Subject, predicate, object and perhaps graph, as N-Quads writes them.

_MOST_WORK = 50_000  # Quads looked at and orders tried, for nodes that look alike.
_DEEPEST = 200
_POSITIONS = ((0, "s"), (2, "o"), (3, "g"))


@dataclass(frozen=True)
class Canonical:
    """`lines`: sorted, each once, with its line feed. `labels`: what each blank node is called
    in them ("_:b7" → "_:c14n0")."""

    lines: tuple[str, ...]
    labels: Mapping[str, str]


def canonicalize(quads: Iterable[Quad], hash_name: str = "sha256") -> Canonical:
    """Section 4.4. `hash_name`: as hashlib calls the hash that tells the blank nodes apart.

    Malformed: that would take too much work.
    """
    rows = dict.fromkeys(map(_row, quads))  # A set, in order.
    naming = _Naming.of(rows, hash_name)
    labels = naming.labels()
    return Canonical(tuple(sorted(_line(row, labels) for row in rows)), labels)


def write(quad: Quad, labels: Mapping[str, str]) -> str:
    """The line of one quad, its blank nodes called as `labels` says."""
    return _line(_row(quad), labels)


@dataclass
class _Issuer:
    """Names in the order in which they were asked for (section 4.5)."""

    prefix: str
    issued: dict[str, str] = field(default_factory=dict)

    def name(self, node: str) -> str:
        return self.issued.setdefault(node, f"{self.prefix}{len(self.issued)}")

    def copy(self) -> "_Issuer":
        return _Issuer(self.prefix, dict(self.issued))


@dataclass
class _Naming:
    """The canonicalization state (section 4.2): who is named, and the work it took."""

    rows_of: Mapping[str, list[Row]]
    hash_name: str
    first_hashes: dict[str, str] = field(default_factory=dict)
    canonical: _Issuer = field(default_factory=lambda: _Issuer("_:c14n"))
    work: int = 0

    @classmethod
    def of(cls, rows: Iterable[Row], hash_name: str) -> "_Naming":
        rows_of: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            for node in dict.fromkeys(each for each in row if _is_blank(each)):
                rows_of[node].append(row)
        return cls(rows_of, hash_name)

    def labels(self) -> dict[str, str]:
        """First those that nobody looks like; then the others, by the paths that lead to them."""
        alike: dict[str, list[str]] = defaultdict(list)
        for node in self.rows_of:
            alike[self.first_hash(node)].append(node)
        groups = [nodes for _, nodes in sorted(alike.items())]
        for nodes in groups:
            if len(nodes) == 1:
                self.canonical.name(nodes[0])
        for nodes in groups:
            if len(nodes) > 1:
                self._name_alike(nodes)
        return self.canonical.issued

    def first_hash(self, node: str) -> str:
        """Hash First Degree Quads (section 4.6)."""
        if node not in self.first_hashes:
            lines = sorted(_seen_from(node, row) for row in self.rows_of[node])
            self.first_hashes[node] = self._hash("".join(lines))
        return self.first_hashes[node]

    def _name_alike(self, nodes: list[str]) -> None:
        found = []
        for node in nodes:
            if node not in self.canonical.issued:
                issuer = _Issuer("_:b")
                issuer.name(node)
                found.append(self._deep_hash(node, issuer, 0))
        for _, issuer in sorted(found, key=lambda each: each[0]):
            for node in issuer.issued:
                self.canonical.name(node)

    def _deep_hash(self, node: str, issuer: _Issuer, depth: int) -> tuple[str, _Issuer]:
        """Hash N-Degree Quads (section 4.8)."""
        if depth > _DEEPEST:
            raise Malformed("too many blank nodes that look alike", Fault.TOO_MUCH)
        data = []
        for related, nodes in sorted(self._related(node, issuer).items()):
            path, issuer = self._best_path(nodes, issuer, depth)
            data += [related, path]
        return self._hash("".join(data)), issuer

    def _related(self, node: str, issuer: _Issuer) -> dict[str, list[str]]:
        """The blank nodes beside `node`, by what they are to it (section 4.7)."""
        self._count(len(self.rows_of[node]))
        related: dict[str, list[str]] = defaultdict(list)
        for row in self.rows_of[node]:
            for index, position in _POSITIONS:
                if index < len(row) and _is_blank(row[index]) and row[index] != node:
                    predicate = "" if position == "g" else row[1]
                    name = self._name_so_far(row[index], issuer)
                    related[self._hash(f"{position}{predicate}{name}")].append(row[index])
        return related

    def _name_so_far(self, node: str, issuer: _Issuer) -> str:
        known = self.canonical.issued.get(node) or issuer.issued.get(node)
        return known or self.first_hash(node)

    def _best_path(self, nodes: list[str], issuer: _Issuer, depth: int) -> tuple[str, _Issuer]:
        """The least of the paths through `nodes`, in any order, and the names along it."""
        best: tuple[str, _Issuer] | None = None
        for order in permutations(nodes):
            self._count(len(order))
            found = self._path(order, issuer.copy(), best[0] if best else "", depth)
            if found and (best is None or found[0] < best[0]):
                best = found
        if best is None:
            raise AssertionError("the first path is never given up")
        return best

    def _path(
        self, order: Iterable[str], issuer: _Issuer, best: str, depth: int
    ) -> tuple[str, _Issuer] | None:
        """The path in this order (4.8.2, step 5.4); None as soon as it is no better than `best`."""
        path, unnamed = "", []
        for node in order:
            if node in self.canonical.issued:
                path += self.canonical.issued[node]
            else:
                if node not in issuer.issued:
                    unnamed.append(node)
                path += issuer.name(node)
            if _is_worse(path, best):
                return None
        for node in unnamed:
            found, named = self._deep_hash(node, issuer, depth + 1)
            path += f"{issuer.name(node)}<{found}>"
            issuer = named
            if _is_worse(path, best):
                return None
        return path, issuer

    def _hash(self, text: str) -> str:
        return hashlib.new(self.hash_name, text.encode()).hexdigest()

    def _count(self, work: int) -> None:
        self.work += work
        if self.work > _MOST_WORK:
            raise Malformed("too many blank nodes that look alike", Fault.TOO_MUCH)


def _row(quad: Quad) -> Row:
    return tuple(map(term, quad.terms()))


def _line(row: Row, labels: Mapping[str, str]) -> str:
    return " ".join([*(labels.get(each, each) for each in row), ".\n"])


def _is_blank(written: str) -> bool:
    return written.startswith("_:")


def _seen_from(node: str, row: Row) -> str:
    return _line(row, {each: "_:a" if each == node else "_:z" for each in row if _is_blank(each)})


def _is_worse(path: str, best: str) -> bool:
    return bool(best) and len(path) >= len(best) and path > best
