"""What lets another program in."""

from ntm.api.models.token import Token

__all__ = ["Token"]
