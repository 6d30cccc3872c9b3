"""What can stop the letters of a day, and what to do about it."""

from __future__ import annotations

from ntm.core.problems import Problem, Text


class MailServerNotReached(Problem):
    """The mail server does not answer, or does not let us in."""

    code = "notices/mail-server-not-reached"

    def __init__(self, told: str, *, sent: int, left: int) -> None:
        super().__init__(
            Text(
                f"Không kết nối được máy chủ thư ({told}). Đã gửi {sent} thư, còn {left} thư chưa gửi.",
                f"The mail server cannot be reached ({told}). {sent} letters were sent, {left} were not.",
            ),
            Text(
                "Hãy kiểm tra NTM_MAIL_HOST, NTM_MAIL_PORT, NTM_MAIL_USER, NTM_MAIL_PASSWORD rồi chạy lại lệnh: "
                "không ai nhận thư hai lần.",
                "Check NTM_MAIL_HOST, NTM_MAIL_PORT, NTM_MAIL_USER and NTM_MAIL_PASSWORD, then run the command again: "
                "nobody gets a letter twice.",
            ),
        )
