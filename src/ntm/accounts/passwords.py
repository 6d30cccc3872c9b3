"""Passwords that anybody would try first here; what else a password is made of is nobody's business."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ntm.accounts.models import User

# What the programme, its bodies and its software are called, without marks and spaces; docs/security.md shows the list.
WORDS = (
    *("nongthonmoi", "nongthon", "xaydung", "chuongtrinh", "muctieu", "quocgia", "dieuphoi", "vanphong"),
    *("uybannhandan", "ubnd", "hoidongnhandan", "mattran", "matkhau", "quantri", "admin", "password", "thongtin"),
    *("vietnam", "hanoi", "thainguyen", "tinh", "huyen", "ntm", "2024", "2025", "2026", "2027"),
)
MOST = 4_096  # characters
_LEAST = 6  # letters that must be left when the words are taken away


def plain(written: str) -> str:
    """Return the letters and digits of some words, without marks: ``Nông thôn mới!`` → ``nongthonmoi``."""
    apart = unicodedata.normalize("NFD", written.casefold().replace("đ", "d"))
    return "".join(letter for letter in apart if letter.isalnum())


class NotAWordOfTheProgramme:
    """Refuse a password of which nothing is left but a few letters once the words of the programme are taken away."""

    def validate(self, password: str, user: User | None = None) -> None:
        left = plain(password)
        if left == "":
            return  # marks alone are unusual enough
        for word in sorted(WORDS, key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < _LEAST <= len(plain(password)):
            raise ValidationError(
                _("Everybody here would guess this password: it is made of words of the programme."),
                code="password_of_the_programme",
            )

    def get_help_text(self) -> str:
        return _("Not made of words of the programme, such as “nongthonmoi2024”.")


class NotEndless:
    """Refuse a password that is longer than anybody types: it would only be made to keep the server busy."""

    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) > MOST:
            raise ValidationError(_("A password has at most 4,096 characters."), code="password_too_long")

    def get_help_text(self) -> str:
        return _("A password has at most 4,096 characters.")


class NotAboutOneself:
    """Refuse a password that holds the person's own user name, or little besides their name."""

    def validate(self, password: str, user: User | None = None) -> None:
        if user is None:
            return
        left = plain(password)
        known = [user.username, user.full_name, user.email.partition("@")[0], *user.full_name.split()]
        for word in sorted({plain(one) for one in known if len(plain(one)) > 2}, key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < _LEAST and left != plain(password):
            raise ValidationError(_("This password says little besides your own name."), code="password_about_oneself")

    def get_help_text(self) -> str:
        return _("Not your own name.")
