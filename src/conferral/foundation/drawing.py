"""Drawings that strangers upload: an SVG comes out that can only be looked at.

What is known to be harmless is written anew (an allow-list, SVG 1.1 and 2); what could act, ask
another server or grow without end is refused by name; remarks of drawing programs are left out.
Threat T16 of SECURITY-PROMISES: a logo is shown on every page and printed on every certificate.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

MAX_BYTES = 100 * 1024
MAX_ELEMENTS = 3_000
_DEEPEST = 64
_SVG, _XLINK, _XML = (
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/XML/1998/namespace",
)

_SHAPES = "path rect circle ellipse line polyline polygon text tspan textPath image use"
_STRUCTURE = "svg g defs symbol title desc style switch linearGradient radialGradient stop"
_EFFECTS = "clipPath mask pattern marker filter"
_FILTERS = (
    "feBlend feColorMatrix feComponentTransfer feComposite feDropShadow feFlood feFuncA feFuncB"
    " feFuncG feFuncR feGaussianBlur feMerge feMergeNode feOffset"
)
_ELEMENTS = frozenset(f"{_SHAPES} {_STRUCTURE} {_EFFECTS} {_FILTERS}".split())
_LEFT_OUT = frozenset(["metadata"])
_GEOMETRY = (
    "id class x y x1 x2 y1 y2 dx dy cx cy r rx ry fx fy fr d points pathLength width height viewBox"
    " preserveAspectRatio transform version rotate lengthAdjust textLength startOffset offset"
    " gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits"
    " patternTransform clipPathUnits maskUnits maskContentUnits markerHeight markerWidth"
    " markerUnits orient refX refY"
)
_LOOKS = (
    "style fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap"
    " stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color display"
    " visibility overflow clip-path clip-rule mask filter marker-start marker-mid marker-end"
    " stop-color stop-opacity font-family font-size font-style font-weight font-variant"
    " font-stretch letter-spacing word-spacing text-anchor text-decoration dominant-baseline"
    " alignment-baseline baseline-shift writing-mode direction unicode-bidi paint-order"
    " vector-effect shape-rendering text-rendering image-rendering color-interpolation"
    " color-interpolation-filters mix-blend-mode isolation flood-color flood-opacity"
)
_OF_FILTERS = (
    "filterUnits primitiveUnits in in2 result mode operator k1 k2 k3 k4 stdDeviation edgeMode type"
    " values tableValues slope intercept amplitude exponent"
)
_ATTRIBUTES = frozenset(f"{_GEOMETRY} {_LOOKS} {_OF_FILTERS}".split())
_PICTURE_INSIDE = re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=\s]*\Z")
_ADDRESS = re.compile(r"url\(\s*['\"]?\s*(?!['\"#\s])", re.IGNORECASE)
# A backslash would spell these another way.
_RULES = re.compile(r"@import|@font-face|image-set|src\s*\(|expression\s*\(|\\", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(\d*\.?\d+)\s*(px|pt|mm|cm|in)?\s*\Z")


class BadDrawing(ValueError):
    """Cannot stand as a drawing; the message is a sentence for the person who uploaded it."""


def clean_svg(drawing: bytes) -> str:
    """The drawing as it is kept: one `svg` element with a `viewBox`, nothing that acts.

    Raises BadDrawing, naming what is wrong.
    """
    if len(drawing) > MAX_BYTES:
        raise BadDrawing(f"The drawing is larger than {MAX_BYTES // 1024} KB. Simplify it.")
    return _Copyist().copy(drawing)


@dataclass
class _Copyist:
    """Reads a drawing once, and writes what may stay."""

    out: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)  # Of the style sheet that is being read.
    open: list[str] = field(default_factory=list)  # Names of elements; "" is left out.
    count: int = 0
    used: set[str] = field(default_factory=set)  # Ids that a <use> points to.
    holding_use: set[str] = field(default_factory=set)  # Ids of what has a <use> inside.
    ids: list[str] = field(default_factory=list)

    def copy(self, drawing: bytes) -> str:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.EntityDeclHandler = _refuse_entity
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(drawing, True)
        except expat.ExpatError as error:
            raise BadDrawing(f"This is not a sound SVG file (line {error.lineno}).") from error
        if not self.out:
            raise BadDrawing("This is not an SVG file.")
        if self.used & self.holding_use:
            raise BadDrawing("The drawing holds a <use> of what itself holds a <use>.")
        return "".join(self.out)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MAX_ELEMENTS or len(self.open) > _DEEPEST:
            raise BadDrawing(f"The drawing has more than {MAX_ELEMENTS} parts. Simplify it.")
        element = self._admitted(name)
        self.open.append(element)
        self.ids.append(attributes.get("id", ""))
        if element:
            self.out.append(f"<{element}{self._attributes(element, attributes)}>")

    def _admitted(self, name: str) -> str:
        """The element's own name; "" for what is left out, with everything inside."""
        namespace, _, element = name.rpartition(" ")
        if not self.open and (namespace, element) != (_SVG, "svg"):
            raise BadDrawing("This is not an SVG file.")
        if self.open and not self.open[-1]:
            return ""
        if namespace != _SVG or element in _LEFT_OUT:
            return ""
        if element not in _ELEMENTS:
            raise BadDrawing(f"The drawing holds <{element}>, which a logo cannot. Remove it.")
        return element

    def _attributes(self, element: str, attributes: Mapping[str, str]) -> str:
        kept = {"xmlns": _SVG} | _frame(attributes) if len(self.open) == 1 else {}
        for name, value in attributes.items():
            namespace, _, attribute = name.rpartition(" ")
            if attribute.lower().startswith("on"):
                raise BadDrawing(f"The drawing holds a script ({attribute}). Remove it.")
            if attribute == "href" and namespace in {"", _XLINK}:
                kept["href"] = self._reference(element, value)
            elif not namespace and attribute in _ATTRIBUTES:
                kept[attribute] = _quiet(value)
            elif (namespace, attribute) == (_XML, "space"):
                kept["xml:space"] = value
        return "".join(f" {name}={quoteattr(value)}" for name, value in kept.items())

    def _reference(self, element: str, value: str) -> str:
        value = value.strip()
        if element == "use":
            self.used.add(value.removeprefix("#"))
            self.holding_use.update(filter(None, self.ids[:-1]))
        if value.startswith("#") or (element == "image" and _PICTURE_INSIDE.match(value)):
            return value
        raise BadDrawing(f"The drawing asks for something from elsewhere ({value[:60]}).")

    def _text(self, text: str) -> None:
        match self.open[-1:]:
            case ["style"]:
                self.rules.append(text)  # It comes in pieces; only the whole can be judged.
            case [element] if element:
                self.out.append(escape(text))

    def _end(self, name: str) -> None:
        self.ids.pop()
        element = self.open.pop()
        if element == "style":
            self.out.append(escape(_quiet("".join(self.rules))))
            self.rules.clear()
        if element:
            self.out.append(f"</{element}>")


def _refuse_entity(name: str, *_: object) -> None:
    raise BadDrawing(f"The drawing declares an entity (&{name};). Save it without.")


def _frame(attributes: Mapping[str, str]) -> dict[str, str]:
    """The `viewBox`, made from width and height where it is missing: it says how wide to how high.

    Width and height themselves go with the other attributes.
    """
    if "viewBox" in attributes:
        return {}
    sides = [_NUMBER.match(attributes.get(side, "")) for side in ("width", "height")]
    if not all(side and float(side[1]) for side in sides):
        raise BadDrawing("The drawing does not say how wide and high it is (viewBox).")
    return {"viewBox": f"0 0 {' '.join(side[1] for side in sides if side)}"}


def _quiet(value: str) -> str:
    """Refuses looks that ask another server (CSS Values 4, section 4.5: url())."""
    if _ADDRESS.search(value) or _RULES.search(value):
        raise BadDrawing(f"The drawing asks for something from elsewhere ({value.strip()[:60]}).")
    return value
