"""Acts on tokens."""

from ntm.api.services.tokens import HINT, end_token, end_tokens, make_token, person_of

__all__ = ["HINT", "end_token", "end_tokens", "make_token", "person_of"]
