"""What is known of the spaCy pipeline in use, from its own description; the pipeline itself is not loaded."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

from pipelines.nlp.locate import DEFAULT, UnknownPipeline, path_of

SCORES = {"tag_acc": "tags", "dep_uas": "UAS", "dep_las": "LAS", "sents_f": "sentences F1", "ents_f": "entities F1"}


def folder(model: str) -> Path:
    """The folder that holds a pipeline. Raises UnknownPipeline."""
    found = path_of(model)
    if found is None:
        try:
            spec = importlib.util.find_spec(model) if model.isidentifier() else None
        except ValueError:  # a module without a spec, which is no package
            spec = None
        if spec is None or spec.origin is None:
            raise UnknownPipeline(model)
        package = Path(spec.origin).parent
        found = next((meta.parent for meta in sorted(package.glob("*/meta.json"))), package)
    if not (found / "meta.json").is_file():
        raise UnknownPipeline(model)
    return found


def describe(model: str) -> str:
    """Name, version, licence, sources and accuracy of a pipeline, as lines."""
    path = folder(model)
    meta: dict[str, Any] = json.loads((path / "meta.json").read_text(encoding="utf-8"))
    scores = meta.get("performance") or {}
    lines = [
        f"name      {meta['lang']}_{meta['name'].removeprefix(meta['lang'] + '_')}{' (the default)' if model == DEFAULT else ''}",
        f"version   {meta['version']}",
        f"licence   {meta.get('license') or 'not stated'}",
        f"parts     {', '.join(meta.get('pipeline', []))}",
        *(f"source    {source['name']} ({source.get('license', 'licence not stated')})" for source in meta.get("sources") or []),
        *(f"accuracy  {name:<14} {scores[key]:.3f}" for key, name in SCORES.items() if isinstance(scores.get(key), float)),
        f"folder    {path}",
    ]
    return "\n".join(lines)
