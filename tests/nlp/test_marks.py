"""What stands in quotation marks, by every convention that papers use."""

import time

import pytest

from pipelines.nlp.quotes.marks import pairs


def inside(text: str) -> list[str]:
    return [text[each.start : each.end] for each in pairs(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It rained,” he said, “and it froze.”", ["It rained,", "and it froze."]),
        ('"It rained," he said, "and it froze."', ["It rained,", "and it froze."]),
        ("''It rained,'' he said.", ["It rained,"]),
        ("``It rained,'' he said.", ["It rained,"]),
        ("‘It’s the farmers’ field,’ he said. ‘So what?’", ["It’s the farmers’ field,", "So what?"]),
        ("'It's late,' he said.", ["It's late,"]),
        ("«It rained», he said.", ["It rained"]),
        ("„It rained,“ he said.", ["It rained,"]),
        ("‘It rained,” he said.", ["It rained,"]),
        ("”It rained,“ he said.", ["It rained,"]),
    ],
)
def test_every_convention_of_marks_is_read(text, expected):
    assert inside(text) == expected


def test_a_quotation_within_a_quotation_is_part_of_it():
    assert inside("“She said ‘never’ and left,” he said.") == ["She said ‘never’ and left,"]
    assert inside("‘She said “never” and left,’ he said.") == ["She said “never” and left,"]


def test_apostrophes_are_no_marks_whichever_way_they_turn():
    assert inside("Ukraine‘s and Peru’s growers' union in the ’90s and the dogs’ home") == []


def test_a_mark_left_open_ends_with_its_paragraph():
    text = "“We began in May.\n“We ended in June,” he said.\nNobody else spoke."
    assert inside(text) == ["We began in May.", "We ended in June,"]
    assert [each.closed for each in pairs(text)] == [False, True]


def test_a_mark_that_never_closes_does_not_swallow_the_next_quotation():
    assert inside("“It rained, he said. “And it froze,” she said.")[-1] == "And it froze,"


def test_inches_open_nothing():
    assert inside('The board is 12" wide. It costs little.') == []


def test_what_is_outside_takes_the_marks_in():
    text = "He said “no”."
    (found,) = pairs(text)
    assert text[found.outer_start : found.outer_end] == "“no”"


@pytest.mark.parametrize("text", ["", "“", "'", "”“", '"""""', "''''", "\n\n“\n”", "\0“\0”", "😀“😀”"])
def test_odd_texts_raise_nothing(text):
    for found in pairs(text):
        assert 0 <= found.outer_start < found.start <= found.end <= found.outer_end <= len(text)


@pytest.mark.parametrize("piece", ["“a ", '"a" ', "'a ", "‘a “b ", "” ", "“‘"])
def test_time_grows_with_length_and_no_faster(piece):
    def seconds(size: int) -> float:
        begun = time.process_time()
        pairs(piece * (size // len(piece)))
        return time.process_time() - begun

    seconds(1_000)
    assert seconds(200_000) < 40 * max(seconds(20_000), 0.005)
