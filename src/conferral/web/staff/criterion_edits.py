"""What the buttons of the criterion's form do to its tree. Each gives back another tree."""

from conferral.learning.catalog.criteria.reading import MAX_ASKED, MAX_DEPTH, MAX_PARTS
from conferral.web.staff.criterion_tree import GROUPS, Kind, Node, Place, Tampered, walked


class TooBig(ValueError):
    """The tree would grow out of its bounds; the message is for people."""


Edited = tuple[Node, Place]  # The new tree, and the part to look at.


def add(root: Node, group: Place, kind: Kind) -> Edited:
    """A new, empty part at the end of a group."""
    parts = _group_at(root, group).parts
    fresh = Node(kind, {"attempt": "best", "count": "1"})
    return _checked(_with(root, group, (*parts, fresh)), (*group, len(parts)))


def remove(root: Node, place: Place) -> Edited:
    """Without the part and all that is in it."""
    *above, index = _below_root(root, place)
    group = tuple(above)
    parts = part_at(root, group).parts
    return _with(root, group, parts[:index] + parts[index + 1 :]), group


def up(root: Node, place: Place) -> Edited:
    """One line up: over its neighbour, into the group above it, or out of its own group."""
    *above, index = _below_root(root, place)
    group = tuple(above)
    parts = part_at(root, group).parts
    if index == 0:
        return _out(root, place, 0) if group else (root, place)
    neighbour = parts[index - 1]
    if neighbour.kind.is_group:
        inside = (*group, index - 1, len(neighbour.parts))
        return _moved(root, place, inside)
    return _moved(root, place, (*group, index - 1))


def down(root: Node, place: Place) -> Edited:
    """One line down: over its neighbour, into the group below it, or out of its own group."""
    *above, index = _below_root(root, place)
    group = tuple(above)
    parts = part_at(root, group).parts
    if index == len(parts) - 1:
        return _out(root, place, 1) if group else (root, place)
    if parts[index + 1].kind.is_group:
        return _moved(root, place, (*group, index, 0))
    return _moved(root, place, (*group, index + 1))


def wrap(root: Node, place: Place) -> Edited:
    """The part becomes the only one of a new group."""
    wrapped = Node(Kind.ALL, parts=(part_at(root, place),))
    return _checked(_replaced(root, place, (wrapped,)), place)


def unwrap(root: Node, place: Place) -> Edited:
    """The parts of a group step into its place. The whole has room for one."""
    parts = _group_at(root, place).parts
    if not place and len(parts) != 1:
        raise TooBig("Only one part can stand for the whole: remove the others first.")
    return _checked(_replaced(root, place, parts), place if not place or parts else place[:-1])


def part_at(root: Node, place: Place) -> Node:
    """Tampered where there is none."""
    for index in place:
        if index >= len(root.parts):
            raise Tampered(str(place))
        root = root.parts[index]
    return root


def _group_at(root: Node, place: Place) -> Node:
    found = part_at(root, place)
    if found.kind not in GROUPS:
        raise Tampered(str(place))
    return found


def _below_root(root: Node, place: Place) -> Place:
    part_at(root, place)
    if not place:
        raise Tampered("The whole stays where it is.")
    return place


def _out(root: Node, place: Place, behind: int) -> Edited:
    *above, position = place[:-1]
    return _moved(root, place, (*above, position + behind))


def _moved(root: Node, place: Place, to: Place) -> Edited:
    """`to` is where it stands in the tree without it."""
    moving = part_at(root, place)
    without, _ = remove(root, place)
    *above, index = to
    group = tuple(above)
    parts = part_at(without, group).parts
    return _checked(_with(without, group, (*parts[:index], moving, *parts[index:])), to)


def _with(root: Node, group: Place, parts: tuple[Node, ...]) -> Node:
    found = part_at(root, group)
    return _replaced(root, group, (Node(found.kind, found.said, parts),))


def _replaced(root: Node, place: Place, by: tuple[Node, ...]) -> Node:
    """The same tree with these where the part was."""
    if not place:
        return by[0]
    index, *further = place
    child = by if not further else (_replaced(root.parts[index], tuple(further), by),)
    parts = (*root.parts[:index], *child, *root.parts[index + 1 :])
    return Node(root.kind, root.said, parts)


def _checked(root: Node, place: Place) -> Edited:
    everything = list(walked(root))
    if max(len(where) for where, _ in everything) > MAX_DEPTH:
        raise TooBig(f"Not more than {MAX_DEPTH} groups can stand inside one another.")
    if max(len(node.parts) for _, node in everything) > MAX_PARTS:
        raise TooBig(f"A group has at most {MAX_PARTS} parts. Make a group of some of them.")
    if len(everything) > MAX_ASKED:
        raise TooBig(f"A criterion has at most {MAX_ASKED} parts in all.")
    return root, place
