"""The command `newsledger`: a thin face of the same steps that Dagster runs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import update_wrapper
from itertools import islice
from pathlib import Path
from typing import IO, Any

import click

from pipelines import landing, settings
from pipelines.errors import LedgerError
from pipelines.settings import ROOT, Settings
from pipelines.sources.documents import Reject

QUERIES = ROOT / "warehouse" / "queries"
# What a line of JSON may say of an article.
ARTICLE = ("text", "published_at", "title", "source", "url")
# Lines of JSON that are read ahead of the pipeline: enough to keep it busy, few enough to answer while they come.
READ_AHEAD = 64


class Program(click.Group):
    """Tells expected errors in a sentence, and lists the settings under the commands."""

    def invoke(self, context: click.Context) -> Any:
        """Run a command. Exit codes: 0 well, 1 an error that is told, 2 a wrong command line."""
        try:
            return super().invoke(context)
        except LedgerError as error:
            raise click.ClickException(str(error)) from error
        except BrokenPipeError:
            # Whoever reads the output, like head, has seen enough.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except OSError as error:
            raise click.ClickException(f"{error.filename or ''}: {error.strerror or error}".lstrip(": ")) from error

    def format_epilog(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """The settings, as they stand in the code."""
        with formatter.section("Settings (from the environment, or from newsledger.toml as home = …, inbox = …)"):
            formatter.write(settings.describe() + "\n")


def with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the settings, checked, as its first argument."""

    def wrapped(*args: Any, **kwargs: Any) -> None:
        command(settings.load(), *args, **kwargs)

    return update_wrapper(wrapped, command)


def a_day(_: click.Context, __: click.Parameter, value: str | None) -> date | str | None:
    """A day in ISO 8601, or the word 'published'."""
    if value is None or value == "published":
        return value
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is neither a day like 2026-01-31 nor the word 'published'") from error


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(package_name="newsledger")
def main() -> None:
    """News in, ledger out: who said what, which countries are mentioned, how much money."""


@main.command()
@click.argument("paths", nargs=-1)
@click.option("--verbose", is_flag=True, help="Show the log of the run.")
@with_settings
def run(config: Settings, paths: tuple[str, ...], verbose: bool) -> None:
    """Land PATHS (files, folders, URLs; the inbox where none is given), run their days to the end, publish."""
    from pipelines import runs

    items = _land(config, paths or (str(config.inbox),))
    days = sorted({item.landed_on for item in items})
    click.echo(f"Running {', '.join(map(str, days))} …", err=True)
    runs.execute(config, "ledger", days, verbose)
    click.echo(runs.summarize(config, days))


def _land(config: Settings, paths: tuple[str, ...], **how: Any) -> list[landing.Landed]:
    items = landing.land(config, paths, **how)
    if not items:
        raise landing.NothingThere(f"There is no file in {', '.join(paths)}, or all have been retired.")
    return items


@main.command()
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--on", callback=a_day, metavar="DAY", help="The day to land on [today]; 'published' takes the days that records name."
)
@with_settings
def land(config: Settings, paths: tuple[str, ...], on: date | str | None) -> None:
    """Land PATHS only: keep their bytes for a later run."""
    day = on if isinstance(on, date) else None
    items = _land(config, paths, on=day, by_published=on == "published")
    for item in items:
        click.echo(f"{item.landed_on}  {item.raw_sha256[:12]}  {item.size:>10,}  {item.path}")


@main.command()
@click.argument("file", type=click.File("rb"), default="-")
@with_settings
def extract(config: Settings, file: IO[bytes]) -> None:
    """Read JSON lines with id and text (and where known published_at, title, source, url) and write what is found in each.

    One JSON object per line comes out: the id, and a list of rows for each table. A line that can't be read gives its error, and
    the exit code is 1 in the end.
    """
    from pipelines import extraction

    lines, failed = _articles(file), False
    while batch := list(islice(lines, READ_AHEAD)):
        good = [article for article in batch if "error" not in article]
        found = extraction.find_apart(good, config.model, config.places, config.time_limit)
        for article in batch:
            result = {"error": article["error"]} if "error" in article else _told(next(found))
            failed |= "error" in result
            click.echo(extraction.to_json({"id": article["id"], **result}).encode("utf-8", "backslashreplace"))
    sys.exit(int(failed))


def _told(found: dict[str, Any] | Reject) -> dict[str, Any]:
    """What was found in an article, or why nothing was."""
    return found if isinstance(found, dict) else {"error": f"{found.reason}: {found.detail}"}


def _articles(file: IO[bytes]) -> Iterator[dict[str, Any]]:
    """The articles of JSON lines; a line that is none has an error instead of a text."""
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        try:
            article = json.loads(line)
            if not isinstance(article, dict) or not isinstance(article.get("text"), str):
                raise ValueError("not an object with a text")
            yield {"id": article.get("id"), **{name: article.get(name) for name in ARTICLE}}
        except (ValueError, RecursionError) as error:
            yield {"id": None, "error": f"line {number}: {error}"}


@main.command()
@click.argument("query", required=False)
@click.option("--format", "shape", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@with_settings
def sql(config: Settings, query: str | None, shape: str) -> None:
    """Ask the published warehouse: a QUERY in SQL, or the name of one in warehouse/queries (without one: their list)."""
    from pipelines import answers

    named = {file.stem: file.read_text() for file in sorted(QUERIES.glob("*.sql"))}
    if query is None:
        for name, text in named.items():
            click.echo(f"{name:<28}{text.splitlines()[0].lstrip('- ')}")
        return
    if query.isidentifier() and query not in named:
        raise answers.BadQuery(f"There is no query named {query!r}: `newsledger sql` lists those that there are.")
    answers.answer(config, named.get(query, query), shape, sys.stdout)


@main.command()
@click.option("--verbose", is_flag=True, help="Show the log of the run.")
@with_settings
def rebuild(config: Settings, verbose: bool) -> None:
    """Make the warehouse again from the lake, without running spaCy."""
    from pipelines import lake, runs, warehouse

    lake.restore(config.home, lake.EXTRACTS)
    days = lake.days(config.home, lake.EXTRACTS)
    if not days:
        raise warehouse.NotPublished(f"There is nothing in {config.home / lake.EXTRACTS} yet: run `newsledger run` first.")
    warehouse.forget(config)
    # The load makes the warehouse whole, whatever day it is asked for.
    runs.execute(config, "from_lake", days[-1:], verbose)
    click.echo(runs.summarize(config, days))


@main.command()
@click.option("--verbose", is_flag=True, help="Show the log of the run.")
@with_settings
def retry(config: Settings, verbose: bool) -> None:
    """Run the days again in which a rejected record would do better now, with other settings or a newer reader."""
    from pipelines import retrying, runs

    days = retrying.days(config)
    if not days:
        click.echo("No rejected record would do better now.")
        return
    click.echo(f"Running {', '.join(map(str, days))} …", err=True)
    runs.execute(config, "ledger", days, verbose)
    click.echo(runs.summarize(config, days))


@main.command()
@with_settings
def rollback(config: Settings) -> None:
    """Put the warehouse that was published before back in place; a second time undoes it."""
    from pipelines import report as page
    from pipelines import warehouse

    warehouse.roll_back(config)
    page.write(config)
    click.echo(f"{config.published} is again the one that was published before; the one that it replaces is {config.previous}.")


@main.command()
@click.option("--keep", metavar="DAYS", type=click.IntRange(min=0), help="Keep runs this long [NEWSLEDGER_KEEP_RUNS].")
@with_settings
def tidy(config: Settings, keep: int | None) -> None:
    """Make one file of a day's many in the lake, and delete old runs from the history; no article and no row goes."""
    from pipelines import tidying

    done = tidying.tidy(config, config.keep_runs if keep is None else keep)
    click.echo(f"{done.days} days compacted, {done.runs} runs deleted.")


@main.command()
@click.option("--before", callback=a_day, required=True, metavar="DAY", help="The first day that stays.")
@click.option("--yes", is_flag=True, help="Do it; without this, only say what would go.")
@with_settings
def retire(config: Settings, before: date | str, yes: bool) -> None:
    """Take old days out of the ledger for good: what landed, articles, rows. Only says what would go, unless told --yes."""
    from pipelines import lake, retiring, runs, warehouse

    if not isinstance(before, date):
        raise click.BadParameter("a day like 2026-01-31", param_hint="--before")
    old = retiring.old(config, before)
    for each in old:
        held = f"{each.files:>8,} files {each.bytes:>16,} bytes {each.articles:>8,} articles {each.rejected:>8,} rejected"
        click.echo(f"{each.day}  {held}")
    if not old or not yes:
        lie = f"{len(old)} day{' lies' if len(old) == 1 else 's lie'} before {before}."
        click.echo(f"{lie} Nothing was done: --yes takes them out." if old else lie)
        return
    days = [each.day for each in old]
    retiring.take_out(config, days)
    warehouse.load_days(config, days)
    runs.execute(config, "from_lake", [max(days[-1], config.first_day)])
    retiring.forget_bytes(config, days)
    click.echo(f"{len(days)} days are gone; their files are named in {config.home / lake.LANDING / 'retired'}.")


@main.command()
@with_settings
def report(config: Settings) -> None:
    """Write the page to look at, and print where it is."""
    from pipelines import report as page

    click.echo(page.write(config))


@main.command()
@click.option("--path", is_flag=True, help="Print the pipeline's folder only.")
@with_settings
def model(config: Settings, path: bool) -> None:
    """Which spaCy pipeline is in use: name, version, licence, accuracy."""
    from pipelines import model as described

    click.echo(described.folder(config.model) if path else described.describe(config.model))


@main.command()
@click.option("--port", default=3000, show_default=True, help="Port on this machine.")
@with_settings
def ui(config: Settings, port: int) -> None:
    """Serve the Dagster UI on this machine only, with the schedules running."""
    from pipelines import history

    with history.opened(config):
        pass  # The files of the history are there before the UI's several processes would make them at once.
    os.chdir(ROOT)
    dagster = Path(sys.executable).with_name("dagster")
    os.execv(dagster, [str(dagster), "dev", "-w", "workspace.yaml", "-h", "127.0.0.1", "-p", str(port)])  # noqa: S606 (our own arguments)


if __name__ == "__main__":
    main()
