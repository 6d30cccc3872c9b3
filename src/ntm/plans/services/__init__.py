from ntm.plans.services.drafts import (
    accept_draft,
    add_item,
    answer_question,
    begin_draft,
    correct_item,
    drop_draft,
    put_back,
    read_document,
    take_out,
)
from ntm.plans.services.load_plan import keep_plan, load_plan
from ntm.plans.services.register import UnitToRegister, register_units

__all__ = [
    "UnitToRegister",
    "accept_draft",
    "add_item",
    "answer_question",
    "begin_draft",
    "correct_item",
    "drop_draft",
    "keep_plan",
    "load_plan",
    "put_back",
    "read_document",
    "register_units",
    "take_out",
]
