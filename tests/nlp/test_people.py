"""People: each person of an article once, with titles, aliases and mentions."""

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc, Span

from pipelines.nlp import extensions
from pipelines.nlp.people import people, person_at

extensions.register()

TEXT = (
    "Finance Minister Petra Olsson met Harold Webb, the chief executive of Danvers Steel, in Oslo. Olsson said Webb had agreed."
)


@pytest.fixture(scope="module")
def doc(read):
    return read(TEXT)


def test_each_person_stands_once_under_the_fullest_form(doc):
    assert [person.name for person in doc._.people] == ["Petra Olsson", "Harold Webb"]


def test_a_title_before_the_name_is_kept_in_the_words_of_the_text(doc):
    assert doc._.people[0].titles == ["Finance Minister"]


def test_a_role_in_an_apposition_is_a_title(doc):
    assert doc._.people[1].titles == ["chief executive of Danvers Steel"]


def test_shorter_forms_are_aliases_and_mentions(doc):
    person = doc._.people[0]
    assert person.aliases == ["Olsson"]
    assert [mention.surface for mention in person.mentions] == ["Petra Olsson", "Olsson"]


def test_the_offsets_are_those_of_the_first_full_form(read):
    person = read("Olsson smiled. Later Petra Olsson left the room.")._.people[0]
    assert (person.start_char, person.end_char) == (21, 33)


def test_an_apposition_before_the_name_is_a_title(read):
    people = read("The museum closed. Its director, Petra Olsson, said she would return.")._.people
    assert [person.titles for person in people] == [["director"]]


def tagged(text: str, name: str) -> list[str]:
    """The titles of a person in a text of word/TAG pairs, whatever a model would make of it."""
    words, tags = zip(*(pair.rsplit("/", 1) for pair in text.split()), strict=True)
    doc, length = Doc(English().vocab, words=list(words), tags=list(tags)), len(name.split())
    at = next(at for at in range(len(words)) if list(words[at : at + length]) == name.split())
    doc.ents = [Span(doc, at, at + length, label="PERSON")]
    return people(doc)._.people[0].titles


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("the/DT landlord/NN ,/NN Ilsa/NNP Marr/NNP", ["landlord"]),
        ("Mr/NNP Ilsa/NNP Marr/NNP", []),
        ("Energy/NNP Minister/NNP Dr/NNP Ilsa/NNP Marr/NNP", ["Energy Minister", "Dr"]),
        ("Secretary/NNP of/IN State/NNP Ilsa/NNP Marr/NNP", ["Secretary of State"]),
        ("the/DT human/JJ rights/NNS lawyer/NN Ilsa/NNP Marr/NNP", ["human rights lawyer"]),
        ("Estonia/NNP ’s/POS minister/NN ,/, Ilsa/NNP Marr/NNP ,/,", ["Estonia ’s minister"]),
        ("Ilsa/NNP Marr/NNP ,/, the/DT author/NN and/CC a/DT judge/NN in/IN Oslo/NNP ,/,", ["author", "judge in Oslo"]),
        ("Ilsa/NNP Marr/NNP ,/, 54/CD ,/, a/DT father/NN of/IN four/CD ,/,", []),
        ("his/PRP$ sister/NN ,/, Ilsa/NNP Marr/NNP ,/,", []),
        ("Sister/NNP Ilsa/NNP Marr/NNP", ["Sister"]),
        ("Ilsa/NNP Marr/NNP ,/, ,/, ,/,", []),
    ],
)
def test_a_title_is_the_shortest_full_phrase_that_names_an_office(text, titles):
    assert tagged(text, "Ilsa Marr") == titles


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Ilsa/NNP Marr/NNP was/VBD the/DT prime/JJ minister/NN for/IN a/DT year/NN", ["prime minister"]),
        ("Ilsa/NNP Marr/NNP was/VBD the/DT head/NN of/IN the/DT bank/NN in/IN May/NNP", ["head of the bank"]),
        ("Ilsa/NNP Marr/NNP was/VBD the/DT reason/NN", []),
        ("Ilsa/NNP Marr/NNP was/VBD late/JJ", []),
    ],
)
def test_what_a_person_is_said_to_be_is_a_title(text, titles):
    assert tagged(text, "Ilsa Marr") == titles


def test_a_title_in_the_plural_is_one_of_each_name_of_the_list():
    words = ["Senators", "Ilsa", "Marr", ",", "Tom", "Quill", "and", "Ada", "Poe", "met", "Bo", "Day", "."]
    doc = Doc(English().vocab, words=words, tags=["NNPS" if word == "Senators" else "NNP" for word in words])
    doc.ents = [Span(doc, at, at + 2, label="PERSON") for at in (1, 4, 7, 10)]
    titles = {person.name: person.titles for person in people(doc)._.people}
    assert titles == {"Ilsa Marr": ["Senator"], "Tom Quill": ["Senator"], "Ada Poe": ["Senator"], "Bo Day": []}


def test_the_person_whose_title_it_is_is_no_part_of_it():
    words, tags = ["Ilsa", "Marr", "’s", "lawyer", ",", "Tom", "Quill"], ["NNP", "NNP", "POS", "NN", ",", "NNP", "NNP"]
    doc = Doc(English().vocab, words=words, tags=tags)
    doc.ents = [Span(doc, 0, 2, label="PERSON"), Span(doc, 5, 7, label="PERSON")]
    assert people(doc)._.people[1].titles == ["lawyer"]


def test_person_at_finds_who_is_mentioned_in_a_stretch(doc):
    at = TEXT.rindex("Olsson")
    assert person_at(doc, at, at + 1).name == "Petra Olsson"
    assert person_at(doc, at - 1, at) is None
    assert person_at(doc, len(TEXT), len(TEXT) + 5) is None


def test_an_empty_text_has_no_people(read):
    assert read("")._.people == []
