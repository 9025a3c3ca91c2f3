"""jsonld.js names the blank nodes of any graph as we do."""

import random

import pytest

from credkit import rdf
from n_quads import blank, iri, literal, write

pytestmark = pytest.mark.oracle


def test_jsonld_js_writes_the_same_lines_for_random_graphs(ask_node):
    dice = random.Random(2026)
    graphs = [_graph(dice) for _ in range(400)]
    theirs = ask_node(canonize=[write(graph) for graph in graphs])
    assert ["".join(rdf.canonicalize(graph).lines) for graph in graphs] == theirs


def _graph(dice):
    """Blank nodes that look alike, in graphs that may be blank nodes, too.

    None is called c14n…: jsonld.js takes such a name for one that it has given itself.
    """
    nodes = [blank(f"x{number}") for number in range(dice.randint(1, 6))]
    predicates = [iri(f"urn:p{number}") for number in range(dice.randint(1, 2))]
    objects = [*nodes, *nodes, literal('"\\\n\x7f é'), iri("urn:o")]
    names = [*nodes, iri("urn:g")]
    return [
        rdf.Quad(
            dice.choice([*nodes, iri("urn:s")]),
            dice.choice(predicates),
            dice.choice(objects),
            dice.choice(names) if dice.random() < 0.2 else None,
        )
        for _ in range(dice.randint(1, 10))
    ]
