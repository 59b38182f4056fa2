"""Who said what."""

import pytest
import spacy

from pipelines.nlp import extensions


@pytest.fixture
def said(read):
    """What a text has people say, as (words, kind, speaker, cue)."""

    def quotes(text: str) -> list[tuple]:
        doc = read(text)
        for quote in doc._.quotes:
            for start, end, surface in (
                (quote.speaker_start, quote.speaker_end, quote.speaker_surface),
                (quote.cue_start, quote.cue_end, quote.cue),
            ):
                assert surface == (None if start is None else doc.text[start:end])
        return [(doc.text[q.start_char : q.end_char], q.kind, q.speaker, q.cue) for q in doc._.quotes]

    return quotes


def test_a_quotation_that_its_cue_interrupts_is_two_of_one_speaker(said):
    found = said("“The dam held,” Maria Carter said on Monday, “but the road is gone.”")
    assert found == [
        ("The dam held,", "direct", "Maria Carter", "said"),
        ("but the road is gone.", "direct", "Maria Carter", "said"),
    ]


def test_the_speaker_may_follow_the_cue(said):
    assert said("“We are ready,” said Owen Hale, the chief executive of Norfield.") == [
        ("We are ready,", "direct", "Owen Hale", "said")
    ]


def test_a_reported_clause_is_an_indirect_quotation_without_its_that(said):
    assert said("Maria Carter said that the bridge would reopen in May.") == [
        ("the bridge would reopen in May", "indirect", "Maria Carter", "said")
    ]


def test_a_reported_clause_partly_in_marks_is_mixed(said):
    assert said("Maria Carter said that the plan was “a waste of money”.") == [
        ("the plan was “a waste of money”", "mixed", "Maria Carter", "said")
    ]


def test_according_to_names_a_speaker(said):
    (found,) = said("The harvest will fall by a third, according to the farm ministry.")
    assert found == ("The harvest will fall by a third", "indirect", "the farm ministry", "according to")


def test_a_vow_reports_what_it_is_to_do(said):
    (found,) = said("Owen Hale vowed to rebuild the school.")
    assert found == ("to rebuild the school", "indirect", "Owen Hale", "vowed")


def test_a_pronoun_stands_for_the_person_before_it(said):
    found = said("Maria Carter visited the site on Monday. “It is a ruin,” she said.")
    assert found == [("It is a ruin,", "direct", "Maria Carter", "said")]


def test_a_further_quotation_carries_the_speaker_over(read):
    doc = read("“It was cold,” said Maria Carter. “It will be colder next week.”")
    assert [(quote.speaker, quote.rule) for quote in doc._.quotes] == [("Maria Carter", "inverted"), ("Maria Carter", "carried")]


def test_the_class_of_the_cue_is_kept(read):
    doc = read("The company denied that it had dumped the oil. Maria Carter warned that fish would die.")
    assert [quote.cue_class for quote in doc._.quotes] == ["deny", "warn"]


def test_who_did_not_say_whether_said_nothing(said):
    assert said("Maria Carter did not say whether the bridge would reopen.") == []


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “green wall” runs along the river for two miles.",
        "Joe “Lefty” Marsh scored twice on Saturday.",
        "In the film “Cold Harbour”, a boy finds a boat.",
    ],
)
def test_words_in_marks_that_nobody_said_are_no_quotation(said, text):
    assert said(text) == []


def test_an_utterance_of_nobody_in_reach_has_no_speaker(read):
    (quote,) = read("“We will never leave this valley again.”")._.quotes
    assert (quote.speaker, quote.speaker_kind, quote.cue) == (None, "unknown", None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“It is done,” Owen Hale said.", "person"),
        ("“It is done,” the ministry said.", "organization"),
        ("“It is done,” a spokesman said.", "anonymous"),
        ("“It is done,” critics said.", "group"),
    ],
)
def test_the_kind_of_speaker_is_told(read, text, kind):
    (quote,) = read(text)._.quotes
    assert quote.speaker_kind == kind


def test_the_title_beside_the_name_is_kept(read):
    (quote,) = read("“It is done,” Mayor Owen Hale said.")._.quotes
    assert (quote.speaker, quote.speaker_title) == ("Owen Hale", "Mayor")


def test_without_a_parser_only_marks_are_read():
    extensions.register()
    nlp = spacy.blank("en")
    nlp.add_pipe("newsledger_quotes")
    (quote,) = nlp("“We will rebuild the bridge,” said Maria Carter. She said it would take years.")._.quotes
    assert (quote.kind, quote.speaker_kind) == ("direct", "unknown")


@pytest.mark.parametrize(
    "text", ["", " ", "“”", "“", "said said said", "\0“a\0” said", "😀 “😀” said 😀", "according to", ": “a b c d.”"]
)
def test_odd_texts_raise_nothing(read, text):
    read(text)
