"""Reading in a process of its own, so that a document that makes a parser hang, or takes its process down, costs only itself.

The process sets an alarm before each step, which ends it even inside a parser written in C, and has a bound on its memory. Its
parent knows from the last line that it wrote which record that was, refuses that one, and goes on behind it in a new process.

`python -m pipelines.sources.isolated` is that process: requests come in as lines of JSON, answers go out as lines of JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, cast

from pipelines.errors import LedgerError
from pipelines.sources import Found, Place, Rejection, read
from pipelines.sources.documents import Document, How, Reject

# A file with more records that can't be read than this is refused from there on: each costs its time limit and a new process.
MOST_FAILURES = 100
# How the process ends where a document took all its memory: who knows what is left of that.
OUT_OF_MEMORY = 77
_idle: list[subprocess.Popen[bytes]] = []
_lock = threading.Lock()


class CantStart(LedgerError):
    """There is no process to read files in."""


def read_file(file: Path, path: str, how: How, time_limit: float) -> Iterator[Found | Rejection]:
    """Every record of a file as `sources.read` gives it, with a time limit for each step. Raises CantStart."""
    start = Place()
    for failures in range(MOST_FAILURES + 1):
        process = _process()
        request = {"file": str(file), "path": path, "how": [how.max_bytes, dict(how.columns), how.memory_limit]}
        step, place, heard, done = "split", start, False, False
        try:
            for line in _ask(process, {**request, "start": start, "time_limit": time_limit}):
                heard = True
                if line[0] == "end":
                    done = True
                    break
                if line[0] in ("split", "parse"):
                    step, place = line[0], Place(*line[1])
                else:
                    yield _record(line)
        finally:
            # Also where nobody wants the rest: a process in the middle of a file can't take another.
            _give_back(process) if done else process.kill()
        if done:
            return
        code = process.wait()
        if not heard:
            # Not the file's fault: to refuse all that landed would be worse than to stop.
            raise CantStart(f"The process that reads files ended with {code} before it began. Is the environment whole?")
        reject = {
            -signal.SIGALRM: Reject("timeout", f"more than {time_limit:g} s"),
            OUT_OF_MEMORY: Reject("too_much_memory", f"more than {how.memory_limit:,} bytes"),
        }.get(code, Reject("reader_failed", f"its process ended: {code}"))
        if step == "parse" and failures < MOST_FAILURES:
            yield Rejection(place.position, reject)
            start = place._replace(position=place.position + 1)
            continue
        # A file that can't be taken apart is refused from here on; the other members of its archive are not.
        whole = place.position == 0 and place.member == 0
        yield Rejection(None if whole else place.position, reject)
        start = Place(place.position + 1, place.member + 1, place.position + 1)
        if failures == MOST_FAILURES:
            return


def _process() -> subprocess.Popen[bytes]:
    with _lock:
        while _idle:
            process = _idle.pop()
            if process.poll() is None:
                return process
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines.sources.isolated"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parents[2],
    )


def _give_back(process: subprocess.Popen[bytes]) -> None:
    with _lock:
        _idle.append(process)


def _ask(process: subprocess.Popen[bytes], request: dict[str, Any]) -> Iterator[list[Any]]:
    """The lines of an answer, as far as they come."""
    requests, answers = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
    try:
        requests.write(json.dumps(request).encode() + b"\n")
        requests.flush()
    except BrokenPipeError:
        return
    for line in answers:
        try:
            yield json.loads(line)
        except ValueError:
            return  # Cut off by the end of its process.


def _record(line: list[Any]) -> Found | Rejection:
    if line[0] == "found":
        _, position, document, format, member = line
        return Found(position, Document(**document), format, member)
    _, position, reason, detail, member = line
    return Rejection(position, Reject(reason, detail), member)


def _lines(record: Found | Rejection) -> list[Any]:
    if isinstance(record, Found):
        return ["found", record.position, asdict(record.document), record.format, record.member]
    return ["rejected", record.position, record.reject.reason, record.reject.detail, record.member]


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer requests until there are no more."""
    # Not a handler: only the signal's own action reaches a process that is inside a parser.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)

    def write(line: list[Any]) -> None:
        # Whoever is slow to read the answer is not the document's fault.
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(json.dumps(line).encode() + b"\n")
        answers.flush()

    for line in requests:
        request = json.loads(line)

        def watch(step: str, place: Place, limit: float = request["time_limit"]) -> None:
            write([step, place])
            signal.setitimer(signal.ITIMER_REAL, limit)

        how = How(*request["how"])
        with contextlib.suppress(ValueError, OSError):  # Not every system can bound it.
            resource.setrlimit(resource.RLIMIT_AS, (how.memory_limit, resource.getrlimit(resource.RLIMIT_AS)[1]))
        with open(request["file"], "rb", buffering=256 * 1024) as file:
            for record in read(file, request["path"], how=how, start=Place(*request["start"]), watch=watch):
                if isinstance(record, Rejection) and record.reject.reason == "too_much_memory":
                    os._exit(OUT_OF_MEMORY)
                write(_lines(record))
        write(["end"])


if __name__ == "__main__":
    # Libraries may print; the answers have a descriptor of their own.
    own = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    serve(sys.stdin.buffer, own)
