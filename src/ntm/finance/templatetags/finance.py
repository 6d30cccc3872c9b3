"""Words of the ledger, as its templates say them."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from ntm.core.problems import Text
from ntm.finance.models import Account, Act, Contribution, GivenAs, Rate, Stage, Transfer
from ntm.finance.sources import Source, leaf_paths
from ntm.finance.workbook import Row
from ntm.ui.templatetags.ntm import said

register = template.Library()


@register.filter
def act_words(transfer: Transfer | Row) -> Text:
    return Act(transfer.act).words


@register.filter
def stage_words(account: Account) -> Text:
    return Stage(account.stage).words


@register.filter
def form_words(given: Contribution | Rate) -> Text:
    return GivenAs(given.form).words


@register.filter
def leaf_path(transfer: Transfer, year: int) -> str:
    """Say the source of a transfer in the words of a year's tree."""
    source = transfer.place.source
    return said(leaf_paths(year).get(source, source))


@register.filter
def account_path(account: Account | Contribution, names: Mapping[str, Text]) -> str:
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
    return account_path(transfer.place, names)


@register.filter
def indented(source: Source) -> str:
    """Say a source behind as many dashes as it stands deep."""
    return f"{'– ' * source.depth}{said(source.name)}"
