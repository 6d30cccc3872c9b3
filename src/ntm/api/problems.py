"""What can go wrong with tokens and requests of programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ntm.core.problems import Fault, Faults, Problem, Text
from ntm.core.quantities import written_day


class TokenLastsTooLong(Problem):
    code = "api/token-lasts-too-long"

    def __init__(self, latest: date) -> None:
        super().__init__(
            Text("Ngày hết hạn không nằm trong khoảng cho phép.", "The last day is not one that is allowed."),
            Text(f"Hãy chọn từ hôm nay đến {written_day(latest)}.", f"Choose from today until {written_day(latest)}."),
        )


class TooManyTokens(Problem):
    code = "api/too-many-tokens"

    def __init__(self, most: int) -> None:
        super().__init__(
            Text(f"Bạn đã có {most} khóa còn hiệu lực.", f"You have {most} tokens already."),
            Text("Hãy kết thúc một khóa không dùng nữa.", "End one that is no longer used."),
        )


class ReadsOnly(Problem):
    """A token that may only read was used to write."""

    code = "api/reads-only"

    def __init__(self) -> None:
        super().__init__(
            Text("Khóa này chỉ được đọc.", "This token may only read."),
            Text("Hãy tạo khóa có quyền ghi.", "Make a token that may write."),
        )


class BadInput(Faults):
    """A request holds something that cannot be read; each fault names the place."""

    code = "api/bad-input"

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        do = Text("Hãy xem mô tả ở openapi.json.", "See the description in openapi.json.")
        super().__init__(
            Text("Yêu cầu có chỗ không đọc được.", "Something in the request cannot be read."),
            [Fault(place, Text(told, told), do) for place, told in faults],
        )


class WhoAreYou(Problem):
    """Neither a valid token nor a session came with the request."""

    code = "api/who-are-you"

    def __init__(self) -> None:
        super().__init__(
            Text("Chưa biết bạn là ai.", "It is not known who you are."),
            Text("Gửi kèm Authorization: Bearer <khóa>.", "Send Authorization: Bearer <token>."),
        )


class NotForYou(Problem):
    """Missing and forbidden look alike."""

    code = "api/not-found"

    def __init__(self) -> None:
        super().__init__(
            Text("Không có, hoặc không dành cho bạn.", "There is no such thing, or it is not for you."),
            Text("Hãy kiểm tra địa chỉ và ngày.", "Check the address and the day."),
        )


class FromAnotherPage(Problem):
    """A write by session came without the token that the pages carry against forged requests."""

    code = "api/from-another-page"

    def __init__(self) -> None:
        super().__init__(
            Text("Yêu cầu ghi không đến từ trang của hệ thống.", "The write does not come from a page of this site."),
            Text("Hãy dùng khóa API, hoặc gửi kèm X-CSRFToken.", "Use an API token, or send X-CSRFToken."),
        )


class TooManyRequests(Problem):
    code = "api/too-many-requests"

    def __init__(self) -> None:
        super().__init__(
            Text("Quá nhiều yêu cầu trong một phút.", "Too many requests within a minute."),
            Text(
                "Hãy chờ một phút rồi tiếp tục, và hỏi nhiều dòng trong một lần.",
                "Wait a minute, and ask for more rows at once.",
            ),
        )
