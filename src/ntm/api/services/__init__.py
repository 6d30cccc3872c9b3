"""Acts on tokens."""

from ntm.api.services.tokens import end_token, make_token, person_of

__all__ = ["end_token", "make_token", "person_of"]
