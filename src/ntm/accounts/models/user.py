from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models

from ntm.areas.names import search_key


class User(AbstractUser):
    """A person who signs in. What they may do comes from their assignments, never from here."""

    full_name = models.CharField(max_length=150, blank=True)
    # The name, the user name and the e-mail as people type them without marks.
    search_name = models.CharField(max_length=600, blank=True, default="", editable=False)

    def __str__(self) -> str:
        return self.full_name or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_name = search_key(f"{self.full_name} {self.username} {self.email}")
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search_name"}
        super().save(*args, **kwargs)
