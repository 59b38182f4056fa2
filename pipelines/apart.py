"""The language pipeline in processes of their own, so that an article that takes its process down costs only itself.

`python -m pipelines.apart` is such a process: it loads a pipeline, then batches of articles come in and what is found goes out,
each pickled. A process that hangs where no handler of Python's is reached ends itself.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any, cast

from pipelines.errors import LedgerError
from pipelines.settings import ROOT
from pipelines.sources.documents import Reject

COMMAND = [sys.executable, "-m", "pipelines.apart"]
# Seconds by the clock for each second of the processor that articles may take: a busy machine is not their fault.
PATIENCE = 4
# What a broken pipe and an answer that is cut off raise.
ENDED = (OSError, EOFError, pickle.UnpicklingError)


class CantStart(LedgerError):
    """There is no process with the language pipeline in it."""


class Processes:
    """As many processes with a language pipeline as threads ask for at once; who is done leaves its own to the next."""

    def __init__(self, model: str, places: Path | None, time_limit: float | None) -> None:
        self.how, self.time_limit = (model, places, time_limit), time_limit
        self._all: list[subprocess.Popen[bytes]] = []
        self._idle: list[subprocess.Popen[bytes]] = []
        self._lock = threading.Lock()
        self._closed = False

    def look(self, articles: list[dict[str, Any]]) -> list[dict[str, list[dict[str, Any]]]]:
        """What `extraction.look` finds in articles. Raises Reject where it fails on one or its process ends; CantStart."""
        process = self._take()
        try:
            answer = _ask(process, articles)
        except ENDED as error:
            if self._closed:
                raise CantStart("The run is ending.") from error
            raise self._why(process.wait()) from error
        except BaseException:
            # In the middle of an answer it can't take another question.
            process.kill()
            raise
        with self._lock:
            self._idle.append(process)
        if isinstance(answer, Reject):
            raise answer
        return cast(list[dict[str, list[dict[str, Any]]]], answer)

    def close(self) -> None:
        """End all processes, whatever they are doing."""
        with self._lock:
            self._closed = True
            for process in self._all:
                process.kill()
                process.wait()

    def _take(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._idle:
                return self._idle.pop()
            if self._closed:
                raise CantStart("The run is ending.")
            process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)  # noqa: S603 (our own)
            self._all.append(process)
        try:
            failure = _ask(process, self.how)
        except ENDED as error:
            raise CantStart(f"The process of the language pipeline ended with {process.wait()} before it began.") from error
        if failure:
            raise CantStart(failure)
        return process

    def _why(self, code: int) -> Reject:
        """What the end of a process says of what it was looking at."""
        if code == -signal.SIGALRM:
            return Reject("timeout", f"more than {PATIENCE} times {self.time_limit} s by the clock")
        name = signal.Signals(-code).name if -code in set(signal.Signals) else f"code {code}"
        return Reject("pipeline_crashed", f"its process ended with {name}")


def _ask(process: subprocess.Popen[bytes], question: object) -> Any:
    questions, answers = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
    pickle.dump(question, questions)
    questions.flush()
    return pickle.load(answers)  # noqa: S301 (what our own process says)


_kept: dict[tuple[str, Path | None, float | None], Processes] = {}


def processes(model: str, places: Path | None, time_limit: float | None) -> Processes:
    """The processes that are kept from part to part and from day to day, until `close`."""
    how = model, places, time_limit
    return _kept.setdefault(how, Processes(*how))


def close() -> None:
    """End all processes that are kept."""
    while _kept:
        _kept.popitem()[1].close()


def serve(questions: IO[bytes], answers: IO[bytes]) -> None:
    """Answer until there are no more questions."""
    from pipelines import extraction

    # Not a handler: only the signal's own action reaches a process that is inside a library. Who asks ends this one.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def answer(what: object) -> None:
        pickle.dump(what, answers)
        answers.flush()

    with contextlib.suppress(EOFError, BrokenPipeError):
        model, places, time_limit = pickle.load(questions)  # noqa: S301 (what our own process says)
        try:
            nlp = extraction.pipeline(model, places)
        except Exception as error:
            answer(str(error) if isinstance(error, LedgerError) else repr(error))
            return
        answer(None)
        while True:
            articles = pickle.load(questions)  # noqa: S301 (as above)
            if time_limit is not None:
                signal.setitimer(signal.ITIMER_REAL, PATIENCE * extraction.limit(articles, time_limit))
            try:
                found: object = extraction.look(nlp, articles, time_limit)
            except Reject as reject:
                found = reject
            # Whoever is slow to read the answer is not the articles' fault.
            signal.setitimer(signal.ITIMER_REAL, 0)
            answer(found)


if __name__ == "__main__":
    # Libraries may print; the answers have a descriptor of their own.
    own = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    serve(sys.stdin.buffer, own)
