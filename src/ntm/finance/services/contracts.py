from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from ntm.audit.services import record
from ntm.finance.models import Contract, Work


@transaction.atomic
def add_contract(work: Work, facts: Mapping[str, Any], *, by: str, at: datetime) -> Contract:
    """Keep who builds a work or a part of it: contractor, and perhaps number, signed_on, amount_dong, part."""
    kept = Contract.objects.create(work=work, **facts, made_by=by, made_at=at)
    detail = {"work": work.code, "contractor": kept.contractor, "number": kept.number, "amount_dong": kept.amount_dong}
    record("finance.contract_added", subject=work.unit.name, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def set_contract_aside(contract: Contract, *, by: str, at: datetime) -> Contract:
    """Let a contract that was typed wrongly, or was ended, count no longer; its row stays."""
    contract = Contract.objects.select_for_update(of=("self",)).select_related("work__unit").get(pk=contract.pk)
    if contract.set_aside_at is None:
        contract.set_aside_by, contract.set_aside_at = by, at
        contract.save(update_fields=["set_aside_by", "set_aside_at"])
        detail = {"work": contract.work.code, "contractor": contract.contractor, "number": contract.number}
        record("finance.contract_set_aside", subject=contract.work.unit.name, by=by, at=at, detail=detail)
    return contract
