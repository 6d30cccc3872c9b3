"""Questions about people and what they may see."""

from ntm.accounts.selectors.visible import visible_units

__all__ = ["visible_units"]
