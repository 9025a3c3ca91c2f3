"""Frameworks as their publishers export them; the shapes are theirs, the words are ours."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.learning.frameworks import items
from conferral.learning.frameworks.items import Unusable, is_address
from conferral.learning.frameworks.reading import read

CASE = {
    "CFDocument": {
        "identifier": "d1",
        "uri": "https://case.example/ims/case/v1p1/CFDocuments/d1",
        "title": "First Aid Competencies",
        "creator": "Resuscitation Council",
    },
    "CFItems": [
        {
            "identifier": "b",
            "uri": "https://case.example/ims/case/v1p1/CFItems/b",
            "humanCodingScheme": "FA.1.2",
            "fullStatement": "Stops a severe bleeding.",
        },
        {
            "identifier": "a",
            "uri": "https://case.example/ims/case/v1p1/CFItems/a",
            "humanCodingScheme": "FA.1",
            "abbreviatedStatement": "Wounds",
            "fullStatement": "Treats wounds until help arrives.",
        },
    ],
    "CFAssociations": [
        {
            "associationType": "isChildOf",
            "originNodeURI": {"identifier": "b"},
            "destinationNodeURI": {"identifier": "a"},
        },
        {
            "associationType": "isChildOf",
            "originNodeURI": {"identifier": "a"},
            "destinationNodeURI": {"identifier": "d1"},
        },
    ],
}
CTDL = {
    "@context": "https://credreg.net/ctdlasn/schema/context/json",
    "@graph": [
        {
            "@type": "ceasn:CompetencyFramework",
            "@id": "https://registry.example/framework",
            "ceasn:name": {"en-US": "Network skills"},
        },
        {
            "@type": "ceasn:Competency",
            "@id": "https://registry.example/c1",
            "ceasn:competencyText": {"en-US": "Subnets an IPv6 network."},
            "ceasn:codedNotation": "N10-008 1.4",
            "ceasn:isChildOf": ["https://registry.example/framework"],
        },
        {
            "@type": "ceterms:Certificate",
            "@id": "https://registry.example/ce-1",
            "ceterms:name": {"en-US": "Network Support Certificate"},
        },
    ],
}
ESCO = (
    "conceptType,conceptUri,skillType,preferredLabel,description\n"
    "KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/0001,skill/competence,"
    'provide first aid,"Administer first aid, until help comes."\n'
)
SAQA = (
    "ID;Unit Standard Title;NQF Level;URL\n"
    "119567;Perform basic life support;1;https://regqs.saqa.example/showUnitStandard.php?id=119567\n"
)


def _read(document, filename="file.json"):
    content = document if isinstance(document, str) else json.dumps(document)
    return read(filename, content.encode())


def test_a_case_package_is_read_in_the_order_of_its_tree():
    said = _read(CASE)
    assert said.title == "First Aid Competencies"
    assert said.publisher == "Resuscitation Council"
    assert [(item.code, item.depth) for item in said.items] == [("FA.1", 0), ("FA.1.2", 1)]
    first = said.items[0]
    assert (first.name, first.type) == ("Wounds", "CFItem")
    assert first.description == "Treats wounds until help arrives."


def test_items_that_are_each_others_parents_are_still_there():
    associations = [
        {
            "associationType": "isChildOf",
            "originNodeURI": {"identifier": one},
            "destinationNodeURI": {"identifier": other},
        }
        for one, other in (("a", "b"), ("b", "a"))
    ]
    said = _read(CASE | {"CFAssociations": associations})
    assert {item.code for item in said.items} == {"FA.1", "FA.1.2"}


def test_a_ctdl_graph_gives_competencies_and_credentials():
    said = _read(CTDL)
    assert said.title == "Network skills"
    assert [(item.name, item.type) for item in said.items] == [
        ("Subnets an IPv6 network.", "ceasn:Competency"),
        ("Network Support Certificate", "ceterms:Credential"),
    ]
    assert said.items[0].code == "N10-008 1.4"


def test_a_table_from_esco_is_understood_as_it_is_downloaded():
    said = _read(ESCO, "skills_en.csv")
    assert said.title == "skills_en"
    (item,) = said.items
    assert item.name == "provide first aid"
    assert item.type == "ext:esco.Concept"
    assert item.description == "Administer first aid, until help comes."


def test_a_list_of_unit_standards_with_semicolons_is_understood():
    (item,) = _read("\ufeff" + SAQA, "saqa.csv").items
    assert (item.code, item.name) == ("119567", "Perform basic life support")


def test_a_bad_line_is_named_and_the_others_are_kept():
    table = (
        "name,url\n"
        "Good,https://a.example/1\n"
        "Script,javascript:alert(1)\n"
        ",https://a.example/2\n"
        "Again,https://a.example/1\n"
    )
    said = _read(table, "list.csv")
    assert [item.name for item in said.items] == ["Good"]
    assert said.problems == (
        "Row 3: “javascript:alert(1)” is not an address that begins with https:// or http://.",
        "Row 4: it has no name.",
        "Row 5: https://a.example/1 has been there before, as “Good”.",
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7 \xff\xfe", "It is not text in UTF-8."),
        (b"PK\x03\x04\0\0", "It is not a text."),
        (b"{", "It looks like JSON, but is not"),
        (b'{"a": 1, "a": 2}', "doubled member: a"),
        (b'{"name": "x"}', "neither a CASE package"),
        (b'{"CFDocument": {}, "CFItems": []}', "has no CFItems"),
        (b"name,code\nx,y\n", "No column is called url or uri"),
        (b"url\nhttps://a.example/\n", "No column is called name or title"),
        (b'name,url\n"x,https://a.example/\n', "not a table that can be read"),
        (b"x" * 8_000_001, "larger than 8 MB"),
    ],
)
def test_what_is_no_framework_is_refused_with_advice(content, sentence):
    with pytest.raises(Unusable, match="(?s).*".join(sentence.split("\n"))):
        read("file", content)


def test_too_many_places_are_refused_by_number(monkeypatch):
    monkeypatch.setattr(items, "MOST_ITEMS", 1)
    with pytest.raises(Unusable, match="It has 2 places; 1 are the most"):
        _read(CASE)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_whatever_comes_it_is_read_or_refused(content):
    with suppress(Unusable):
        assert read("file.csv", content).title == "file"


_NAMES = [
    *("CFItems", "CFAssociations", "CFDocument", "identifier", "uri", "fullStatement"),
    *("associationType", "originNodeURI", "destinationNodeURI", "sequenceNumber"),
    *("@graph", "@type", "@id", "ceasn:name", "ceasn:isChildOf", "ceterms:name"),
]
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(_NAMES),
            inner | st.sampled_from(("isChildOf", "ceasn:Competency", "https://a.example/x")),
            max_size=5,
        )
    ),
    max_leaves=25,
)


@given(st.dictionaries(st.sampled_from(("CFItems", "CFDocument", "@graph", "x")), _JSON))
def test_no_json_of_any_shape_breaks_the_reading(document):
    try:
        said = _read(document)
    except Unusable:
        return
    assert all(is_address(item.url) and item.name for item in said.items)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "https://",
        "https://user:pass@a.example/",
        "//a.example",
        "https://a.example/ x",
        "https://[bad/",
        "https://a.example/" + "x" * 400,
    ],
)
def test_what_may_not_stand_behind_a_link(url):
    assert not is_address(url)
