"""What can stand in the way of signing in."""

from __future__ import annotations

from collections.abc import Sequence

from ntm.core.problems import Problem, Text


class NoSuchPersonHere(Problem):
    """Another service says who somebody is, but no administrator has made that person here."""

    code = "accounts/no-such-person-here"

    def __init__(self, emails: Sequence[str]) -> None:
        said = ", ".join(emails) or "–"
        super().__init__(
            Text(
                f"Không có đúng một người dùng mang thư điện tử đã xác nhận ({said}).",
                f"There is not exactly one person here with the confirmed e-mail ({said}).",
            ),
            Text(
                "Hãy nhờ quản trị hệ thống của tỉnh ghi thư điện tử này vào tài khoản của bạn.",
                "Ask the administrator of your province to write this e-mail into your account.",
            ),
        )


class UnknownRole(Problem):
    """The settings name a role that does not exist, so nobody would be asked for a second step."""

    code = "accounts/unknown-role"

    def __init__(self, names: Sequence[str]) -> None:
        said = ", ".join(names)
        super().__init__(
            Text(
                f"NTM_MFA_FOR nêu vai trò không có: {said}.", f"NTM_MFA_FOR names a role that does not exist: {said}."
            ),
            Text(
                "Hãy dùng mã vai trò trong docs/signing-in.md, cách nhau bằng dấu phẩy.",
                "Use the codes in docs/signing-in.md, with commas between them.",
            ),
        )
