"""Staff write paragraphs, lists, links and emphasis; whatever else they type stays what it is."""

import re
from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from conferral.foundation.prose import html_of, plain_of

_TAGS = {"p", "br", "ul", "ol", "li", "em", "strong", "a"}
_SAFE_ADDRESS = re.compile(r"(https?|mailto):", re.IGNORECASE)
_HOSTILE = (
    "<script>x</script>",
    '<img src=x onerror="x">',
    "[x](javascript:x)",
    "[x](JAVA&#115;cript:x)",
    "[x](data:text/html,x)",
    '[x](https://x.example "y" onclick=x)',
    '[x](https://x.example/"><b>)',
    "![x](https://x.example/x.png)",
    "<https://x.example/'>",
    "<javascript:x>",
    "[x]: https://x.example",
    "&lt;b&gt;",
    "\\<b>",
    "\x00",
    "**",
    "- ",
    "1. ",
    "\n\n",
    "    ",
    "> # `",
)
_TEXTS = st.lists(st.one_of(st.sampled_from(_HOSTILE), st.text(max_size=12)), max_size=12)


class Seen(HTMLParser):
    """What a browser would make of it: its tags with their attributes, and its words."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.words = [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


@given(_TEXTS.map("".join))
def test_no_mark_of_anybodys_becomes_anything_but_these_tags(text):
    for tag, attributes in Seen(html_of(text)).tags:
        assert tag in _TAGS
        assert attributes.keys() <= {"a": {"href", "rel"}, "ol": {"start"}}.get(tag, set())
        assert _SAFE_ADDRESS.match(attributes.get("href", "https:"))


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1))
def test_plain_words_stay_words(text):
    if not set(text) & set("\\*_[]<>()-+.1234567890"):
        assert Seen(html_of(text)).words.strip() == plain_of(text) == text


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("One.\nTwo.\n\nThree.", "<p>One.<br>\nTwo.</p>\n<p>Three.</p>"),
        ("- a\n- *b*", "<ul>\n<li>a</li>\n<li><em>b</em></li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        (
            "[us](https://us.example)",
            '<p><a href="https://us.example" rel="noopener">us</a></p>',
        ),
        ("# no <b>heading</b>", "<p># no &lt;b&gt;heading&lt;/b&gt;</p>"),
        ("[x](/me) [x](//us.example)", "<p>[x](/me) [x](//us.example)</p>"),
    ],
)
def test_what_is_known_is_marked(typed, html):
    assert html_of(typed) == html


def test_without_marks_a_list_is_a_list_and_a_link_says_where_it_leads():
    typed = (
        "Read **this**:\n\n- [our page](https://us.example)\n- <https://us.example>\n  1. first\n"
        "  2. [write](mailto:us@us.example)\n\nBye."
    )
    assert plain_of(typed) == (
        "Read this:\n\n• our page (https://us.example)\n• https://us.example\n  1. first\n"
        "  2. write (us@us.example)\n\nBye."
    )


def test_a_template_takes_it_as_it_is():
    shown = Template("{{ said }}").render(Context({"said": html_of("a *b* <c>")}))
    assert shown == "<p>a <em>b</em> &lt;c&gt;</p>"
