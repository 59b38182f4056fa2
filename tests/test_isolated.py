"""Reading in a process of its own: what hangs or crashes a parser costs its time limit and itself."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.sources import Found, How, Rejection, isolated

STORY = "The mayor of Zenda opened a bridge on Monday, and nobody in the town had to pay for it."
# A reader that hangs, crashes or stops as its file says; put before the process's own modules.
TRAP = """
import os, time
from pipelines import sources
from pipelines.sources import tables
own = tables.parse_line
def parse(record):
    if b"crash" in record[0]: os.abort()
    while b"hang" in record[0]: pass
    return own(record)
def split(file, how):
    for line in tables.split_lines(file, how):
        while b"stop" in line[0]: time.sleep(1)
        yield line
sources.READERS = tuple(r._replace(parse=parse, split=split) if r.format == "jsonl" else r for r in sources.READERS)
from pipelines.sources import isolated
import sys
isolated.serve(sys.stdin.buffer, sys.stdout.buffer)
"""


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Records of a dump, read by a process with traps in its readers."""

    def process():
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        return subprocess.Popen([sys.executable, "-c", TRAP], **pipes, cwd=Path(isolated.__file__).parents[2])

    monkeypatch.setattr(isolated, "_process", process)
    monkeypatch.setattr(isolated, "_give_back", lambda process: process.kill())

    def read_lines(data: bytes, name: str = "a.jsonl", limit: float = 0.5) -> list[str]:
        (tmp_path / name).write_bytes(data)
        records = list(isolated.read_file(tmp_path / name, name, How(), limit))
        assert [record.position for record in records if record.position is not None] == list(range(len(records)))
        return ["article" if isinstance(record, Found) else record.reject.reason for record in records]

    return read_lines


def line(word: str = "") -> bytes:
    return f'{{"text": "{STORY} {word}"}}\n'.encode()


def test_a_record_that_hangs_or_crashes_costs_itself(read):
    assert read(line() + line("hang") + line() + line("crash") + line()) == [
        "article", "timeout", "article", "reader_failed", "article",
    ]  # fmt: skip


def test_a_file_that_can_not_be_taken_apart_keeps_what_came_before(read):
    assert read(line() + line("stop") + line()) == ["article", "timeout"]


def test_a_member_that_hangs_costs_no_other_member(read, tmp_path):
    from tests.test_readers import zipped

    data = zipped(("a.jsonl", line()), ("b.jsonl", line() + line("stop")), ("c.jsonl", line("hang") + line()))
    assert read(data, "a.zip") == ["article", "article", "timeout", "timeout", "article"]


def test_a_reader_in_another_process_gives_what_it_gives_here(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(line("\\ud800") + b"{broken\n" + line())
    found = list(isolated.read_file(tmp_path / "a.jsonl", "a.jsonl", How(), 30))
    assert [type(record) for record in found] == [Found, Rejection, Found]
    assert found[2].document.text.strip() == STORY
    assert found[1].reject.reason == "malformed"


def test_a_process_that_can_not_start_stops_the_run_and_refuses_nothing(tmp_path, monkeypatch):
    def process():
        return subprocess.Popen([sys.executable, "-c", "1/0"], stdin=-1, stdout=-1, stderr=subprocess.DEVNULL)

    monkeypatch.setattr(isolated, "_process", process)
    (tmp_path / "a.txt").write_text(STORY)
    with pytest.raises(isolated.CantStart, match="ended with 1"):
        list(isolated.read_file(tmp_path / "a.txt", "a.txt", How(), 30))


def test_nobody_waits_for_a_process_whose_reader_left(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(line() * 2000)
    records = isolated.read_file(tmp_path / "a.jsonl", "a.jsonl", How(), 30)
    next(records)
    records.close()
    started = time.monotonic()
    assert len(list(isolated.read_file(tmp_path / "a.jsonl", "a.jsonl", How(), 30))) == 2000
    assert time.monotonic() - started < 60


@pytest.mark.parametrize("size", [60])
def test_a_large_dump_is_read_in_constant_memory(tmp_path, size):
    wide = line(STORY * 40)
    with (tmp_path / "a.jsonl").open("wb") as file:
        for _ in range(size):
            file.write(wide * (2**20 // len(wide)))
    measure = (
        "import resource, sys; from pathlib import Path; from pipelines import sources\n"
        "def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "records = sources.read(open(sys.argv[1], 'rb'), 'a.jsonl')\n"
        "for _ in range(2000): next(records)\n"
        "early, count = peak(), 2000 + sum(1 for _ in records)\n"
        "print(peak() - early, count)"
    )
    printed = subprocess.run(
        [sys.executable, "-c", measure, tmp_path / "a.jsonl"], capture_output=True, text=True, check=True
    ).stdout
    grown, count = map(int, printed.split())
    assert count == size * (2**20 // len(wide))
    assert grown < 20 * 1024, f"{grown} KiB more than for the first lines"
    os.unlink(tmp_path / "a.jsonl")


def test_a_very_long_line_and_a_very_deep_page_cost_their_time_limit_at_most(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(line() + line("x" * 50 * 2**20) + line())
    (tmp_path / "deep.html").write_bytes(b"<div><b>word " * 2_000_000)
    for name, articles in (("a.jsonl", 3), ("deep.html", 0)):
        started = time.monotonic()
        found = list(isolated.read_file(tmp_path / name, name, How(max_bytes=64 * 2**20), 5))
        assert sum(isinstance(record, Found) for record in found) == articles, name
        assert time.monotonic() - started < 120, "a bound that also holds on a busy machine"


def test_a_record_that_takes_too_much_memory_costs_itself(tmp_path):
    bomb = b'{"text": [' + b'{"a":[]},' * 6_000_000 + b"0]}\n"
    (tmp_path / "a.jsonl").write_bytes(line() + bomb + line())
    how = How(max_bytes=64 * 2**20, memory_limit=2**29)
    found = list(isolated.read_file(tmp_path / "a.jsonl", "a.jsonl", how, 60))
    assert [type(record) for record in found] == [Found, Rejection, Found]
    assert (found[1].reject.reason, found[1].position) == ("too_much_memory", 1)
