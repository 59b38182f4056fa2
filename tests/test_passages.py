"""The annotated passages that the benchmark scores."""

from __future__ import annotations

import hashlib
import json

from benchmarks import passages


def test_the_annotation_holds_no_words_of_its_passages():
    lines = passages.ANNOTATED.read_text(encoding="utf-8").splitlines()
    figures = [figure for line in lines for figure in json.loads(line)["figures"]]
    assert not any(" " in value for each in figures for name, value in each.items() if isinstance(value, str) and name != "per")


def test_passages_are_found_by_their_hash_and_marks_by_their_offsets(tmp_path, monkeypatch):
    text = "Norway paid Kenya $4 million."
    figure = {"start": 18, "end": 28, "amount": "4000000", "payer": [0, 6], "payee": [12, 17], "kind": "aid"}
    row = {"passage": hashlib.sha256(text.encode()).hexdigest()[:16], "figures": [figure]}
    monkeypatch.setattr(passages, "ANNOTATED", tmp_path / "annotated.jsonl")
    passages.ANNOTATED.write_text(json.dumps(row), encoding="utf-8")
    texts = tmp_path / "texts.txt"
    texts.write_text(f"Another line.\n{text}\n", encoding="utf-8")
    (found,) = passages.annotated([texts], held=False)
    assert found["text"] == text
    assert [(each["payer"], each["payee"], each["status"]) for each in found["figures"]] == [("Norway", "Kenya", "actual")]
    assert list(passages.annotated([texts], held=True)) == []
