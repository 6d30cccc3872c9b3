"""Questions about people, what they hold and what they may see."""

from ntm.accounts.selectors.held import Held, held_by, holds_right
from ntm.accounts.selectors.visible import units_of, units_with, visible_units

__all__ = ["Held", "held_by", "holds_right", "units_of", "units_with", "visible_units"]
