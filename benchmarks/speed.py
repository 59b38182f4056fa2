"""Speed and size. Each way to run the pipeline has a process of its own, so that each has a peak of memory of its own."""

import json
import resource
import subprocess
import sys
from collections import defaultdict, deque
from collections.abc import Callable
from time import process_time
from typing import Any

# How often the samples are read: nearly fills one batch of spaCy's stock settings.
ROUNDS = 30
WAYS = {
    "stock": "base pipeline, spaCy's stock settings: blis, batches of 1,000",
    "base": "base pipeline, our settings",
    "all": "with the components, rows made: `extraction.find`",
}


def report(articles: list[dict[str, Any]], rounds: int, news: list[str]) -> list[str]:
    """Measure every way on articles, read `rounds` times, and the components on the texts of `news` too; Markdown."""
    given, found = json.dumps({"articles": articles, "news": news}, default=str), {}
    for way in WAYS:
        print(f"speed: {way} …", file=sys.stderr)
        command = [sys.executable, "-m", "benchmarks.speed", way, str(rounds)]
        done = subprocess.run(command, input=given, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 (our own arguments)
        found[way] = json.loads(done.stdout)
    ours, stock = found["all"], found["stock"]["speed"]
    numbers = [(WAYS[way], each["load"], each["speed"], each["peak"]) for way, each in found.items()]
    ways = [[name, f"{a:.1f}", f"{b:,.0f}", f"{1e6 / b:.1f}", f"{c:,.0f}", f"{b / stock:.2f}"] for name, a, b, c in numbers]
    beside = ["samples", "news"] if news else ["samples"]
    parts = [
        [name, *(cell for each in beside for cell in _share(ours[f"parts, {each}"], name))] for name in ours["parts, samples"]
    ]
    dense = " and ".join(f"the {each} {ours[f'density, {each}']:.1f}" for each in beside)
    return [
        f"## Speed and size\n\nOne process, seconds of processor time: {len(articles)} sample articles read {rounds} times, "
        f"{ours['tokens']:,} tokens, after one round to warm up. The base pipeline takes {ours['size']:.1f} MB on disk.\n",
        *table(["", "load, s", "tokens per s", "µs per token", "peak memory, MB", "speed, stock = 1"], ways),
        f"In 1,000 tokens {dense} amounts of money: what figures cost grows with them.\n",
        *table(["component", *(f"{what}, {each}" for each in beside for what in ("µs per token", "share"))], parts),
        f"Alone, amounts of money are found and read at {ours['amounts'] / 1e6:.1f} million characters per second, "
        f"quotation marks at {ours['marks'] / 1e6:.1f} million.\n",
    ]


def _share(parts: dict[str, float], name: str) -> tuple[str, str]:
    """Give the microseconds of a component, and its share."""
    return f"{parts[name]:.2f}", f"{parts[name] / sum(parts.values()):.0%}"


def table(head: list[str], body: list[list[str]]) -> list[str]:
    """Make a Markdown table with an empty line behind it; numbers stand on the right."""
    return [f"| {' | '.join(cells)} |" for cells in (head, ["---"] + ["--:"] * (len(head) - 1), *body)] + [""]


def measure(way: str, articles: list[dict[str, Any]], news: list[str], rounds: int) -> dict[str, Any]:
    """Load the pipeline, read articles one way, and time its parts on news too.

    Gives seconds, tokens per second, megabytes, and microseconds per component.
    """
    begin = process_time()
    from pipelines import extraction, settings
    from pipelines.nlp import locate, pipeline
    from pipelines.nlp.figures.amounts import amounts
    from pipelines.nlp.quotes.marks import pairs

    model = settings.load().model
    nlp = pipeline.spacy.load(locate.path_of(model) or model) if way == "stock" else extraction.pipeline(model)
    nlp.batch_size = 1000 if way == "stock" else nlp.batch_size
    for name in (each for each in nlp.pipe_names if way == "base" and each.startswith("newsledger_")):
        nlp.remove_pipe(name)
    load = process_time() - begin

    def read(times: int) -> float:
        begin, texts = process_time(), (article["text"] for article in articles * times)
        deque(extraction.find(nlp, articles * times) if way == "all" else nlp.pipe(texts), maxlen=0)
        return process_time() - begin

    read(1)
    tokens = rounds * sum(len(nlp.make_doc(article["text"])) for article in articles)
    speed = tokens / read(rounds)
    # Kibibytes on Linux, bytes on macOS.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
    size = sum(file.stat().st_size for file in nlp.path.rglob("*") if file.is_file()) / 1e6
    found = {"load": load, "tokens": tokens, "speed": speed, "peak": peak, "size": size}
    if way == "all":
        texts = [article["text"] for article in articles]
        for name, given in (("samples", texts * min(rounds, 5)), ("news", news)):
            if given:
                found[f"parts, {name}"], found[f"density, {name}"] = _parts(nlp, given)
        found |= {"amounts": _pace(amounts, texts), "marks": _pace(pairs, texts)}
    return found


def _pace(read: Callable[[str], object], texts: list[str]) -> float:
    """Give the characters per second that a function reads."""
    begin, times = process_time(), 20
    for text in texts * times:
        read(text)
    return times * sum(map(len, texts)) / (process_time() - begin)


def _parts(nlp: Any, texts: list[str]) -> tuple[dict[str, float], float]:
    """Give the microseconds per token of each component, in the batches of `nlp.pipe`, and the amounts in 1,000 tokens."""
    spent, tokens, figures = defaultdict[str, float](float), 0, 0
    for start in range(0, len(texts), nlp.batch_size):
        clock = process_time()
        docs = [nlp.make_doc(text) for text in texts[start : start + nlp.batch_size]]
        spent["tokenizer"] += process_time() - clock
        tokens += sum(map(len, docs))
        for name, component in nlp.pipeline:
            clock = process_time()
            docs = list(component.pipe(docs)) if hasattr(component, "pipe") else [component(doc) for doc in docs]
            spent[name] += process_time() - clock
        figures += sum(len(doc._.figures) for doc in docs)
    return {name: 1e6 * seconds / tokens for name, seconds in spent.items()}, 1000 * figures / tokens


if __name__ == "__main__":
    read = json.load(sys.stdin)
    print(json.dumps(measure(sys.argv[1], read["articles"], read["news"], int(sys.argv[2]))))
