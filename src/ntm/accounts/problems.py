"""What can go wrong when people, their assignments and delegations are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ntm.core.problems import Problem, Text
from ntm.core.quantities import written_day


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


class DaysReversed(Problem):
    """A last day stands before the first."""

    code = "accounts/days-reversed"

    def __init__(self, first: date, last: date) -> None:
        super().__init__(
            Text(
                f"Ngày cuối {written_day(last)} trước ngày đầu {written_day(first)}.",
                f"The last day {written_day(last)} stands before the first {written_day(first)}.",
            ),
            Text("Hãy chọn lại ngày.", "Choose the days again."),
        )


class AlreadyHolds(Problem):
    """The person holds the same role in the same unit on some of these days."""

    code = "accounts/already-holds"

    def __init__(self, name: str, role: str, unit: str) -> None:
        super().__init__(
            Text(
                f"{name} đã giữ vai trò “{role}” tại {unit} trong thời gian này.",
                f"{name} already holds the role “{role}” in {unit} on some of these days.",
            ),
            Text(
                "Hãy kết thúc phân quyền cũ trước, hoặc chọn ngày khác.", "End the old one first, or choose other days."
            ),
        )


class WrongPlace(Problem):
    """A role belongs to another kind of unit."""

    code = "accounts/wrong-place"

    def __init__(self, role: str, unit: str) -> None:
        super().__init__(
            Text(f"Vai trò “{role}” không dành cho {unit}.", f"The role “{role}” is not for {unit}."),
            Text(
                "Cán bộ xã gắn với xã, cán bộ huyện gắn với huyện. Hãy chọn đơn vị hoặc vai trò khác.",
                "A commune officer belongs to a commune, a district officer to a district. Choose another.",
            ),
        )


class OfficeMissing(Problem):
    """Somebody of a department stands for one department."""

    code = "accounts/office-missing"

    def __init__(self) -> None:
        super().__init__(
            Text("Cán bộ sở, ngành phải thuộc một cơ quan.", "A department officer stands for one office."),
            Text("Hãy chọn cơ quan.", "Choose the office."),
        )


class AlreadyEnded(Problem):
    """What has ended by a day cannot end again."""

    code = "accounts/already-ended"

    def __init__(self, last: date) -> None:
        super().__init__(
            Text(f"Việc này đã kết thúc ngày {written_day(last)}.", f"It has already ended on {written_day(last)}."),
            Text("Không cần làm gì thêm.", "Nothing more needs to be done."),
        )


class NotToThem(Problem):
    """Somebody cannot be handed what they hold themselves, or by their own act."""

    code = "accounts/not-to-them"

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(f"Không thể ủy quyền này cho {name}.", f"This cannot be handed on to {name}."),
            Text(
                "Hãy chọn đồng nghiệp khác: không ai tự ủy quyền cho mình.",
                "Choose another colleague: nobody hands anything on to themselves.",
            ),
        )


class NotTheirs(Problem):
    """Only the holder hands an assignment on, or an administrator in their place; never what was handed to them."""

    code = "accounts/not-theirs"

    def __init__(self) -> None:
        super().__init__(
            Text("Phân quyền này không phải của bạn.", "This assignment is not your own."),
            Text(
                "Chỉ ủy quyền được vai trò của chính mình; vai trò được ủy quyền không ủy quyền tiếp được.",
                "Only one's own role can be handed on; what was handed on cannot be handed on again.",
            ),
        )


class TooLong(Problem):
    """Nobody is away for more than a year."""

    code = "accounts/too-long"

    def __init__(self) -> None:
        super().__init__(
            Text("Ủy quyền dài nhất là một năm.", "A delegation lasts a year at the most."),
            Text(
                "Hãy chọn ngày cuối sớm hơn; sau đó có thể ủy quyền lại.", "Choose an earlier last day; renew it later."
            ),
        )


class OutsideAssignment(Problem):
    """The days lie before today, or where the assignment does not hold."""

    code = "accounts/outside-assignment"

    def __init__(self, first: date, last: date | None) -> None:
        until = written_day(last) if last else "…"
        super().__init__(
            Text(
                f"Chỉ ủy quyền được trong khoảng {written_day(first)} – {until}.",
                f"It can be handed on between {written_day(first)} and {until} only.",
            ),
            Text("Hãy chọn lại ngày.", "Choose the days again."),
        )


class AlreadyHandedOn(Problem):
    """The same colleague already acts in this assignment on some of these days."""

    code = "accounts/already-handed-on"

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(f"Đã ủy quyền cho {name} trong thời gian này.", f"It is already handed on to {name} on these days."),
            Text(
                "Hãy kết thúc ủy quyền cũ trước, hoặc chọn ngày khác.", "End the old one first, or choose other days."
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
