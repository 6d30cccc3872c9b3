"""The words of the product: every model stands in the glossary, under the name it has in the code."""

from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
MODELS = [model for model in apps.get_models() if model.__module__.startswith("ntm.")]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_is_in_the_glossary(model):
    assert f"`{model.__name__}`" in GLOSSARY, f"Add a row for {model.__name__} to GLOSSARY.md."


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_opens_with_a_sentence_of_its_own(model):
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}("), f"{model.__name__} has no docstring."
