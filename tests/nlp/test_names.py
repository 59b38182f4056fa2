"""Names: entities that agree with each other within their article."""

from spacy.lang.en import English
from spacy.tokens import Doc, Span

from pipelines.nlp import extensions
from pipelines.nlp.names import names

extensions.register()


def marked(text: str, *entities: tuple[str, str], tag: str = "NNP") -> Doc:
    """A tokenized text after the component, in which each (surface, label) is an entity at its next occurrence."""
    doc, at, spans = English()(text), 0, []
    for token in doc:
        token.tag_ = tag if token.text[0].isupper() else "NN"
    for surface, label in entities:
        at = text.index(surface, at)
        spans.append(doc.char_span(at, at + len(surface), label=label, alignment_mode="expand"))
        at += len(surface)
    doc.ents = spans
    return names(doc)


def found(doc: Doc) -> list[tuple[str, str]]:
    return [(entity.text, entity.label_) for entity in doc.ents]


def canonical(doc: Doc) -> list[str]:
    return [entity._.name for entity in doc.ents]


def test_a_lone_wrong_label_yields_to_the_article():
    text = "Dovhal spoke. Dovhal left. Dovhal came. Dovhal slept."
    doc = marked(text, ("Dovhal", "PERSON"), ("Dovhal", "PERSON"), ("Dovhal", "GPE"), ("Dovhal", "PERSON"))
    assert found(doc) == [("Dovhal", "PERSON")] * 4


def test_a_country_never_becomes_a_person():
    text = "Jordan Peck, Jordan Hale and Jordan met in Jordan. Jordan paid."
    people = [("Jordan", "PERSON")] * 3
    assert found(marked(text, *people, ("Jordan", "GPE")))[-1] == ("Jordan", "GPE")


def test_titles_possessives_and_marks_are_no_part_of_a_name():
    doc = marked("Here “President Ilsa Marr’s” plan", ("“President Ilsa Marr’s”", "PERSON"))
    assert found(doc) == [("Ilsa Marr", "PERSON")]


def test_no_entity_crosses_a_line_break():
    doc = marked("by Ilsa Marr\nTallinn was calm", ("Ilsa Marr\nTallinn", "PERSON"))
    assert [text for text, _ in found(doc)] == ["Ilsa Marr", "Tallinn"]


def test_a_later_mention_that_was_passed_over_is_found():
    doc = marked("Ilsa Marr spoke. then Marr left.", ("Ilsa Marr", "PERSON"))
    assert canonical(doc) == ["Ilsa Marr", "Ilsa Marr"]


def test_a_word_that_the_article_writes_small_is_no_name():
    doc = marked("Ilsa Brook spoke by the brook. then Brook dried.", ("Ilsa Brook", "PERSON"))
    assert found(doc) == [("Ilsa Brook", "PERSON")]


def test_transliterations_share_the_name_of_the_first():
    doc = marked("Iryna Dovhal spoke. Irina Dovgal left.", ("Iryna Dovhal", "PERSON"), ("Irina Dovgal", "PERSON"))
    assert len(set(canonical(doc))) == 1


def test_two_people_of_one_last_name_stay_two_and_the_last_name_goes_to_the_one_named_last():
    text = "Ada Quill met Tom Quill. Quill spoke. Ada smiled. Quill left."
    doc = marked(text, *[(name, "PERSON") for name in ("Ada Quill", "Tom Quill", "Quill", "Ada", "Quill")])
    assert canonical(doc) == ["Ada Quill", "Tom Quill", "Tom Quill", "Ada Quill", "Ada Quill"]


def test_an_abbreviation_in_brackets_stands_for_the_long_form():
    doc = marked(
        "The Harbour Safety Board (HSB) met. the HSB left.", ("Harbour Safety Board", "ORG"), ("HSB", "ORG"), ("HSB", "ORG")
    )
    assert canonical(doc) == ["Harbour Safety Board"] * 3


def test_a_shorter_form_stands_for_the_only_longer_one():
    doc = marked("Orrin & Vale Lines fell. then Orrin & Vale rose.", ("Orrin & Vale Lines", "ORG"), ("Orrin & Vale", "ORG"))
    assert canonical(doc) == ["Orrin & Vale Lines"] * 2


def test_odd_texts_pass():
    for text in ("", " \n ", "“”‘’'s", "\x00 🙂", "a"):
        doc = English()(text)
        doc.ents = [Span(doc, 0, len(doc), label="PERSON")] if len(doc) else []
        assert names(doc) is doc
