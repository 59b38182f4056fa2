"""Variants of an annotated text as news writes them: other marks, other cases, datelines, other people's names.

A text is a dict with `text` and `entities` (`start`, `end`, `label`); every function gives a new one with offsets that fit.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

# Shares of the texts that a variant is applied to.
NAMES, DATELINE, MARKS, HEADLINE, LOWER = 0.35, 0.15, 0.5, 0.08, 0.04

AGENCIES = ("AP", "AFP", "Reuters", "Bloomberg", "UPI", "Xinhua", "CNN")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "Sept.", "Oct.", "Nov.", "Dec.")
# Particles belong to the name behind them: "De Vries" is one surname.
_NAME = re.compile(r"(?:(?:De|Van|Dos|der|den|Luca) )*\S+")


def surnames() -> list[str]:
    """The names of surnames.txt, particles kept with the name that they stand before."""
    lines = Path(__file__).with_name("surnames.txt").read_text(encoding="utf-8").splitlines()
    return sorted({name for line in lines if not line.startswith("#") for name in _NAME.findall(line)})


def augment(row: dict, names: list[str], places: list[str], rng: random.Random) -> dict:
    """One variant of a text, with each kind of change at its own rate."""
    if rng.random() < NAMES:
        row = rename(row, names, rng)
    if rng.random() < DATELINE:
        row = dateline(row, places, rng)
    if rng.random() < HEADLINE:
        row = headline(row, rng)
    elif rng.random() < LOWER and len(row["text"].lower()) == len(row["text"]):
        row = {**row, "text": row["text"].lower()}
    return remark(row, rng) if rng.random() < MARKS else row


def rename(row: dict, names: list[str], rng: random.Random) -> dict:
    """Other surnames for the people, each surname the same throughout the text."""
    text, done, length = row["text"], 0, 0
    new: dict[str, str] = {}
    spans: list[dict] = []
    parts: list[str] = []
    for entity in sorted(row["entities"], key=lambda entity: entity["start"]):
        start, end = entity["start"], entity["end"]
        surface = text[start:end]
        if entity["label"] == "PERSON" and re.fullmatch(r"[\w.’' -]+[a-z]", surface) and not surface.endswith((" Jr", " II")):
            first, space, last = surface.rpartition(" ")
            surface = first + space + new.setdefault(last, rng.choice(names))
        parts += [text[done:start], surface]
        begin = length + start - done
        length = begin + len(surface)
        spans.append({"start": begin, "end": length, "label": entity["label"]})
        done = end
    return {**row, "text": "".join(parts) + text[done:], "entities": spans}


def dateline(row: dict, places: list[str], rng: random.Random) -> dict:
    """The place, and often the agency, in front: "KYIV, March 3 (Reuters) — …"."""
    place = rng.choice(places)
    head = place.upper() if rng.random() < 0.7 else place
    added = [{"start": 0, "end": len(head), "label": "GPE"}]
    if rng.random() < 0.3:
        head += f", {rng.choice(MONTHS)} {rng.randint(1, 31)}"
    if rng.random() < 0.5:
        agency = rng.choice(AGENCIES)
        added.append({"start": len(head) + 2, "end": len(head) + 2 + len(agency), "label": "ORG"})
        head += f" ({agency})"
    head += rng.choice([" — ", " – ", " - ", " -- ", ": ", "—"])
    moved = [{**entity, "start": entity["start"] + len(head), "end": entity["end"] + len(head)} for entity in row["entities"]]
    return {**row, "text": head + row["text"], "entities": added + moved}


def headline(row: dict, rng: random.Random) -> dict:
    """The first line, or sentence, in capitals or In Title Case; letters that change their number keep the text as it is."""
    match = re.match(r"[^\n.]*", row["text"])
    head = match.group() if match else ""
    if not 10 < len(head) < 160:
        return row
    new = head.upper() if rng.random() < 0.5 else re.sub(r"\b[a-z](?=[a-z]{3})", lambda match: match.group().upper(), head)
    return {**row, "text": new + row["text"][len(head) :]} if len(new) == len(head) else row


def remark(row: dict, rng: random.Random) -> dict:
    """Apostrophes and quotation marks of another make, all of one length."""
    text = re.sub(r"(?<=\w)['’‘](?=\w)", rng.choice("''''’’’‘‘´`"), row["text"])
    if "“" in text:
        return {**row, "text": text.replace("“", '"').replace("”", '"')}
    # A mark opens at the start or behind a space or a bracket.
    return {**row, "text": re.sub(r'(?<![^\s(\[—])"', "“", text).replace('"', "”")}
