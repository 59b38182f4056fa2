from __future__ import annotations

from random import Random

import pytest
import spacy

from pipelines.nlp.tokenizer import MOST, bounded, mend


@pytest.fixture(scope="module")
def words():
    """The tokens of a text, by the mended tokenizer alone."""
    nlp = spacy.blank("en")
    mend(nlp.tokenizer)
    return lambda text: [token.text for token in nlp.make_doc(text)]


@pytest.mark.parametrize("mark", "'’‘´`")
def test_a_possessive_is_a_token_of_its_own_whatever_its_apostrophe(words, mark):
    assert words(f"Latvia{mark}s harbour") == ["Latvia", f"{mark}s", "harbour"]


@pytest.mark.parametrize("mark", "'’‘´`")
def test_a_contraction_is_split_whatever_its_apostrophe(words, mark):
    assert words(f"They don{mark}t know") == ["They", "do", f"n{mark}t", "know"]


def test_a_hyphen_behind_an_abbreviation_splits(words):
    assert words("a U.S.-led force") == ["a", "U.S.", "-", "led", "force"]


def test_a_dash_without_spaces_splits(words):
    assert words("the minister—Ilze Berzina—left") == ["the", "minister", "—", "Ilze", "Berzina", "—", "left"]


def test_titles_and_company_forms_keep_their_full_stop(words):
    assert words("Lt. Gen. Okoro of Dunmore Inc. left") == ["Lt.", "Gen.", "Okoro", "of", "Dunmore", "Inc.", "left"]


def test_tokens_give_the_text_back(words):
    nlp = spacy.blank("en")
    mend(nlp.tokenizer)
    for text in ("", "‘´`’", "Riga‘s\n\n\tport — U.S.-led…", "a\x00b 👩‍🚀s", "_’s"):
        assert nlp.make_doc(text).text == text


def test_mending_twice_changes_nothing():
    nlp = spacy.blank("en")
    mend(nlp.tokenizer)
    once = (nlp.tokenizer.infix_finditer.__self__.pattern, nlp.tokenizer.suffix_search.__self__.pattern, nlp.tokenizer.rules)
    mend(nlp.tokenizer)
    assert (
        nlp.tokenizer.infix_finditer.__self__.pattern,
        nlp.tokenizer.suffix_search.__self__.pattern,
        nlp.tokenizer.rules,
    ) == once


@pytest.fixture
def bound():
    """The mended tokenizer, in bounds."""
    nlp = spacy.blank("en")
    mend(nlp.tokenizer)
    return bounded(nlp.tokenizer)


@pytest.mark.parametrize("unit", ["([{", "a.b-c/", "🇺🇦", "“’s", "a"])
def test_a_word_without_end_gives_the_text_back(bound, unit):
    text = f"It began {unit * 1000} and {unit * 700}\n{unit * MOST} ended."
    doc = bound(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


def test_the_bound_changes_no_word_of_its_length_or_shorter(bound, words):
    address = f"https://x.example/{'a' * (MOST - 18)}"
    for text in ("They don’t know U.S.-led forces. They can't.", f"{address} is one", "(" * MOST, "", " "):
        assert [token.text for token in bound(text)] == words(text)
    # The norm of a part of a word is its own also where there are pieces.
    assert [token.norm_ for token in bound(f"can’t {'a' * MOST}b")][:2] == ["can", "not"]


def test_a_run_of_marks_costs_what_its_length_does():
    def cost(marks: int) -> int:
        nlp = spacy.blank("en")
        mend(nlp.tokenizer)
        tokenizer = bounded(nlp.tokenizer)
        seen = 0

        def looked_at(search):
            def counted(text):
                nonlocal seen
                seen += len(text)
                return search(text)

            return counted

        tokenizer.prefix_search, tokenizer.suffix_search = map(looked_at, (tokenizer.prefix_search, tokenizer.suffix_search))
        # In no order: what comes again comes from a cache.
        tokenizer("".join(Random(marks).choices("([{", k=marks)))
        return seen

    assert 0 < cost(16 * MOST) <= 4.4 * cost(4 * MOST)


def test_a_title_does_not_end_a_sentence(read):
    doc = read("The order came from Lt. Gen. Samuel Okoro on Friday. Nobody followed it.")
    assert [sent.text for sent in doc.sents] == ["The order came from Lt. Gen. Samuel Okoro on Friday.", "Nobody followed it."]


def test_a_line_break_ends_a_sentence(read):
    doc = read("Harbour workers vote on the offer\nThe dispute in Ventspils has lasted for nine weeks.")
    assert [sent.text.strip() for sent in doc.sents] == [
        "Harbour workers vote on the offer",
        "The dispute in Ventspils has lasted for nine weeks.",
    ]


@pytest.mark.parametrize(
    "sentences",
    [
        ['He rose. "We will rebuild," he said.', "Nobody doubted it."],
        ["“We will rebuild.” That was all."],
        ["1. Boil the water.", "2. Add the salt."],
        ["HARBOUR OFFICE Annual Report", "The office reports."],
        ["Looking back: Ferry Ulla in Turku Harbour.", "The ferry is for sale."],
    ],
)
def test_lines_end_sentences_and_marks_belong_to_the_words_they_hug(read, sentences):
    starts = {sent.text.strip().splitlines()[0][:4] for sent in read("\n".join(sentences)).sents}
    assert not any(start.strip("\"”“'. ") == "" or start[0] in "”" for start in starts)
    assert {line[:4] for line in sentences} <= starts


def test_text_without_lines_is_cut_by_the_parser_alone(nlp):
    doc = nlp.get_pipe("newsledger_line_breaks")(nlp.make_doc("thanks John the boat is fine"))
    assert not any(token.is_sent_start == 1 for token in doc[1:])


def test_no_entity_runs_over_a_line_break(read):
    doc = read("Talks collapse in Nairobi\nKenya Airways said on Monday that its pilots would strike.\n\nAmina Wanjiru\nNairobi")
    assert doc.ents
    assert not [entity.text for entity in doc.ents if "\n" in entity.text]


@pytest.mark.parametrize(
    "text", ["First line.\n\n\nSecond line.", "\n\nA ship sank.", "A ship sank.\n \n", "One. \n \n Two.", "One.   Two."]
)
def test_no_sentence_is_only_whitespace(read, text):
    assert all(sent.text.strip() for sent in read(text).sents)
