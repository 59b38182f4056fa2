"""The words that names are told by, each table read once."""

from __future__ import annotations

import unicodedata
from functools import cache

from pipelines.nlp.tables import rows, words

# Cities with fewer thousands of inhabitants share their names with people.
KNOWN = 15


def folded(text: str) -> str:
    """Lower case without accents."""
    return "".join(each for each in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(each))


@cache
def title_words() -> dict[str, str]:
    """The words of `data/titles.csv`, lower case without a final dot, each with its kind."""
    return {row["word"]: row["kind"] for row in rows("titles")}


def name_words(kind: str) -> frozenset[str]:
    """The words of `data/name_words.csv` of a kind.

    particle: small words inside the names of people. link: small words between hyphens inside those of places.
    adjective: what makes an adjective of a name before a hyphen. office: what stands behind the name of one who governs.
    body: words that no person is called by. firm: words that end the name of a company.
    shared: roles of people that companies have, too. site: what ends the name of a street, a building, a park. kin: relatives.
    public: words that end the name of a body, and no person's.
    company: nouns in front of the name of a company, or of a storm. business: what companies have.
    first: common first names, beside those that have nicknames. statesman: those whose last name is enough.
    role: what somebody is, in small letters; anybody: nouns of people that are no roles. participle: what stands before a role.
    """
    return words("name_words", kind)


@cache
def title_of_several(word: str) -> str | None:
    """The title that a plural in front of names gives each of them: "presidents" is "president"."""
    for many, one in (("men", "man"), ("ies", "y"), ("s", "")):
        single = word.removesuffix(many) + one
        if word.endswith(many) and word not in title_words() and title_words().get(single) == "title":
            return single
    return None


@cache
def cues() -> frozenset[str]:
    """The verbs of saying of `data/cues.csv`."""
    return frozenset(row["cue"] for row in rows("cues"))


@cache
def places() -> frozenset[str]:
    """Names of countries, demonyms, capitals, and known cities of several words: a majority never makes a person of them."""
    found: set[str] = set()
    for table, column in (("countries", "name"), ("demonyms", "forms"), ("gazetteer", "name")):
        known = (row for row in rows(table) if row.get("kind", "capital") == "capital" or _is_known(row, column))
        found.update(folded(form.strip()) for row in known for form in row[column].split(";"))
    return frozenset(found)


def _is_known(row: dict[str, str], column: str) -> bool:
    """Whether a row is a region or a city of several words; "Robert Lee" in Texas is too small to be one."""
    return " " in row[column] and (row["kind"] == "region" or int(row["thousands"]) >= KNOWN)


def is_title(word: str) -> bool:
    """Whether a word in lower case can stand before a name without being a part of it."""
    return word.rpartition("-")[2].rstrip(".") in title_words()
