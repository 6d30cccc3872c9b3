"""What can go wrong when people are kept."""

from __future__ import annotations

from ntm.core.problems import Problem, Text


class NameTaken(Problem):
    """A user name must be new, whatever its capitals."""

    code = "accounts/name-taken"

    def __init__(self, username: str) -> None:
        super().__init__(
            Text(f"Đã có người dùng tên “{username}”.", f"There is already a person with the user name “{username}”."),
            Text(
                "Hãy chọn tên đăng nhập khác, hoặc tìm người đó trong danh sách.",
                "Choose another user name, or find that person in the list.",
            ),
        )


class OwnRights(Problem):
    """Nobody gives rights to themselves, takes them from themselves, or closes themselves."""

    code = "accounts/own-rights"

    def __init__(self) -> None:
        super().__init__(
            Text("Không ai tự thay đổi quyền của chính mình.", "Nobody changes their own rights."),
            Text("Hãy nhờ một quản trị hệ thống khác.", "Ask another administrator to do it."),
        )


class LastAdministrator(Problem):
    """Somebody must be left who can give rights."""

    code = "accounts/last-administrator"

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(
                f"{name} là quản trị hệ thống cuối cùng; sau đó sẽ không còn ai phân quyền được.",
                f"{name} is the last administrator; nobody would be left to give rights.",
            ),
            Text(
                "Hãy giao vai trò quản trị hệ thống cho một người khác trước.",
                "Give the role of administrator to somebody else first.",
            ),
        )


class PersonClosed(Problem):
    """A closed account takes nothing new."""

    code = "accounts/person-closed"

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(f"Tài khoản của {name} đang đóng.", f"The account of {name} is closed."),
            Text("Hãy mở lại tài khoản trước.", "Open the account first."),
        )
