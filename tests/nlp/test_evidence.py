"""What speaks for a figure's kind, payee and purpose where the rules are silent."""

from __future__ import annotations

import hashlib
import json

import pytest

from pipelines.nlp import evidence, loglinear
from pipelines.nlp.figures import read as told
from training import figures as recipe

UNHEARD = "The bridge swallowed $90 million before it opened."


@pytest.fixture
def weights(monkeypatch):
    """Put a table of weights in the place of the shipped one."""

    def put(*rows):
        table = [dict(zip(("model", "feature", "weights"), row, strict=True)) for row in rows]
        monkeypatch.setattr(loglinear, "rows", lambda _: iter(table))
        loglinear.models.cache_clear()
        loglinear.sparse.cache_clear()

    yield put
    monkeypatch.undo()
    loglinear.models.cache_clear()
    loglinear.sparse.cache_clear()


def test_the_answer_with_the_largest_sum_is_taken_and_unknown_features_say_nothing(weights):
    weights(("kind", "always", "tax:0.5 fine:0.1"), ("kind", "verb=levy", "fine:0.3"), ("kind", "head=duty", "tax:0.2 fine:0.4"))
    assert loglinear.likeliest("kind", {"near=sea"}) == "tax"
    assert loglinear.likeliest("kind", {"verb=levy", "head=duty", "near=sea"}) == "fine"


def test_a_model_with_one_answer_gives_its_probability(weights):
    weights(("payee", "always", "yes:-1.00"), ("payee", "place=own", "yes:1.00"))
    assert loglinear.probability("payee", ["place=own", "sort=ORG"]) == pytest.approx(0.5)
    assert loglinear.probability("payee", ["sort=ORG"]) == pytest.approx(0.2689, abs=1e-4)


def test_without_weights_what_the_rules_say_stays(weights, read):
    weights()
    assert loglinear.likeliest("kind", {"verb=levy"}) is None
    assert loglinear.probability("payee", ["sort=ORG"]) == 0
    (figure,) = read(UNHEARD)._.figures
    assert (figure.kind, figure.payee, figure.purpose) == ("other", None, None)


def test_the_evidence_tells_a_kind_only_where_no_word_of_the_amount_does(weights, read):
    weights(("kind", "always", "tax:1.00 fine:0.00"))
    assert [each.kind for each in read(UNHEARD)._.figures] == ["tax"]
    assert [each.kind for each in read("The firm reported a net income of $4 million.")._.figures] == ["profit"]


def test_nobody_is_paid_by_himself(weights, read):
    weights(("payee", "always", "yes:9.00"))
    for text in ("Norway will pay $4 million.", "The ministry spent $4 million and France $6 million."):
        assert all(figure.payee is None or figure.payee != figure.payer for figure in read(text)._.figures)


def test_what_the_money_is_for_is_cut_out_of_the_text_beside_the_amount(weights, read):
    weights(("purpose", "always", "yes:9.00"))
    doc = read("It was $4 million, the mayor of Elm told a hall full of farmers.")
    (figure,) = doc._.figures
    assert figure.purpose == doc.text[figure.purpose_start : figure.purpose_end]
    assert figure.purpose_end <= figure.start_char or figure.purpose_start >= figure.end_char


def test_the_features_of_an_amount_do_not_grow_with_its_sentence(read):
    def most(count):
        doc = read("It paid " + ", ".join(f"${n} to Firm {n}" for n in range(1, count)) + " and left.")
        found = [each for each in told(doc) if each.seen is not None]
        return max(sum(len(features) for _, features in evidence.parties(each.figure, each.seen)) for each in found)

    assert most(200) <= 1.5 * most(60)


def test_the_annotation_holds_no_words_and_finds_its_passages_by_their_hash(tmp_path, monkeypatch):
    lines = recipe.ANNOTATED.read_text(encoding="utf-8").splitlines()
    figures = [figure for line in lines for figure in json.loads(line)["figures"]]
    assert not any(" " in value for each in figures for name, value in each.items() if isinstance(value, str) and name != "per")
    text = "Norway paid Kenya $4 million."
    name = hashlib.sha256(text.encode()).hexdigest()[:16]
    marked = {"start": 18, "end": 28, "amount": "4000000", "payer": [0, 6], "payee": [12, 17], "kind": "aid"}
    monkeypatch.setattr(recipe, "ANNOTATED", tmp_path / "annotated.jsonl")
    recipe.ANNOTATED.write_text(f'{{"passage": "{name}", "figures": [{str(marked).replace(chr(39), chr(34))}]}}\n')
    texts = tmp_path / "texts.txt"
    texts.write_text(f"Another line.\n{text}\n")
    (row,) = recipe.annotated([texts], held=False)
    assert row["text"] == text
    assert [(each["payer"], each["payee"], each["status"]) for each in row["figures"]] == [("Norway", "Kenya", "actual")]
    assert list(recipe.annotated([texts], held=True)) == []
