from ntm.areas.selectors.codes import NoUnitThatDay, unit_with_code
from ntm.areas.selectors.places import place_of
from ntm.areas.selectors.provinces import province_of_each
from ntm.areas.selectors.succession import Part, predecessors, successors
from ntm.areas.selectors.tree import NoProvinceThatDay, ancestors, children, descendants, home_province, search, tree

__all__ = [
    "NoProvinceThatDay",
    "NoUnitThatDay",
    "Part",
    "ancestors",
    "children",
    "descendants",
    "home_province",
    "place_of",
    "predecessors",
    "province_of_each",
    "search",
    "successors",
    "tree",
    "unit_with_code",
]
