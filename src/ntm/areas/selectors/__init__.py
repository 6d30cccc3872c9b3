from ntm.areas.selectors.places import place_of
from ntm.areas.selectors.succession import Part, predecessors, successors
from ntm.areas.selectors.tree import NoProvinceThatDay, ancestors, children, descendants, home_province, search, tree

__all__ = [
    "NoProvinceThatDay",
    "Part",
    "ancestors",
    "children",
    "descendants",
    "home_province",
    "place_of",
    "predecessors",
    "search",
    "successors",
    "tree",
]
