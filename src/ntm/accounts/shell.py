"""The province's name beside the product's name, the administrators' entry, and what the acts are called in the log."""

from ntm.accounts.selectors import visible_units
from ntm.areas.models import Tier
from ntm.areas.selectors import home_province
from ntm.audit import acts
from ntm.core.problems import Text
from ntm.ui import place
from ntm.ui.navigation import Entry, register
from ntm.ui.requests import Request


def province_name(request: Request) -> str:
    """Name the province of the shown day, or the one that the address asks for, to those who signed in."""
    if not request.user.is_authenticated:
        return ""
    asked = request.GET.get("province", "")
    chosen = visible_units(request.user, request.day).filter(tier=Tier.PROVINCE, code=asked).first() if asked else None
    return (chosen or home_province(request.day)).name


place.register(province_name)

acts.name("accounts.person_added", Text("Thêm người dùng", "Added a person"))
acts.name("accounts.person_changed", Text("Sửa người dùng", "Changed a person"))
acts.name("accounts.person_closed", Text("Đóng tài khoản", "Closed an account"))
acts.name("accounts.person_opened", Text("Mở lại tài khoản", "Opened an account again"))
acts.name("accounts.assigned", Text("Giao vai trò", "Gave a role"))
acts.name("accounts.assignment_ended", Text("Kết thúc vai trò", "Ended a role"))
acts.name("accounts.handed_on", Text("Ủy quyền", "Handed a role on"))
acts.name("accounts.delegation_ended", Text("Kết thúc ủy quyền", "Ended a delegation"))
acts.name("accounts.password_link_made", Text("Tạo liên kết đặt mật khẩu", "Made a link to set a password"))
acts.name("accounts.unlocked", Text("Mở khóa tên đăng nhập", "Unlocked a user name"))
acts.name("accounts.second_step_forgotten", Text("Xóa xác thực hai bước", "Took a second step away"))
acts.name("accounts.password_changed", Text("Đổi mật khẩu", "Changed a password"))
acts.name("accounts.second_step_added", Text("Bật xác thực hai bước", "Added a second step"))
acts.name("accounts.second_step_removed", Text("Tắt xác thực hai bước", "Removed a second step"))

register(
    Entry(
        Text("Người dùng", "People"),
        "accounts:people",
        order=85,
        covers=(
            *("accounts:person", "accounts:add_person", "accounts:assign", "accounts:end_assignment"),
            *("accounts:hand_on", "accounts:password_link", "accounts:offices"),
        ),
        shown=lambda request: request.user.has_perm("accounts.administer"),
    )
)
