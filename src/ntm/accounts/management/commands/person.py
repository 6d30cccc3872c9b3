from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand
from django.core.management.base import CommandParser
from django.db import transaction

from ntm.accounts.models import Office, Role, User
from ntm.accounts.services import add_person, assign, set_password_link, unlock
from ntm.areas.selectors import unit_with_code
from ntm.core.problems import Problem, Text
from ntm.ui.clock import now, today
from ntm.ui.terminal import terminal_language

BY = "ntm"  # whoever may run commands on the server


class NoSuchPerson(Problem):
    """No person bears this user name."""

    code = "accounts/no-such-person"

    def __init__(self, username: str) -> None:
        super().__init__(
            Text(f"Không có người dùng “{username}”.", f"There is no person with the user name “{username}”."),
            Text("Hãy kiểm tra tên đăng nhập.", "Check the user name."),
        )


class Command(BaseCommand):
    help = (
        "`ntm person add USERNAME --name NAME --role administrator --unit 19` makes a person and prints the link that "
        "sets the password; `link USERNAME` prints another; `unlock USERNAME` opens a name after wrong passwords."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["add", "link", "unlock"])
        parser.add_argument("username")
        parser.add_argument("--name", default="", help="full name")
        parser.add_argument("--email", default="")
        parser.add_argument("--role", choices=Role.values, default=Role.ADMINISTRATOR.value)
        parser.add_argument("--unit", default=settings.HOME_PROVINCE, help="code of the unit; the province if left out")
        parser.add_argument("--office", default="", help="code of the office, as in law/offices.yaml")

    def handle(self, *_: Any, action: str, username: str, **said: Any) -> None:
        if action == "add":
            self._say_link(self._add(username, **said))
        elif action == "link":
            self._say_link(_person(username))
        else:
            unlock(_person(username), by=BY, at=now())
            self._say(Text(f"Đã mở khóa {username}.", f"{username} is open again."))

    @transaction.atomic
    def _add(self, username: str, **said: Any) -> User:
        unit = unit_with_code(said["unit"], today())
        office = Office.objects.filter(code=said["office"]).first()
        person = add_person(username, full_name=said["name"] or username, email=said["email"], by=BY, at=now())
        assign(person, Role(said["role"]), unit, office=office, first=today(), last=None, by=BY, at=now())
        return person

    def _say_link(self, person: User) -> None:
        link = settings.SITE_ADDRESS + set_password_link(person, by=BY, at=now())
        self._say(
            Text(f"Mở liên kết này một lần để đặt mật khẩu: {link}", f"Open this link once to set the password: {link}")
        )

    def _say(self, words: Text) -> None:
        self.stdout.write(words.said_in(terminal_language()))


def _person(username: str) -> User:
    found = User.objects.filter(username=username).first()
    if found is None:
        raise NoSuchPerson(username)
    return found
