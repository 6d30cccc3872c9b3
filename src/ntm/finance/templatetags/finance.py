"""Words of the ledger, as its templates say them."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from ntm.core.problems import Text
from ntm.finance.models import Account, Act, Stage, Transfer
from ntm.finance.sources import Source
from ntm.ui.templatetags.ntm import said

register = template.Library()


@register.filter
def act_words(transfer: Transfer) -> Text:
    return Act(transfer.act).words


@register.filter
def stage_words(account: Account) -> Text:
    return Stage(account.stage).words


@register.filter
def account_path(account: Account, names: Mapping[str, Text]) -> str:
    """Say a source from the branch down: ``Ngân sách tỉnh › Sự nghiệp``; the root is left out."""
    return source_name(account.source, names)


@register.filter
def source_name(source: str, names: Mapping[str, Text]) -> str:
    """Say the code of a source from the branch down."""
    steps = source.split("/")
    paths = ["/".join(steps[:length]) for length in range(1, len(steps) + 1)]
    shown = paths[1:] or paths
    return " › ".join(said(names.get(path, path)) for path in shown)


@register.filter
def source_path(transfer: Transfer, names: Mapping[str, Text]) -> str:
    return account_path(transfer.after, names)


@register.filter
def indented(source: Source) -> str:
    """Say a source behind as many dashes as it stands deep."""
    return f"{'– ' * source.depth}{said(source.name)}"
