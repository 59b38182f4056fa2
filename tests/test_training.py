"""The recipe of the language pipeline: trees converted, sets read, texts varied, vectors packed, recognizers averaged."""

from __future__ import annotations

import random

import numpy as np
import pytest
import spacy

from pipelines.nlp.vectors import CompactVectors
from training import augment, average, clearnlp, conllu, open_sets, prepare, treebanks

QUOTED = """# newdoc id = tale
# newpar
# sent_id = 1
1\tShe\tshe\tPRON\tPRP\t_\t2\tnsubj\t_\t_
2\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
3\t,\t,\tPUNCT\t,\t_\t5\tpunct\t_\t_
4\tAnna\tAnna\tPROPN\tNNP\t_\t5\tnsubj\t_\t_
5\tsaid\tsay\tVERB\tVBD\t_\t2\tparataxis\t_\t_
6\tin\tin\tADP\tIN\t_\t7\tcase\t_\t_
7\tOslo\tOslo\tPROPN\tNNP\t_\t5\tobl\t_\tSpaceAfter=No
8\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# sent_id = 2
1\tIda\tIda\tPROPN\tNNP\t_\t4\tnsubj\t_\t_
2\tBerg\tBerg\tPROPN\tNNP\t_\t1\tflat\t_\t_
3-4\tisn't\t_\t_\t_\t_\t_\t_\t_\t_
3\tis\tbe\tAUX\tVBZ\t_\t5\tcop\t_\t_
4\tn't\tnot\tPART\tRB\t_\t5\tadvmod\t_\t_
5\tmayor\tmayor\tNOUN\tNN\t_\t0\troot\t_\t_

"""


@pytest.fixture
def sentences(tmp_path):
    path = tmp_path / "tale.conllu"
    # The subject hangs on the predicate, as Universal Dependencies have it.
    path.write_text(QUOTED.replace("NNP\t_\t4\tnsubj\t_\t_\n2\tBerg", "NNP\t_\t5\tnsubj\t_\t_\n2\tBerg"), encoding="utf-8")
    return list(conllu.read(path))


def tree(sentence):
    heads, labels = clearnlp.convert(sentence)
    words = [word.form for word in sentence.words]
    return {word: (label, words[head]) for word, head, label in zip(words, heads, labels, strict=True)}


def test_the_verb_of_saying_governs_what_was_said_and_a_preposition_its_noun(sentences):
    found = tree(sentences[0])
    assert found["said"] == ("ROOT", "said")
    assert found["left"] == ("ccomp", "said")
    assert found["in"] == ("prep", "said")
    assert found["Oslo"] == ("pobj", "in")


def test_the_copula_governs_its_clause_and_the_last_word_a_name(sentences):
    found = tree(sentences[1])
    assert found["is"] == ("ROOT", "is")
    assert found["mayor"] == ("attr", "is")
    assert found["n't"] == ("neg", "is")
    assert found["Berg"] == ("nsubj", "is")
    assert found["Ida"] == ("compound", "Berg")


def test_texts_keep_their_spaces_and_paragraphs(sentences):
    whole = treebanks.paragraphs("GUM_news_tale", sentences)
    assert whole["text"] == "She left, Anna said in Oslo. Ida Berg isn't mayor "
    assert [whole["text"][start:end] for start, end in whole["sentences"]] == [
        "She left, Anna said in Oslo.",
        "Ida Berg isn't mayor",
    ]


def test_a_tree_with_a_cycle_is_an_error():
    words = [conllu.Word("a", "a", "X", "FW", 1, "dep", {}), conllu.Word("b", "b", "X", "FW", 0, "dep", {})]
    with pytest.raises(ValueError, match="cycle"):
        clearnlp.convert(conllu.Sentence("text", "1", words=words))


def test_coarse_names_become_ours_and_unknown_ones_teach_nothing(tmp_path):
    path = tmp_path / "words.txt"
    tags = "The/B-ORG Oslo/I-ORG Post/I-ORG met/O Norwegian/B-MISC mayor/B-PER Ida/I-PER Berg/I-PER in/O Lake/B-LOC Mjøsa/I-LOC"
    path.write_text("\n".join(tag.replace("/", " ") for tag in f"{tags} for/O Skylark/B-MISC".split()) + "\n", encoding="utf-8")
    (item,) = open_sets.columns(path, open_sets.COARSE, open_sets.Names())
    found = [(" ".join(item.words[start:end]), label) for start, end, label in item.spans]
    assert found == [
        ("Oslo Post", "ORG"),
        ("Norwegian", "NORP"),
        ("Ida Berg", "PERSON"),
        ("Lake Mjøsa", "LOC"),
        ("Skylark", None),
    ]


def test_every_variant_of_a_text_keeps_its_names_in_place():
    text = "Ida Berg’s office in Oslo said “no”. Berg left."
    entities = [
        {"start": 0, "end": 8, "label": "PERSON"},
        {"start": 21, "end": 25, "label": "GPE"},
        {"start": 37, "end": 41, "label": "PERSON"},
    ]
    rng = random.Random(1)
    for _ in range(200):
        row = augment.augment({"text": text, "entities": entities}, ["Aaltonen", "De Vries"], ["Bergen"], rng)
        names = [row["text"][entity["start"] : entity["end"]] for entity in row["entities"]]
        first, place, last = names[-3:]
        assert first.lower().startswith("ida ")
        assert place.lower() == "oslo"
        assert first.lower().endswith(last.lower())


def test_all_pieces_of_an_article_go_to_one_part_and_non_commercial_ones_are_never_trained_on():
    rows = [{"src": f"a/{number}", "batch": 14} for number in range(300)]
    parts = [prepare.part_of(row) for row in rows]
    assert parts == [prepare.part_of({**row, "text": "another piece"}) for row in rows]
    assert {"train", "dev", "world"} == set(parts)
    assert prepare.part_of({"src": "fin/7", "batch": 14}) == "finance"


def test_packed_vectors_keep_each_number_to_half_a_step(tmp_path):
    data = np.random.default_rng(1).normal(size=(50, 8)).astype("float32")
    vectors = CompactVectors(data=data.copy(), keys=[f"word{row}" for row in range(50)])
    vectors.to_disk(tmp_path / "vectors")
    again = CompactVectors().from_disk(tmp_path / "vectors")
    assert np.abs(again.data - data).max() <= np.abs(data).max() / 127 / 2 * 1.001
    assert again.key2row == vectors.key2row
    assert (tmp_path / "vectors/vectors").stat().st_size < data.nbytes / 3
    again.to_disk(tmp_path / "again")
    assert (tmp_path / "again/vectors").read_bytes() == (tmp_path / "vectors/vectors").read_bytes()


def test_the_mean_of_two_networks_is_between_them(tmp_path):
    folders = []
    for value in (1.0, 3.0):
        nlp = spacy.blank("en")
        tagger = nlp.add_pipe("tagger")
        tagger.add_label("NN")
        nlp.initialize()
        for node in tagger.model.walk():
            for name in node.param_names:
                node.set_param(name, np.full_like(node.get_param(name), value))
        folders.append(tmp_path / str(value))
        nlp.to_disk(folders[-1])
    average.main(tmp_path / "mean", folders)
    tagger = spacy.load(tmp_path / "mean").get_pipe("tagger")
    assert {
        float(number) for node in tagger.model.walk() for name in node.param_names for number in np.unique(node.get_param(name))
    } == {2.0}
