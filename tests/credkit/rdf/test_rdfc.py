import random
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credkit import rdf
from credkit.errors import Fault, Malformed
from n_quads import blank, iri, literal, parse, write

P = iri("urn:p")

# RDFC-1.0, section 4.4: "Unique hashes" and "Shared hashes", with the identifiers it issues.
UNIQUE = """
<http://example.com/#p> <http://example.com/#q> _:e0 .
<http://example.com/#p> <http://example.com/#r> _:e1 .
_:e0 <http://example.com/#s> <http://example.com/#u> .
_:e1 <http://example.com/#t> <http://example.com/#u> .
"""
UNIQUE_NAMES = {"_:e0": "_:c14n0", "_:e1": "_:c14n1"}
SHARED = """
<http://example.com/#p> <http://example.com/#q> _:e0 .
<http://example.com/#p> <http://example.com/#q> _:e1 .
_:e0 <http://example.com/#p> _:e2 .
_:e1 <http://example.com/#p> _:e3 .
_:e2 <http://example.com/#r> _:e3 .
"""
SHARED_LINES = """\
<http://example.com/#p> <http://example.com/#q> _:c14n2 .
<http://example.com/#p> <http://example.com/#q> _:c14n3 .
_:c14n0 <http://example.com/#r> _:c14n1 .
_:c14n2 <http://example.com/#p> _:c14n1 .
_:c14n3 <http://example.com/#p> _:c14n0 .
"""
SHARED_NAMES = {"_:e0": "_:c14n3", "_:e1": "_:c14n2", "_:e2": "_:c14n0", "_:e3": "_:c14n1"}

# A ring in a graph without a name, and escapes; the lines are those of jsonld.js 9.0.0.
RING = r"""
_:one <urn:left> _:two _:here .
_:one <urn:right> _:three _:here .
_:two <urn:left> _:three _:here .
_:two <urn:right> _:one _:here .
_:three <urn:left> _:one _:here .
_:three <urn:right> _:two _:here .
<urn:s> <urn:p> "\u0000\u0008\u0009\u000a\u000b\u000c\u000d\u001f\u0022\u005c\u007f\u00e9" _:here .
"""
RING_LINES = r"""<urn:s> <urn:p> "\u0000\b\t\n\u000B\f\r\u001F\"\\\u007Fé" _:c14n0 .
_:c14n1 <urn:left> _:c14n3 _:c14n0 .
_:c14n1 <urn:right> _:c14n2 _:c14n0 .
_:c14n2 <urn:left> _:c14n1 _:c14n0 .
_:c14n2 <urn:right> _:c14n3 _:c14n0 .
_:c14n3 <urn:left> _:c14n2 _:c14n0 .
_:c14n3 <urn:right> _:c14n1 _:c14n0 .
"""

quads = st.lists(
    st.builds(
        rdf.Quad,
        st.integers(0, 4).map(str).map(blank) | st.just(iri("urn:s")),
        st.sampled_from([P, iri("urn:q")]),
        st.integers(0, 4).map(str).map(blank) | st.text(max_size=2).map(literal),
        st.none() | st.integers(0, 4).map(str).map(blank),
    ),
    max_size=9,
)


def _lines(quads):
    return "".join(rdf.canonicalize(quads).lines)


@pytest.mark.parametrize(("text", "names"), [(UNIQUE, UNIQUE_NAMES), (SHARED, SHARED_NAMES)])
def test_the_names_are_those_of_the_specification(text, names):
    assert rdf.canonicalize(parse(text)).labels == names


@pytest.mark.parametrize(("text", "lines"), [(SHARED, SHARED_LINES), (RING, RING_LINES)])
def test_the_lines_are_the_published_ones(text, lines):
    assert _lines(parse(text)) == lines


@given(quads, st.randoms(use_true_random=False))
def test_names_and_order_of_the_input_do_not_matter(graph, dice):
    names = [f"_:{number}" for number in range(5)]
    others = dict(zip(names, dice.sample([f"_:c14n{n}" for n in range(5)], 5), strict=True))
    renamed = [_renamed(quad, others) for quad in graph]
    dice.shuffle(renamed)
    assert _lines(renamed) == _lines(graph)


@given(quads)
def test_what_is_canonical_stays_so(graph):
    lines = _lines(graph)
    assert _lines(parse(lines)) == lines
    assert list(rdf.canonicalize(graph).lines) == sorted(set(rdf.canonicalize(graph).lines))


def test_a_quad_that_is_given_twice_is_one():
    assert _lines(parse(SHARED) * 2) == SHARED_LINES


def _clique(size):
    return [_link(a, b) for a in range(size) for b in range(size) if a != b]


def _ring(size):
    return [_link(a, (a + 1) % size) for a in range(size)]


def _two_stars(size):
    return [_link(f"hub{hub}", f"{hub}-{point}") for hub in range(2) for point in range(size)]


def _link(a, b):
    return rdf.Quad(blank(str(a)), P, blank(str(b)))


@pytest.mark.parametrize(
    "graph",
    [
        _clique(8),
        _clique(10),
        _clique(100),
        _ring(300),
        _ring(20_000),
        _two_stars(9),
        _two_stars(500),
        _clique(10) + parse(UNIQUE),
    ],
)
def test_a_graph_made_to_take_forever_is_refused_at_once(graph):
    began = perf_counter()
    with pytest.raises(Malformed, match="look alike") as refused:
        rdf.canonicalize(graph)
    assert refused.value.fault is Fault.TOO_MUCH
    assert perf_counter() - began < 10  # A fraction of a second, even if the machine is busy.


@pytest.mark.parametrize("graph", [_clique(5), _ring(60), _two_stars(5)])
def test_knots_that_occur_are_untied(graph):
    dice = random.Random(7)
    shuffled = dice.sample(graph, len(graph))
    assert _lines(shuffled) == _lines(graph)


def test_many_nodes_that_nobody_takes_for_each_other_are_no_work():
    graph = [rdf.Quad(blank(str(n)), P, literal(str(n))) for n in range(5_000)]
    assert len(rdf.canonicalize(graph).labels) == 5_000


def test_our_reader_of_n_quads_reads_what_we_write():
    assert write(parse(RING_LINES)) == RING_LINES


def _renamed(quad, names):
    terms = [
        {**term, "value": names[term["value"]]} if term["type"] == "blank node" else term
        for term in quad.terms()
    ]
    return rdf.Quad(*terms)
