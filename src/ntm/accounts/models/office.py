from __future__ import annotations

from django.db import models


class Office(models.Model):
    """A body of the state or the Front: a department, a committee, a coordination office.

    ``code`` is the office's code in ``law/offices.yaml``, where its names and days stand.
    """

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name
