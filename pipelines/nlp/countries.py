"""Countries: every mention, by whichever road the text takes to it.

`newsledger_countries` looks up the longest names of its tables in the text, keeps what can only mean one country as evidence of
what the article is about, and decides the rest by it, by the entity types, by the words around and by the publisher.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from spacy.language import Language
from spacy.tokens import Doc

from pipelines.nlp.records import CountryMention

DATA = Path(__file__).parent / "data"
WORD = re.compile(r"\w+|[^\w\s]")
STRAIGHT = str.maketrans("’‘´", "'''")
# From this many thousand inhabitants on, a city's name needs no help from the article.
LARGE = 500
PLACES = {"GPE", "LOC", "FAC"}
NOT_PLACES = {"PERSON", "WORK_OF_ART", "PRODUCT", "LAW", "LANGUAGE"}
# What follows a place in the name of a company, club, paper or school, or of a person or thing.
NAME_TAILS = re.compile(
    r"(?:Times|Post|News|Herald|Tribune|Journal|Gazette|Chronicle|Daily|Star|Magazine|United|City|Rovers|FC|Airlines|Airways|Inc|Corp"
    r"|Ltd|LLC|Co|University|College|School|Institute|Open|Marathon|Symphony|Orchestra|Bank|Street|Road|Avenue|Boulevard|Lane|Drive)"
)
SPEECH = re.compile(r"(?:speak|speaks|spoke|spoken|speaking|learn|learns|learned|learning|into|in|fluent|teaches|translated)")


@dataclass(frozen=True, slots=True)
class Sense:
    """One reading of a name. `flag` says what it needs; `weight` ranks readings where nothing else does."""

    country: str
    kind: str
    flag: str = ""
    weight: int = 0
    region: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of the tables in the text, with all its readings."""

    start: int
    end: int
    senses: tuple[Sense, ...]
    label: str
    whole: bool
    before: str
    after: str
    comma: bool


def _read(table: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _plurals(form: str) -> tuple[str, ...]:
    return (form,) if form.endswith(("s", "sh", "ch", "ese", "men", "é")) else (form, form + "s")


@cache
def gazetteer() -> tuple[dict[str, tuple[Sense, ...]], dict[str, tuple[int, ...]]]:
    """Names with their readings (none: a confusable), and for each first word the lengths in words, longest first."""
    senses: dict[str, list[Sense]] = {row["phrase"].translate(STRAIGHT): [] for row in _read("confusables")}
    confusable = set(senses)

    def add(name: str, sense: Sense, alone: bool = False) -> None:
        name = name.strip().translate(STRAIGHT)
        known = senses.setdefault(name, [])
        if name and name not in confusable and not (alone and known) and all(s.country != sense.country for s in known):
            known.append(sense)

    for row in _read("places_own"):
        for name in row["surfaces"].split(";"):
            add(name, Sense(row["country"], row["kind"], row["flag"], 2000))
    for row in _read("countries"):
        add(row["name"], Sense(row["country"], "name", "", 3000), alone=True)
    for row in _read("demonyms"):
        for form in row["forms"].split(";"):
            for name in _plurals(form.strip()):
                add(name, Sense(row["country"], "demonym", "", 3000), alone=True)
    own = set(senses)
    for row in _read("gazetteer"):
        size = int(row["thousands"])
        flag = "" if row["kind"] == "capital" else "city" if size >= LARGE else "context"
        # A name that the reviewed tables hold keeps their readings, whatever town shares it,
        # but for "Paris, Texas".
        if row["name"] in own:
            add(row["name"], Sense(row["country"], row["kind"], "homonym"))
        else:
            add(row["name"], Sense(row["country"], row["kind"], flag, size + 1000 * (row["kind"] == "capital"), row["region"]))
    lengths: dict[str, set[int]] = {}
    for name in senses:
        words = WORD.findall(name)
        if words:
            lengths.setdefault(words[0], set()).add(len(words))
    return {name: tuple(s) for name, s in senses.items()}, {w: tuple(sorted(n, reverse=True)) for w, n in lengths.items()}


def _hits(doc: Doc) -> list[Hit]:
    """Find the longest names of the tables, left to right, none within another."""
    names, lengths = gazetteer()
    text = doc.text.translate(STRAIGHT)
    words = [(match.start(), match.end()) for match in WORD.finditer(text)]
    labels = sorted((ent.start_char, ent.end_char, ent.label_) for ent in doc.ents)
    hits: list[Hit] = []
    i = entity = 0

    def word(at: int) -> str:
        return text[slice(*words[at])] if 0 <= at < len(words) else ""

    while i < len(words):
        start = words[i][0]
        for length in lengths.get(word(i), ()):
            if i + length > len(words):
                continue
            end = words[i + length - 1][1]
            surface = text[start:end]
            senses = names.get(surface if surface in names else " ".join(surface.split()))
            if senses is None or "\n\n" in surface:
                continue
            while entity < len(labels) and labels[entity][1] <= start:
                entity += 1
            inside = entity < len(labels) and labels[entity][0] < end
            label = labels[entity][2] if inside else ""
            whole = inside and labels[entity][0] >= start - 4 and labels[entity][1] <= end + 2
            comma = word(i - 1) == "," and word(i - 2)[:1].isupper()
            if senses:
                hits.append(Hit(start, end, senses, label, whole, word(i - 1), word(i + length), comma))
            i += length - 1
            break
        i += 1
    return hits


def _stands(hit: Hit, text: str) -> bool:
    """Whether the words around let the name be a place or a people at all."""
    surface = text[hit.start : hit.end]
    if hit.label in NOT_PLACES and not (hit.whole and hit.senses[0].flag == "" and hit.senses[0].kind in ("name", "demonym")):
        return False
    if hit.label == "LANGUAGE" or (
        hit.senses[0].kind == "demonym" and SPEECH.fullmatch(hit.before) and not hit.after[:1].isalpha()
    ):
        return False
    if (
        hit.senses[0].kind in ("city", "capital", "region")
        and NAME_TAILS.fullmatch(hit.after)
        and text[hit.end : hit.end + 1] == " "
    ):
        return False
    # "TELL US MORE": a pronoun among shouted words.
    return not (surface == "US" and hit.before.isupper() and hit.after.isupper() and len(hit.before) > 1 and len(hit.after) > 1)


def _certain(hit: Hit) -> bool:
    return (
        len({s.country for s in hit.senses if s.flag != "homonym"}) == 1
        and hit.senses[0].flag in ("", "region")
        and hit.label not in ("PERSON", "ORG")
    )


def _publisher(doc: Doc) -> str | None:
    """Tell the country of the publisher's domain: `.co.uk` is GB; `.com` tells nothing."""
    try:
        host = urlsplit(doc._.url).hostname if isinstance(doc._.url, str) else None
    except ValueError:
        return None
    code = (host or "").rpartition(".")[2].upper()
    return {"UK": "GB"}.get(code, code) if len(code) == 2 and code not in ("IO", "CO", "TV", "ME", "AI") else None


def _choose(hit: Hit, following: str | None, evidence: Counter[str]) -> Sense | None:
    """Give the reading that the article supports, or None; `following` is the country named right behind a comma."""
    fit = [sense for sense in hit.senses if sense.country == following]
    if fit:
        return fit[0]
    best = max(
        (sense for sense in hit.senses if sense.flag != "homonym"), key=lambda sense: (evidence[sense.country], sense.weight)
    )
    supported = evidence[best.country] > 0
    match best.flag:
        case "comma":
            return best if hit.comma else None
        case "ner":
            if hit.label not in PLACES | {"NORP"} and not (hit.label == "" and supported):
                return None
            return best
        case "context":
            wanted = hit.label in PLACES if best.kind != "demonym" else True
            if best.kind == "demonym" and not supported:
                return best
            return best if supported and wanted else None
        case "city":
            return best if hit.label in PLACES or (supported and hit.label != "ORG") else None
        case "jersey":
            return best if hit.label in PLACES and (evidence["GB"] or evidence["JE"]) and not evidence["US"] else None
        case "idiom":
            return best if hit.before in ("the", "The") and hit.after != "of" else None
        case "main":
            if supported:
                return best
            return hit.senses[0] if not evidence and hit.senses[0].country == "US" else None
    return best


@Language.component("newsledger_countries", requires=["doc.ents"])
def countries(doc: Doc) -> Doc:
    """Fill `doc._.country_mentions`, in the order of the text."""
    text = doc.text
    hits = [hit for hit in _hits(doc) if _stands(hit, text)]
    evidence = Counter(hit.senses[0].country for hit in hits if _certain(hit))
    # "Albany, Ga." is evidence too, and tells which Georgia.
    evidence.update(h.senses[0].country for h in hits if h.senses[0].flag == "comma" and h.comma and len(h.senses) == 1)
    publisher = _publisher(doc)
    if publisher:
        evidence[publisher] += 1
    found: list[CountryMention] = []
    following: tuple[int, str] | None = None
    for hit in reversed(hits):
        behind = following[1] if following and text[hit.end : following[0]] in (", ", " (", ",") else None
        sense = _choose(hit, behind, evidence)
        if sense is None:
            continue
        found.append(CountryMention(hit.start, hit.end, sense.country, sense.kind))
        following = (hit.start, sense.country)
    doc._.country_mentions = sorted(found + _towns(doc, found), key=lambda mention: mention.start_char)
    return doc


def _towns(doc: Doc, found: list[CountryMention]) -> list[CountryMention]:
    """Give the places that no table holds the country named right behind them: "Elmsworth, Ohio", then "Elmsworth"."""
    starts = {mention.start_char: mention.country for mention in found}
    taken = {at for mention in found for at in range(mention.start_char, mention.end_char)}
    places = [ent for ent in doc.ents if ent.label_ == "GPE" and taken.isdisjoint(range(ent.start_char, ent.end_char))]
    behind = {
        ent.text: starts[ent.end_char + 2]
        for ent in places
        if doc.text.startswith(", ", ent.end_char) and ent.end_char + 2 in starts
    }
    return [CountryMention(ent.start_char, ent.end_char, behind[ent.text], "city") for ent in places if ent.text in behind]


def country_at(doc: Doc, start_char: int, end_char: int) -> str | None:
    """Give the country that a stretch of the text mentions first."""
    for mention in doc._.country_mentions:
        if mention.start_char < end_char and start_char < mention.end_char:
            return mention.country
    return None
