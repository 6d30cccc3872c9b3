from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "ntm.accounts"
    label = "accounts"

    def ready(self) -> None:
        from ntm.accounts.watching import watch

        watch()
