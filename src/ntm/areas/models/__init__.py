"""Administrative units in time: what existed on a day, under whom, and what became of it."""

from ntm.areas.models.boundary import Boundary
from ntm.areas.models.change import ChangeKind, LegalOrder, Succession, WeightBasis
from ntm.areas.models.figure import Figure
from ntm.areas.models.trait import Trait, TraitName
from ntm.areas.models.unit import Kind, Parent, Tier, Unit, holds_on

__all__ = [
    "Boundary",
    "ChangeKind",
    "Figure",
    "Kind",
    "LegalOrder",
    "Parent",
    "Succession",
    "Tier",
    "Trait",
    "TraitName",
    "Unit",
    "WeightBasis",
    "holds_on",
]
