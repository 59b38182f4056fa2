"""People: each person of an article once, with titles, aliases and mentions."""

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc, Span

from pipelines.nlp import extensions
from pipelines.nlp.people.component import people, person_at

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
        ("spokesman/NN for/IN Majority/NNP Leader/NNP Ilsa/NNP Marr/NNP", ["Majority Leader"]),
        ("Image/NN caption/NN Mayor/NNP Ilsa/NNP Marr/NNP", ["Mayor"]),
        ("his/PRP$ sister/NN ,/, Ilsa/NNP Marr/NNP ,/,", []),
        ("Sister/NNP Ilsa/NNP Marr/NNP", ["Sister"]),
        ("Ilsa/NNP Marr/NNP ,/, ,/, ,/,", []),
        ("the/DT actor/NN and/CC poet/NN Ilsa/NNP Marr/NNP", ["actor", "poet"]),
        (
            "swimmer/NN ,/, actor/NN and/CC two-time/JJ world/NN champion/NN Ilsa/NNP Marr/NNP",
            ["swimmer", "actor", "two-time world champion"],
        ),
        ("the/DT president/NN and/CC Senator/NNP Ilsa/NNP Marr/NNP", ["Senator"]),
        ("the/DT former/JJ chief/NN of/IN staff/NN Ilsa/NNP Marr/NNP", ["former chief of staff"]),
        ("talks/NNS with/IN the/DT palace/NN chief/NN of/IN staff/NN ,/, Ilsa/NNP Marr/NNP", ["palace chief of staff"]),
        ("the/DT soulman/NN Ilsa/NNP Marr/NNP", ["soulman"]),
        ("the/DT bryologist/NN Ilsa/NNP Marr/NNP", ["bryologist"]),
        ("her/PRP$ mom/NN Ilsa/NNP Marr/NNP", []),
        ("the/DT Liberal/NNP leader/NN ,/, Senator/NNP Ilsa/NNP Marr/NNP", ["Liberal leader", "Senator"]),
        ("its/PRP$ director/NN ,/, Dr/NNP Ilsa/NNP Marr/NNP", ["director", "Dr"]),
        ("he/PRP suspects/VBZ Ilsa/NNP Marr/NNP", []),
        ("Ilsa/NNP Marr/NNP –/: the/DT former/JJ head/NN of/IN the/DT bank/NN –/: left/VBD", ["former head of the bank"]),
        ("Ilsa/NNP Marr/NNP (/-LRB- the/DT mayor/NN )/-RRB- left/VBD", ["mayor"]),
        ("Ilsa/NNP Marr/NNP ,/, who/WP was/VBD the/DT mayor/NN until/IN May/NNP ,/,", ["mayor"]),
        ("a/DT letter/NN Ilsa/NNP Marr/NNP wrote/VBD", []),
        ("Wednesday/NNP Prime/NNP Minister/NNP Ilsa/NNP Marr/NNP", ["Prime Minister"]),
        ("Democratic/JJ Sen./NNP Ilsa/NNP Marr/NNP", ["Sen."]),
        ("ranking/VBG member/NN Ilsa/NNP Marr/NNP", ["ranking member"]),
        ("urging/VBG Mayor/NNP Ilsa/NNP Marr/NNP", ["Mayor"]),
        ("Ilsa/NNP Marr/NNP (/-LRB- D-Elm/NNP )/-RRB- ,/, chair/NN of/IN the/DT panel/NN ,/,", ["chair of the panel"]),
        ("Ilsa/NNP Marr/NNP ,/, a/DT botanist/NN and/CC professor/NN emeritus/NN ,/,", ["botanist", "professor emeritus"]),
        ("Ilsa/NNP Marr/NNP ,/, urging/VBG the/DT mayor/NN to/TO go/VB ,/,", []),
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
        ("Ilsa/NNP Marr/NNP was/VBD the/DT first/JJ president/NN to/TO fly/VB", []),
    ],
)
def test_what_a_person_is_said_to_be_is_a_title(text, titles):
    assert tagged(text, "Ilsa Marr") == titles


def test_what_a_hyphen_joins_is_one_title():
    words, tags = ["her", "co", "-", "author", "Ilsa", "Marr"], ["PRP$", "VBN", "NN", "NN", "NNP", "NNP"]
    doc = Doc(English().vocab, words=words, tags=tags, spaces=[True, False, False, True, True, False])
    doc.ents = [Span(doc, 4, 6, label="PERSON")]
    assert people(doc)._.people[0].titles == ["co-author"]


def test_a_title_in_the_plural_is_one_of_each_name_of_the_list():
    words = ["Senators", "Ilsa", "Marr", ",", "Tom", "Quill", "and", "Ada", "Poe", "met", "Bo", "Day", "."]
    doc = Doc(English().vocab, words=words, tags=["NNPS" if word == "Senators" else "NNP" for word in words])
    doc.ents = [Span(doc, at, at + 2, label="PERSON") for at in (1, 4, 7, 10)]
    titles = {person.name: person.titles for person in people(doc)._.people}
    assert titles == {"Ilsa Marr": ["Senator"], "Tom Quill": ["Senator"], "Ada Poe": ["Senator"], "Bo Day": []}


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (
            "Senators like Petra Olsson (Elm) and Harold Webb stayed away.",
            {"Petra Olsson": ["Senator"], "Harold Webb": ["Senator"]},
        ),
        ("Lawyers, Petra Olsson said, were dear.", {"Petra Olsson": []}),
    ],
)
def test_a_plural_in_front_of_examples_is_the_title_of_each(read, text, titles):
    assert {person.name: [title.capitalize() for title in person.titles] for person in read(text)._.people} == titles


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Petra Olsson, as treasurer, signed the cheque.", ["treasurer"]),
        ("Petra Olsson resigned as commander-in-chief in May.", ["commander-in-chief"]),
        ("Petra Olsson spoke of her years as head of the harbour board.", ["head of the harbour board"]),
        ("Petra Olsson served as the mayor of Elmsworth for a year.", ["mayor of Elmsworth"]),
        ("Critics describe Petra Olsson as a dictator.", []),
        ("The brewery hired Petra Olsson as chairwoman.", []),
        ("Petra Olsson left as Mayor Harold Webb arrived.", []),
    ],
)
def test_what_somebody_is_said_to_work_as_is_a_title(read, text, titles):
    assert read(text)._.people[0].titles == titles


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Olsson defends the toll.\nThe transport minister has told drivers to be patient.", ["transport minister"]),
        ("A retired dentist was fined on Monday. Petra Olsson, 61, had parked on the lawn.", ["retired dentist"]),
        ("A retired dentist was fined on Monday. Petra Olsson, who saw it, laughed.", []),
        ("Petra Olsson told a doctor of it. The doctor sent her home.", []),
        ("A woman was fined on Monday. Petra Olsson, 61, had parked on the lawn.", []),
    ],
)
def test_the_title_in_a_sentence_beside_the_first_name_is_that_person_s(read, text, titles):
    assert read(text)._.people[0].titles == titles


def test_a_role_of_one_word_keeps_whose_it_is():
    words, tags = ["Quill", "’s", "partner", "Ilsa", "Marr"], ["NNP", "POS", "NN", "NNP", "NNP"]
    doc = Doc(English().vocab, words=words, tags=tags)
    doc.ents = [Span(doc, 0, 1, label="PERSON"), Span(doc, 3, 5, label="PERSON")]
    assert people(doc)._.people[1].titles == ["Quill ’s partner"]


def alone(text: str) -> list[tuple[str, str]]:
    """Whom the titles without a name mean in a text of word/TAG pairs, in which Ilsa Marr and Tom Quill are named."""
    words, tags = zip(*(pair.rsplit("/", 1) for pair in text.split()), strict=True)
    doc = Doc(English().vocab, words=list(words), tags=list(tags), lemmas=["be" if word == "is" else word for word in words])
    starts = [at for at, word in enumerate(words) if word in ("Ilsa", "Tom")]
    doc.ents = [Span(doc, at, at + 2, label="PERSON") for at in starts]
    found = [(each, person.name) for person in people(doc)._.people for each in person.mentions if each.surface[0].islower()]
    return [(each.surface, name) for each, name in sorted(found, key=lambda pair: pair[0].start_char)]


MAYOR, JUDGE = "Mayor/NNP Ilsa/NNP Marr/NNP spoke/VBD ./. ", "Judge/NNP Tom/NNP Quill/NNP left/VBD ./. "


def test_a_title_alone_means_the_only_one_who_has_it():
    text = MAYOR + JUDGE + "The/DT mayor/NN met/VBD the/DT judge/NN ./."
    assert alone(text) == [("mayor", "Ilsa Marr"), ("judge", "Tom Quill")]
    text = "Ilsa/NNP Marr/NNP ,/, the/DT mayor/NN of/IN Elm/NNP ,/, spoke/VBD ./. The/DT mayor/NN of/IN Elm/NNP left/VBD ./."
    assert alone(text)[-1] == ("mayor of Elm", "Ilsa Marr")


@pytest.mark.parametrize(
    "text",
    [
        "The/DT mayor/NN of/IN Oslo/NNP left/VBD ./.",
        "A/DT mayor/NN left/VBD ./.",
        "The/DT deputy/NN mayor/NN left/VBD ./.",
        "The/DT former/JJ mayor/NN left/VBD ./.",
        "He/PRP is/VBZ the/DT mayor/NN ./.",
        "The/DT mayor/NN job/NN is/VBZ hers/PRP ./.",
    ],
)
def test_a_title_that_is_another_s_or_nobody_s_means_nobody(text):
    assert alone(MAYOR + text) == []


def test_a_title_that_two_have_means_nobody():
    assert alone(MAYOR + MAYOR.replace("Ilsa", "Tom").replace("Marr", "Quill") + "The/DT mayor/NN left/VBD ./.") == []


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
