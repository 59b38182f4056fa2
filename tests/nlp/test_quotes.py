"""Who said what."""

import pytest
import spacy

from pipelines.nlp import extensions
from pipelines.nlp.referents import title_of
from pipelines.nlp.speakers import Speakers


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


def test_without_a_parser_only_marks_are_read_and_it_is_said():
    extensions.register()
    nlp = spacy.blank("en")
    nlp.add_pipe("newsledger_quotes")
    with pytest.warns(UserWarning, match="no parse"):
        (quote,) = nlp("“We will rebuild the bridge,” said Maria Carter. She said it would take years.")._.quotes
    assert (quote.kind, quote.speaker_kind, quote.rule) == ("direct", "unknown", "no parse")
    with pytest.warns(UserWarning, match="no parse"):
        doc = nlp(
            "It rained. “We will all be here tomorrow morning.” He calls “this very long winter of ours” bad. MOSS: “No, never.”"
        )
    assert [quote.rule for quote in doc._.quotes] == ["no parse"]


@pytest.mark.parametrize(
    "text", ["", " ", "“”", "“", "said said said", "\0“a\0” said", "😀 “😀” said 😀", "according to", ": “a b c d.”"]
)
def test_odd_texts_raise_nothing(read, text):
    read(text)


@pytest.mark.parametrize(
    "text",
    [
        "The driver asked not to be identified.",
        "The driver asked to remain anonymous.",
        "A clerk, who asked not to be named, walked home.",
        "A clerk spoke on condition of anonymity.",
    ],
)
def test_a_request_to_stay_unnamed_is_no_quotation(said, text):
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Maria Carter declined to say whether the bridge would reopen.",
        "Maria Carter would not say how much the bridge cost.",
        "Maria Carter never said who was to blame.",
        "The bank refused to comment on what it had paid.",
        "The bank neither confirmed nor denied that it had been robbed.",
        "Nor did Maria Carter say when the bridge would reopen.",
        "It was not clear who said the bridge was safe.",
    ],
)
def test_what_was_declined_or_denied_was_not_said(said, text):
    assert said(text) == []


def test_words_in_marks_count_though_they_were_declined(said):
    assert said("Owen Hale declined to call the bridge “a disaster for the town”.") == [
        ("the bridge “a disaster for the town”", "mixed", "Owen Hale", "call")
    ]


def test_who_was_asked_did_not_ask(said):
    assert said("Asked whether the bridge would reopen, Maria Carter said it would.") == [
        ("it would", "indirect", "Maria Carter", "said")
    ]
    assert said("Maria Carter was asked what she thought of the bridge.") == []


@pytest.mark.parametrize("report", ["said Dr Maria Carter, a bridge engineer.", "Maria Carter said."])
def test_a_quotation_that_was_never_closed_ends_at_what_reports_it(said, report):
    assert said(f"“You cannot mend it with tape, {report}") == [
        ("You cannot mend it with tape,", "direct", "Maria Carter", "said")
    ]


def test_an_open_quotation_that_goes_on_in_the_next_paragraph_is_left_whole(said):
    found = said("Maria Carter spoke first. “I saw the doctor, she said I was well.\n\n“Then I went home,” Carter said.")
    assert found[0][0] == "I saw the doctor, she said I was well."


def test_a_pronoun_stands_for_the_speaker_before_it_in_the_paragraph(said):
    found = said(
        "Owen Hale opened the bridge.\n\nAn official at the ministry said the money never came. He added that it was late."
    )
    assert [speaker for _, _, speaker, _ in found] == ["an official at the ministry"] * 2


def test_a_pronoun_stands_for_the_subject_of_a_sentence_in_between(said):
    found = said("“It is late,” said Maria Carter. Owen Hale shook his head. “It is too early,” he said.")
    assert [speaker for _, _, speaker, _ in found] == ["Maria Carter", "Owen Hale"]


def test_a_pronoun_is_of_the_gender_that_a_title_tells(said):
    found = said("Mr Hale met Mrs Carter on Monday. “It is done,” she said.")
    assert [speaker for _, _, speaker, _ in found] == ["Carter"]


def test_whom_a_reported_clause_names_is_not_the_pronoun_that_says_it(said):
    found = said("Ida Marlow runs the mill. The plan is to push Ruth Poe out of the board, she said.")
    assert [speaker for _, _, speaker, _ in found] == ["Ida Marlow"]


def test_a_possessor_is_not_whom_a_pronoun_means_where_another_is_named(said):
    found = said("In Ruth Poe's view, shared by Ida Marlow, nothing had changed. “It is late,” she said.")
    assert [speaker for _, _, speaker, _ in found] == ["Ida Marlow"]


def test_a_pronoun_looks_past_the_caption_of_a_picture(said):
    caption = "FILE PHOTO: Mayor Ruth Poe opens the bridge in Norfield, March 2, 2019. REUTERS/Ann Hale"
    found = said(f"Ida Marlow spoke on Monday.\n\n{caption}\n\nShe urged the town to wait for rain.")
    assert [speaker for _, _, speaker, _ in found] == ["Ida Marlow"]


def test_a_pronoun_looks_past_a_name_whose_turn_it_is_to_speak_but_not_past_a_heading(said):
    turns = "Ruth Poe\n\nWhat came next?\n\nIda Marlow saw the fire.\n\nRuth Poe\n\nShe says that it was too late."
    assert [speaker for _, _, speaker, _ in said(turns)] == ["Ida Marlow"]
    heading = "Ida Marlow saw the fire.\n\nRuth Poe\n\nShe says that it was too late."
    assert [speaker for _, _, speaker, _ in said(heading)] == ["Ruth Poe"]


def test_the_full_stop_of_a_title_does_not_part_a_speaker_from_what_is_said_next(said):
    found = said("“The vote is on Friday,” said Sen. Ruth Poe, the chair. “We still have time.”")
    assert [speaker for _, _, speaker, _ in found] == ["Ruth Poe", "Ruth Poe"]


@pytest.mark.parametrize(("comma", "speaker"), [(",", "Ida Marlow"), ("yesterday", "a former aide to Owen Hale")])
def test_a_name_leads_the_role_behind_it_also_where_the_parse_takes_the_role_for_the_subject(nlp, comma, speaker):
    parse = [
        ("Ida", "NNP", 1, "compound", "B-PERSON"),
        ("Marlow", "NNP", 10, "npadvmod", "I-PERSON"),
        (",", ",", 1, "punct", "O"),
        ("a", "DT", 5, "det", "O"),
        ("former", "JJ", 5, "amod", "O"),
        ("aide", "NN", 10, "nsubj", "O"),
        ("to", "IN", 5, "prep", "O"),
        ("Owen", "NNP", 8, "compound", "B-PERSON"),
        ("Hale", "NNP", 6, "pobj", "I-PERSON"),
        (comma, "RB", 10, "advmod", "O"),
        ("said", "VBD", 10, "ROOT", "O"),
        (".", ".", 10, "punct", "O"),
    ]
    words, tags, heads, deps, ents = map(list, zip(*parse, strict=True))
    doc = spacy.tokens.Doc(nlp.vocab, words=words, tags=tags, heads=heads, deps=deps, ents=ents)
    assert Speakers(doc, [-1] * len(doc)).of(doc[10]).name == speaker


def test_a_pronoun_for_nobody_in_reach_is_no_name(read):
    (quote,) = read("He said the bridge was closed.")._.quotes
    assert (quote.speaker, quote.speaker_surface, quote.speaker_kind) == (None, "He", "unknown")


@pytest.mark.parametrize(
    "text", ["They called it the “Long Gate” at the time.", "He sells a coffee called the “Old Border” to tourists."]
)
def test_a_few_words_in_marks_of_no_speaker_are_no_quotation(said, text):
    assert said(text) == []


def test_the_place_of_a_dateline_does_not_speak(said):
    assert said("WARSAW (Northern Wire) - “The bridge is closed,” he said.") == [
        ("The bridge is closed,", "direct", None, "said")
    ]


def test_a_name_that_no_entity_covers_is_told_from_the_role_before_it(nlp):
    words = ["The", "magazine", "editor", "Ann", "Poe", "said", "it", "closed", "."]
    tags = ["DT", "NN", "NN", "NNP", "NNP", "VBD", "PRP", "VBD", "."]
    heads, deps = (
        [4, 2, 4, 4, 5, 5, 7, 5, 5],
        ["det", "compound", "compound", "compound", "nsubj", "ROOT", "nsubj", "ccomp", "punct"],
    )
    pos = ["DET", "NOUN", "NOUN", "PROPN", "PROPN", "VERB", "PRON", "VERB", "PUNCT"]
    doc = spacy.tokens.Doc(nlp.vocab, words=words, tags=tags, heads=heads, deps=deps, pos=pos)
    speaker = Speakers(doc, [-1] * len(doc)).of(doc[5])
    assert (speaker.name, speaker.kind, speaker.title) == ("Ann Poe", "person", "magazine editor")


def test_a_mother_s_words_are_not_her_son_s(said):
    found = said("Ida Berg told reporters that her son was at work.\n\n“I was afraid for him,” she said. “He is fifteen.”")
    assert [speaker for _, kind, speaker, _ in found if kind == "direct"] == ["Ida Berg", "Ida Berg"]
    (_, direct) = said("Ida Berg works in Oslo. Her son said the shop was shut. “I was afraid,” she said.")
    assert direct[2] != "her son"


def test_the_dateline_is_no_part_of_what_is_reported(said):
    (found,) = said("OSLO, Nov 3 (Northern Wire) - Norway will pay for the bridge, the ministry said on Monday.")
    assert found[0] == "Norway will pay for the bridge"
    captioned = said("Bridge to be paid\nPhoto: Ida Berg\nOSLO (NW) — Norway will pay for the bridge, according to the ministry.")
    assert captioned[0][0] == "Norway will pay for the bridge"


def test_a_capital_may_speak_for_its_government(read):
    (quote,) = read("Tehran said it would pay for the bridge.")._.quotes
    assert (quote.speaker, quote.speaker_kind) == ("Tehran", "organization")


@pytest.mark.parametrize(
    ("speaker", "kind"),
    [
        ("the think tank", "organization"),
        ("police", "organization"),
        ("the trade group", "organization"),
        ("the lobbyist", "anonymous"),
    ],
)
def test_the_noun_tells_the_kind_of_a_speaker_without_a_name(read, speaker, kind):
    (quote,) = read(f"“It is done and paid for,” {speaker} said.")._.quotes
    assert (quote.speaker, quote.speaker_kind) == (speaker, kind)


def test_an_honorific_is_no_title(read):
    (quote,) = read("“It is done and paid for,” said Mr Owen Hale.")._.quotes
    assert (quote.speaker, quote.speaker_title) == ("Owen Hale", None)


@pytest.mark.parametrize(
    ("titles", "title"), [(["", "mayor,"], "mayor"), (["Mr"], None), (["Ms Justice"], "Justice"), (["Minister Anne-"], None)]
)
def test_a_title_is_without_honorifics_and_stray_marks(titles, title):
    assert title_of(titles) == title


def test_a_speaker_in_apposition_is_not_what_was_said(said):
    found = said("A Danish builder, Stormvik, which says it is owed €40m, threatened on Monday to stop work.")
    assert found[0][0] == "it is owed €40m"
    assert all("Stormvik" not in words for words, *_ in found)


def test_a_report_ends_where_the_next_one_begins(said):
    found = said("The ministry confirmed that it had spent £40, but its director, Maria Carter, denied that it was buying.")
    assert [(words, speaker) for words, _, speaker, _ in found] == [
        ("it had spent £40", "the ministry"),
        ("it was buying", "Maria Carter"),
    ]


def test_what_is_reported_of_another_stands_inside_and_begins_elsewhere(said):
    found = said("Maria Carter said that Owen Hale had said the bridge was safe.")
    assert found == [
        ("Owen Hale had said the bridge was safe", "indirect", "Maria Carter", "said"),
        ("the bridge was safe", "indirect", "Owen Hale", "said"),
    ]


def test_no_two_quotations_begin_at_one_character(read):
    doc = read(
        "“The dam held,” he said, she said. The town, the mayor said, officials said, was safe. “No, “no,” he said, said Poe. "
        * 3
    )
    starts = [quote.start_char for quote in doc._.quotes]
    assert starts
    assert len(starts) == len(set(starts))


def test_whoever_stands_right_before_the_cue_speaks_and_not_a_name_further_back(read):
    text = "Ann Poe spoke first. While Poe made public statements, an official disputed the claim that there was pressure."
    (quote,) = read(text)._.quotes
    assert (quote.speaker, quote.speaker_kind) == ("an official", "anonymous")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Maria Carter told the Elm Gazette on Friday that the well was dry.", "the well was dry"),
        ("Her claim that the ballots were burnt was never tested.", "the ballots were burnt"),
        ("Owen Hale issued a warning that the dam could burst.", "the dam could burst"),
        ("The ministry denied the charge.", "the charge"),
        ("Opposition lawmakers called for the governor to resign.", "the governor to resign"),
        ("As the Elm Gazette noted, the council spent £2m on the bridge.", "the council spent £2m on the bridge"),
        ("Owen Hale voiced the hope that a deal was near.", "a deal was near"),
        ("But, according to Maria Carter, the fire began in the kitchen.", "the fire began in the kitchen"),
    ],
)
def test_a_report_may_be_led_in_other_ways_than_by_said(said, text, words):
    assert [found[0] for found in said(text)] == [words]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Maria Carter said the school would close in May and attacked the plan.", ["the school would close in May"]),
        (
            "Maria Carter said the shelter was full, adding that more beds would come on Friday.",
            ["the shelter was full", "more beds would come on Friday"],
        ),
        ("Any delay, the lender warned, would cost jobs.", ["Any delay", "would cost jobs"]),
        ("Owen Hale said the reform was sound, while critics walked out.", ["the reform was sound"]),
        (
            "The prices of bread fell in March, the bank said, but wages rose in the north.",
            ["The prices of bread fell in March", "wages rose in the north"],
        ),
        ("Owen Hale said the long-term plan was in place by May.", ["the long-term plan was in place by May"]),
    ],
)
def test_a_report_ends_where_the_sentence_goes_back_to_the_report(said, text, words):
    assert [found[0] for found in said(text)] == words


def test_what_follows_a_cue_behind_an_utterance_is_not_reported(said):
    assert [found[0] for found in said("“The harvest is lost,” Maria Carter said as the rain began again.")] == [
        "The harvest is lost,"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Nobody said that the work would be easy.",
        "If Maria Carter says that the square is safe, people will return.",
        "The firm has yet to say when the line will restart.",
    ],
)
def test_what_was_not_or_not_yet_said_is_no_quotation(said, text):
    assert said(text) == []


def test_one_who_adds_or_goes_on_is_the_speaker_before(said):
    text = "Maria Carter said Owen Hale was brave and said he should stay. The ministry said it was late, adding: “We are tired.”"
    assert [speaker for _, _, speaker, _ in said(text)] == ["Maria Carter", "Maria Carter", "the ministry", "the ministry"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Mayor Ruth Abel spoke first. The bridge is old. The mayor said it would be closed.", "Ruth Abel"),
        ("Norfield Energy lost 4% on Monday. The firm said demand had been weak.", "Norfield Energy"),
        ("An official in Oslo said it was snowing. The official said roads were closed.", "an official in Oslo"),
        ("Maria Carter won the race on Sunday. The teenager said she was tired.", "Maria Carter"),
        ("Norfield Energy issued a statement saying the valve was safe.", "Norfield Energy"),
    ],
)
def test_a_role_or_a_document_stands_for_whoever_was_named(said, text, speaker):
    assert said(text)[-1][2] == speaker


def test_a_role_of_another_rank_is_another_person(said):
    text = "Vice President Ann Dorsey met Owen Hale. The president said the talks would go on."
    assert said(text)[-1][2] != "Ann Dorsey"


def test_the_subject_of_the_sentence_before_speaks_where_no_cue_does(read):
    (quote,) = read("Maria Carter shook her head. “I have never seen anything like it.”")._.quotes
    assert (quote.speaker, quote.rule) == ("Maria Carter", "sentence before")


def test_the_turns_of_a_transcript_need_no_marks(read):
    doc = read("MOSS: Where were you on Monday?\nFREY: At home, asleep.\nMOSS: Can anyone confirm that?")
    found = [(doc.text[q.start_char : q.end_char], q.speaker, q.rule) for q in doc._.quotes if q.kind == "direct"]
    assert found == [
        ("Where were you on Monday?", "Moss", "transcript"),
        ("At home, asleep.", "Frey", "transcript"),
        ("Can anyone confirm that?", "Moss", "transcript"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "“It is over,” Maria Carter said in an interview with “Late Harbour”.",
        "“It is over,” said Maria Carter. Her tour, “Paper Moons,” ends in Cork.",
    ],
)
def test_a_name_in_marks_is_not_what_was_said(said, text):
    assert [found[0] for found in said(text)] == ["It is over,"]


def test_a_sentence_that_the_parse_cut_in_two_is_read_as_one(said):
    (found,) = said("Owen Hale told reporters Tuesday that the new rules on grain would hurt the right to farm.")
    assert found[0] == "the new rules on grain would hurt the right to farm"
