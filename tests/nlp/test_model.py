from __future__ import annotations

import json
import socket

import pytest
import spacy

from pipelines.nlp.locate import DEFAULT, path_of

MODEL = path_of(DEFAULT)
ENTITIES = {"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "WORK_OF_ART", "LAW", "PRODUCT"}
# Those that the components ask for; spaCy's English pipelines have them all.
RELATIONS = {
    "ROOT",
    "acl",
    "acomp",
    "advcl",
    "advmod",
    "agent",
    "amod",
    "appos",
    "attr",
    "aux",
    "auxpass",
    "cc",
    "ccomp",
    "compound",
    "conj",
    "dative",
    "det",
    "dobj",
    "mark",
    "neg",
    "npadvmod",
    "nsubj",
    "nsubjpass",
    "nummod",
    "parataxis",
    "pcomp",
    "pobj",
    "poss",
    "prep",
    "prt",
    "punct",
    "quantmod",
    "relcl",
    "xcomp",
}


@pytest.fixture(scope="module")
def model():
    return spacy.load(MODEL)


@pytest.fixture(scope="module")
def meta() -> dict:
    return json.loads((MODEL / "meta.json").read_text(encoding="utf-8"))


def test_it_loads_without_a_network(monkeypatch):
    def refuse(*_):
        raise AssertionError("the pipeline asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    trained = ["tok2vec", "tagger", "morphologizer", "parser", "lemmatizer", "ner"]
    by_rule = ["newsledger_line_breaks", "newsledger_values"]
    assert sorted(spacy.load(MODEL).pipe_names) == sorted(trained + by_rule)


def test_it_has_less_than_thirty_megabytes():
    assert sum(file.stat().st_size for file in MODEL.rglob("*") if file.is_file()) < 30_000_000


def test_its_labels_are_those_of_english_pipelines_of_spacy(model):
    assert set(model.get_pipe("ner").labels) == ENTITIES
    assert set(model.get_pipe("parser").labels) >= RELATIONS
    assert {"NNP", "VBD", "VBZ", "PRP$", "-LRB-", "``", "''"} <= set(model.get_pipe("tagger").labels)


def test_its_meta_names_licence_and_sources(meta):
    assert (meta["lang"], meta["name"], meta["license"]) == ("en", "newsledger", "CC-BY-SA-4.0")
    assert len(meta["sources"]) > 5
    assert all(source["name"] and source["license"] for source in meta["sources"])
    assert any("not contained" in source["name"] for source in meta["sources"])


def test_its_meta_has_the_scores_that_were_measured(meta):
    assert meta["performance"]["ents_f"] > 0.85
    assert meta["performance"]["ents_per_type"].keys() == ENTITIES


def test_no_path_of_the_machine_that_trained_it_is_left():
    config = (MODEL / "config.cfg").read_text(encoding="utf-8")
    assert ".spacy" not in config
    assert "/" not in config.replace("://", "")


def test_people_places_and_organizations_of_a_plain_sentence_are_found(model):
    doc = model("Angela Merkel met officials of the European Commission in Warsaw on Tuesday.")
    assert {(entity.text, entity.label_) for entity in doc.ents} >= {
        ("Angela Merkel", "PERSON"),
        ("European Commission", "ORG"),
        ("Warsaw", "GPE"),
    }
