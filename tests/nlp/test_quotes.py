"""Who said what."""

import pytest
import spacy

from pipelines.nlp import extensions


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


def test_a_vow_reports_what_it_is_to_do(said):
    (found,) = said("Owen Hale vowed to rebuild the school.")
    assert found == ("to rebuild the school", "indirect", "Owen Hale", "vowed")


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


def test_the_full_stop_of_a_title_does_not_part_a_speaker_from_what_is_said_next(said):
    found = said("“The vote is on Friday,” said Sen. Ruth Poe, the chair. “We still have time.”")
    assert [speaker for _, _, speaker, _ in found] == ["Ruth Poe", "Ruth Poe"]


@pytest.mark.parametrize(
    "text", ["They called it the “Long Gate” at the time.", "He sells a coffee called the “Old Border” to tourists."]
)
def test_a_few_words_in_marks_of_no_speaker_are_no_quotation(said, text):
    assert said(text) == []


def test_the_dateline_is_no_part_of_what_is_reported(said):
    (found,) = said("OSLO, Nov 3 (Northern Wire) - Norway will pay for the bridge, the ministry said on Monday.")
    assert found[0] == "Norway will pay for the bridge"
    captioned = said("Bridge to be paid\nPhoto: Ida Berg\nOSLO (NW) — Norway will pay for the bridge, according to the ministry.")
    assert captioned[0][0] == "Norway will pay for the bridge"


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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ruth Abel said the ferry was late and the harbour master said it was lost.", ["the ferry was late", "it was lost"]),
        ("Ruth Abel said the ferry was “a wreck,” while praising its crew.", ["the ferry was “a wreck,”"]),
        ("Ruth Abel called the ferry “a wreck” in a letter to the harbour board.", ["the ferry “a wreck”"]),
        ("Ruth Abel denied the rumour in an interview on Monday.", ["the rumour"]),
        ("A guide (two visitors said it was warm) showed the caves.", ["it was warm"]),
        ("But, Ruth Abel said, and according to her deputy, the ferry would sail in June.", ["the ferry would sail in June"]),
        ("The ferry was old, but according to Ruth Abel, it would sail in June.", ["it would sail in June"]),
    ],
)
def test_a_report_ends_with_the_next_report_the_place_it_was_made_in_or_its_bracket(said, text, words):
    assert [found[0] for found in said(text)][-len(words) :] == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "The ferry will sail again in June and carry more cars, the harbour board announced.\n",
            "The ferry will sail again in June",
        ),
        ("The ferry is in the dock today, he said, because the crew is ill.\n", "The ferry is in the dock today"),
        ("Ruth Abel admitted taking the keys of the ferry.", "taking the keys of the ferry"),
        ("The old ferry is said to be haunted.", "to be haunted"),
        ("Ruth Abel at the ministry called it a joke.", "it a joke"),
        ("Ruth Abel blamed the crew for losing the anchor.", "the crew for losing the anchor"),
        ("In many ways, Ruth Abel noted, the ferry is a museum.", "the ferry is a museum"),
    ],
)
def test_a_report_may_stand_in_front_of_its_cue_or_be_a_participle_an_infinitive_or_an_object(said, text, words):
    assert any(found[0].startswith(words) for found in said(text))


@pytest.mark.parametrize(
    "text",
    [
        "The tests will tell if the engine works.",
        "Ruth Abel would say that the ferry is old.",
        "The polls suggest that the party will lose.",
        "It is fair to say that the ferry is old.",
        "Ruth Abel stopped short of saying that the ferry was lost.",
        "The ferry might return in, say, a week.",
        "The harbour board called off the race on Sunday.",
        "Just ask the sailors who were there.",
    ],
)
def test_what_is_not_known_supposed_or_shown_by_evidence_was_not_said(said, text):
    assert said(text) == []


def test_within_a_report_only_somebody_with_a_name_is_a_speaker_of_their_own(said):
    found = said("Ruth Abel said that she had heard a claim that the ferry was lost.")
    assert [words for words, *_ in found] == ["she had heard a claim that the ferry was lost"]


def test_a_space_that_is_not_the_common_one_may_stand_before_marks(said):
    found = said("“It rained,” Ruth Abel said. \xa0“It will rain again tomorrow.”")
    assert [words for words, *_ in found] == ["It rained,", "It will rain again tomorrow."]


def test_part_of_a_sentence_in_marks_is_somebody_s_words_if_it_is_too_long_for_a_term(said):
    assert [found[0] for found in said("The plan, a sign on the door had it, was to “close the ferry before it closes us”.")] == [
        "close the ferry before it closes us"
    ]
    assert said("The plan had a “green wall” in it.") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Residents say the new fees factor into rents and drive families out.",
            "the new fees factor into rents and drive families out",
        ),
        ("On “Late Harbour,” Owen Hale said the ferry would be sold.", "the ferry would be sold"),
        ("The court unanimously held that the fence was legal.", "the fence was legal"),
        ("Owen Hale boasted that his boats never sink.", "his boats never sink"),
        ("Maria Carter warned drivers against the old bridge.", "against the old bridge"),
        ("Norfield warned its clients to change their keys.", "to change their keys"),
        ("Owen Hale was accused of hiding the letters.", "hiding the letters"),
        ("Ferries will run every hour from May, the Norfield Times reports.", "Ferries will run every hour from May"),
        ("The ferry ran late on most days in June, say market watchers.", "The ferry ran late on most days in June"),
        ("Maria Carter voiced “grave doubts” about the ferry.", "“grave doubts” about the ferry"),
    ],
)
def test_what_the_parse_takes_for_something_else_is_reported_too(said, text, words):
    assert [found[0] for found in said(text)] == [words]


@pytest.mark.parametrize(
    "text",
    [
        "Note that a clean audit proves nothing.",
        "You can ask the radio to switch itself off at night.",
        "Owen Hale may have warned that the boat was old.",
        "Norfield passed a “touch the pole once” rule in May.",
        "She was confirmed by the board, nobody opposed it.",
    ],
)
def test_what_is_taught_supposed_or_done_is_no_quotation(said, text):
    assert said(text) == []


def test_a_report_ends_where_the_rest_is_left_unsaid(said):
    assert [
        words for words, *_ in said("Norfield said the pump works in most towns, but it did not specify how many it had sold.")
    ] == ["the pump works in most towns"]
