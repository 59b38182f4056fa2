"""Print speed, size and accuracy, and write them to `RESULTS.md` beside this file: `python -m benchmarks [GOLD]`."""

import argparse
from pathlib import Path

from benchmarks import accuracy, model, own, peers, people, speed
from pipelines import extraction, settings
from pipelines.nlp import locate

parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure speed, size and accuracy.")
parser.add_argument("gold", nargs="?", type=Path, metavar="GOLD", help="folder with bench/score_*.py and corpora/*/*.dev.jsonl")
parser.add_argument("--all", action="store_true", help="the whole dev split of PolNeAR, not its first 120 articles")
parser.add_argument("--limit", type=int, metavar="N", help="the first N articles of each set, to try this out; writes no file")
chosen = parser.parse_args()
if chosen.gold and not any((chosen.gold / "bench").glob("score_*.py")):
    parser.error("GOLD holds no bench/score_*.py")
articles = accuracy.sample_articles(chosen.limit)
# Before the pipeline is loaded here: a child's peak of memory is no lower than what its parent held when it began.
news = accuracy.real_articles(chosen.gold, chosen.limit or 300) if chosen.gold else []
lines = speed.report([article for _, article in articles], 1 if chosen.limit else speed.ROUNDS, news)
name = settings.load().model
nlp = extraction.pipeline(name)
lines += accuracy.samples(nlp, articles)
lines += own.report(nlp, chosen.limit)
if chosen.gold:
    lines += ["## The language model\n", *model.report(str(locate.path_of(name) or name), chosen.gold / "training", chosen.limit)]
    lines += accuracy.gold(nlp, chosen.gold, chosen.limit, None if chosen.all else 120)
    lines += people.report(nlp, chosen.gold, chosen.limit)
lines += peers.report(nlp, chosen.gold, chosen.limit)
text = "\n".join([f"# Results\n\n`make bench` wrote this file. Pipeline: **{extraction.extractor(nlp)}**.\n", *lines])
print(text)
if not chosen.limit:
    Path(__file__).with_name("RESULTS.md").write_text(text, encoding="utf-8")
