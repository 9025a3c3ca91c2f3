"""jsonld.js and Oxigraph name the blank nodes of any graph as we do.

The kinds of graphs are those of the test suite of RDF Dataset Canonicalization, in its order and by
its names; they are drawn here anew. What it publishes of its hardest graph is kept to the letter.
https://github.com/w3c/rdf-canon/tree/main/tests
"""

import random
from itertools import permutations

import pyoxigraph
import pytest

from credkit import rdf
from credkit.errors import Fault, Malformed
from n_quads import blank, iri, literal, parse, write

pytestmark = pytest.mark.oracle
P, Q, TYPE = iri("urn:p"), iri("urn:q"), iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
S, G, H = iri("urn:s"), iri("urn:g"), iri("urn:h")
A, B, C, D, E = (blank(name) for name in "abcde")
_HASHES = {
    "sha256": pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0_SHA_256,
    "sha384": pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0_SHA_384,
}


def quad(subject, predicate, *rest):
    return rdf.Quad(subject, predicate, *rest)


def typed(value, datatype):
    return literal(value) | {"datatype": f"http://www.w3.org/2001/XMLSchema#{datatype}"}


def tagged(value, language):
    string = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
    return literal(value) | {"datatype": string, "language": language}


def circle(*nodes, predicate=P):
    return [quad(a, predicate, b) for a, b in zip(nodes, [*nodes[1:], nodes[0]], strict=True)]


def double_circle(*nodes):
    """Each points to the next by one word and to the one before by another."""
    return circle(*nodes) + circle(*reversed(nodes), predicate=Q)


def listed(head, *items):
    """An RDF list that begins at `head`."""
    names = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    cells = [head, *(blank(f"cell{n}") for n in range(1, len(items))), iri(f"{names}nil")]
    return [
        each
        for cell, following, item in zip(cells, cells[1:], items, strict=False)
        for each in (
            quad(cell, iri(f"{names}first"), item),
            quad(cell, iri(f"{names}rest"), following),
        )
    ]


DIAMOND = [quad(S, P, A), quad(A, P, B), quad(A, P, C), quad(B, P, D), quad(C, P, D)]
TWINS = [quad(S, P, A), quad(S, P, B), quad(A, Q, C), quad(B, Q, D)]
REORDERED = [quad(A, P, C), quad(B, P, D), quad(C, Q, literal("x")), quad(D, Q, literal("y"))]
DEEP = [quad(A, P, C), quad(B, P, D), quad(C, P, E), quad(D, P, literal("deep"))]
GRAPHS = {
    "001 simple id": [quad(S, TYPE, iri("urn:T"))],
    "002 duplicate property iri values": [quad(S, P, iri("urn:o"))] * 2,
    "003 bnode": [quad(A, TYPE, iri("urn:T"))],
    "004 bnode plus embed": [quad(S, P, A), quad(A, Q, literal("x"))],
    "005 bnode embed": [quad(A, P, B), quad(B, Q, literal("x"))],
    "006 multiple rdf types": [quad(S, TYPE, iri(f"urn:T{n}")) for n in (2, 1)],
    "010 type": [quad(S, P, typed("2010-01-01", "date"))],
    "013 type-coerced, cycle": [quad(S, P, S), quad(S, Q, typed("1", "integer"))],
    "014 check types": [
        quad(S, P, typed(value, kind))
        for value, kind in (("1.5E0", "double"), ("true", "boolean"), ("2", "integer"))
    ],
    "016 dual link, embed": [quad(S, P, A), quad(S, Q, A), quad(A, P, literal("x"))],
    "018 self link": [quad(A, P, A)],
    "019 disjoint self links": [quad(A, P, A), quad(B, P, B)],
    "020 diamond": DIAMOND,
    "021 circle of 2": circle(A, B),
    "022 double circle of 2": double_circle(A, B),
    "023 circle of 3": circle(A, B, C),
    **{
        f"024 double circle of 3 ({'-'.join(map(str, order))})": double_circle(
            *((A, B, C)[n] for n in order)
        )
        for order in permutations(range(3))
    },
    "030 point at circle of 3": [quad(S, P, A), *circle(A, B, C)],
    "033 disjoint identical subgraphs": TWINS,
    "034 disjoint identical subgraphs, reversed": TWINS[::-1],
    "035 reordered with strings": REORDERED,
    "036 reordered with strings, reversed": REORDERED[::-1],
    "038 reordered 4 bnodes": [quad(A, P, B), quad(C, P, D), quad(A, Q, C)],
    "040 reordered 6 bnodes": circle(A, B, C) + circle(D, E, blank("f")),
    "043 literal with language": [quad(S, P, tagged("x", "de"))],
    "047 deep difference": DEEP,
    "048 deep difference, reversed": DEEP[::-1],
    "053 list": [quad(S, P, A), *listed(A, literal("x"), literal("y"), iri("urn:z"))],
    "054 t-graph": [quad(A, P, B), quad(A, P, C), quad(B, Q, C), quad(C, Q, D), quad(D, Q, B)],
    "055 simple reorder": [quad(A, P, literal("x")), quad(B, P, literal("x")), quad(A, Q, B)],
    "057 unnamed graph": [quad(S, P, literal("x"), A)],
    "058 unnamed graph with blank node objects": [quad(S, P, B, A), quad(S, P, C, A)],
    "060 escaping": [
        quad(S, P, literal("".join(map(chr, [*range(0x20), 0x22, 0x5C, 0x7F, 0x221E]))))
    ],
    "061 same value, several languages": [quad(S, P, tagged("x", each)) for each in ("en", "de")],
    "062 same value, several datatypes": [
        quad(S, P, typed("1", each)) for each in ("integer", "string", "double")
    ],
    "070 isomorphic default and named": [
        *circle(A, B),
        *(quad(*q.terms(), G) for q in circle(C, D)),
    ],
    "071 isomorphic default and node named": [
        *circle(A, B),
        *(quad(*q.terms(), E) for q in circle(C, D)),
    ],
    "072 shared blank nodes": [*circle(A, B), *(quad(*q.terms(), G) for q in circle(A, B))],
    "073 referencing the graph's name": [quad(S, P, A), quad(A, P, B, A), quad(B, Q, S, H)],
}

# Tests 044 and 075, "poison - evil (1)": a complete bipartite graph beside a prism, each edge in
# both directions. What node is called in the end: 044 with SHA-256, 075 with SHA-384.
BIPARTITE = [(f"e{a}", f"e{b}") for a in (11, 6, 10) for b in (7, 8, 9)]
PRISM = ["e0 e2", "e0 e1", "e0 e3", "e2 e4", "e2 e5", "e1 e4", "e1 e3", "e3 e5", "e4 e5"]
EVIL = [
    quad(blank(a), iri("http://example.org/vocab#p"), blank(b))
    for one, other in [*BIPARTITE, *(edge.split() for edge in PRISM)]
    for a, b in ((one, other), (other, one))
]
PUBLISHED = {
    "sha256": "e1 e4 e0 e3 e5 e2 e11 e7 e8 e9 e6 e10",
    "sha384": "e11 e7 e8 e9 e6 e10 e0 e2 e1 e3 e4 e5",
}


def ours(graph, hash_name="sha256"):
    return "".join(rdf.canonicalize(graph, hash_name).lines)


def oxigraphs(graph, hash_name="sha256"):
    dataset = pyoxigraph.Dataset(
        pyoxigraph.parse(write(graph).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    )
    dataset.canonicalize(_HASHES[hash_name])
    text = pyoxigraph.serialize(dataset, format=pyoxigraph.RdfFormat.N_QUADS).decode()
    return "".join(sorted(text.splitlines(keepends=True)))


@pytest.mark.parametrize("hash_name", PUBLISHED)
def test_the_published_names_of_the_hardest_graph_are_ours(hash_name):
    names = {f"_:{node}": f"_:c14n{n}" for n, node in enumerate(PUBLISHED[hash_name].split())}
    lines = {rdf.write(each, names) for each in EVIL}
    dice = random.Random(7)
    for graph in (EVIL, EVIL[::-1], dice.sample(EVIL, len(EVIL))):  # 045 and 046: other orders.
        assert ours(graph, hash_name) == "".join(sorted(lines))
    assert oxigraphs(EVIL, hash_name) == "".join(sorted(lines))


@pytest.mark.parametrize("hash_name", _HASHES)
@pytest.mark.parametrize("graph", GRAPHS.values(), ids=GRAPHS)
def test_oxigraph_writes_the_same_lines(graph, hash_name):
    assert ours(graph, hash_name) == oxigraphs(graph, hash_name)


def test_jsonld_js_writes_the_same_lines(ask_node):
    theirs = ask_node(canonize=[write(graph) for graph in GRAPHS.values()])
    assert dict(zip(GRAPHS, map(ours, GRAPHS.values()), strict=True)) == dict(
        zip(GRAPHS, theirs, strict=True)
    )


def test_074_a_clique_of_ten_is_refused():
    nodes = [blank(str(number)) for number in range(10)]
    with pytest.raises(Malformed) as refused:
        rdf.canonicalize([quad(a, P, b) for a in nodes for b in nodes if a != b])
    assert refused.value.fault is Fault.TOO_MUCH


def test_both_write_the_same_lines_for_random_graphs(ask_node):
    dice = random.Random(2026)
    graphs = [_graph(dice) for _ in range(400)]
    theirs = ask_node(canonize=[write(graph) for graph in graphs])
    assert [ours(graph) for graph in graphs] == theirs
    for hash_name in _HASHES:
        found = [oxigraphs(graph, hash_name) for graph in graphs]
        assert [ours(graph, hash_name) for graph in graphs] == found


def test_what_we_write_is_read_again():
    for graph in (*GRAPHS.values(), EVIL):
        assert ours(parse(ours(graph))) == ours(graph)


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
