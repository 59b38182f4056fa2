"""The tables of places as one look-up, and where their names stand in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.tokens import Doc

from pipelines.nlp.tables import rows

# CSV files of the user's with rows as in `places_own.csv`, which win over all tables: another view of a disputed place.
_users_own: list[Path] = []
WORD = re.compile(r"\w+|[^\w\s]")
STRAIGHT = str.maketrans("’‘´", "'''")
# From this many thousand inhabitants on, a city's name needs no help from the article.
LARGE = 500
PLACES = {"GPE", "LOC", "FAC"}
NOT_PLACES = {"PERSON", "WORK_OF_ART", "PRODUCT", "LAW", "LANGUAGE"}
TOWNS = {"city", "capital", "region"}
NEEDY = {"context", "city", "homonym"}
# An entity that is longer is no name.
LONGEST = 200
# "R-Ohio" and "(Ohio" stand beside a name as ", Ohio" does.
PARTIES = {"R", "D", "I", "DFL"}
# What follows a place in the name of a company, club, paper or school, or of a street.
NAME_TAILS = re.compile(
    r" (?:Times|Post|News|Herald|Tribune|Journal|Gazette|Chronicle|Daily|Star|Magazine|United|Rovers|FC|Airlines|Airways|Inc|Corp"
    r"|Ltd|LLC|Co|University|College|Institute|Open|Marathon|Symphony|Orchestra|Bank|Street|Road|Avenue|Boulevard|Lane|Drive"
    r"|City(?! [CHMAS])|School(?! [BD]))\b"
)
# A body with one of these in its name is one of the place that is in its name, too.
PUBLIC = re.compile(
    r"\b(?:Police|Fire|Sheriff|County|Parish|City|Town|Township|Council|Department|Schools?|District|Court|Courthouse|Commission"
    r"|Public|Board|Authority|Legislature|Assembly|Senate|Government|Ministry|Embassy|Mayor|National Guard|Library|Airport"
    r"|Chamber of Commerce|Historical Society|Municipal|Regional)\b"
)
# What follows the name of a town where people speak of it as theirs.
TOWN_TAILS = re.compile(
    r"(?:[Pp]olice|[Ff]ire|[Ff]irefighters?|[Cc]ity|[Cc]ouncil(?:man|woman)?|[Mm]ayor|[Hh]igh|[Ee]lementary|[Mm]iddle|[Ss]chools?"
    r"|Independent|[Tt]ownship|[Tt]own|[Rr]esidents?|man|woman|teen|teenager|couple|native|[Aa]rea|Municipal|Parks|Public|Street"
    r"|Regional|Civic|Chamber|[Tt]rustees?|[Aa]ldermen|boys|girls|Post|Arts|Community)"
)
# "Speaks fluent Spanish at home", "in English and Spanish": what stands before a language, and behind what is no adjective.
SPEECH = re.compile(
    r"\b(?:sp[eo]a?k\w*|kn[eo]w\w*|learn\w*|fluen\w+|teach\w*|taught|translated?|in|into|from|reads?|written)"
    r"(?: [a-z]+)?(?: \w+,? (?:and|or)(?: (?:a little|some|good|fluent))?)? $"
)
BARE = re.compile(
    r"\W|$|(?:and|or|at|to|but|by|with|when|as|because|before|after|while|for|on|in|so|well|than|then|is|was|are|were)\b"
)


@dataclass(frozen=True, slots=True)
class Sense:
    """One reading of a name. `flag` says what it needs; `weight` ranks readings where nothing else does."""

    country: str
    kind: str
    flag: str = ""
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of the tables in the text, with all its readings; a confusable has none.

    `label` and `entity` are of the named entity that it touches, `into` is how many characters of that come before; `beside`
    says whether it stands behind another name as a state does, `capitals` whether it is written in capitals only.
    """

    start: int
    end: int
    name: str
    senses: tuple[Sense, ...]
    label: str
    entity: str
    into: int
    before: str
    after: str
    beside: bool
    capitals: bool

    @property
    def certain(self) -> str | None:
        """The country of a name that can mean no other."""
        sense = self.senses[0]
        if len({s.country for s in self.senses if s.flag != "homonym"}) > 1:
            return None
        if sense.kind == "hint" or self.name.endswith(" County"):
            return sense.country
        stated = sense.flag in ("", "region") or (sense.flag == "comma" and self.beside)
        return sense.country if stated and self.label not in ("PERSON", "ORG") else None

    @property
    def is_town(self) -> bool:
        """Whether the words beside it are those beside towns: "Lebanon Police", "a Lebanon man", "downtown Lebanon"."""
        return TOWN_TAILS.fullmatch(self.after) is not None or self.before == "downtown" or (self.before == "-" and self.beside)

    @property
    def is_whole(self) -> bool:
        """Whether the organization that it touches is just the name: the recognizer may be wrong about what it is."""
        return self.label == "ORG" and len(self.entity) <= self.end - self.start + 2

    @property
    def is_public(self) -> bool:
        """Whether it begins the name of a public body or stands behind "of" in it."""
        begins = self.into <= len("the ") or self.before in ("of", "Of")
        return self.label in ("ORG", "FAC") and begins and bool(PUBLIC.search(self.entity))

    @property
    def is_part(self) -> bool:
        """Whether it is a part of the name of a body that may be anywhere: Georgetown Law School."""
        return self.label == "ORG" and self.senses[0].kind in TOWNS and not self.is_whole

    @property
    def is_small(self) -> bool:
        """Whether it names only places that need help: rather the person of that name whom the article has."""
        return all(sense.flag in NEEDY for sense in self.senses) and self.before not in ("in", "near", "In")

    @property
    def is_refused(self) -> bool:
        """Whether it is a confusable or has a sense of its own, so that no other place is meant where that is refused."""
        return len(self.entity) <= self.end - self.start + 4 and all(sense.flag not in NEEDY for sense in self.senses)

    def stands(self, text: str) -> bool:
        """Whether the words around let it be a place or a people at all."""
        first = self.senses[0]
        whole = len(self.entity) <= self.end - self.start + 4
        certain = first.flag == "" and (first.kind in ("name", "demonym") or self.name.startswith("The "))
        if self.label in NOT_PLACES and not (whole and certain):
            return False
        if first.kind == "demonym" and self._is_language(text):
            return False
        if first.kind in TOWNS and NAME_TAILS.match(text, self.end):
            return False
        # In capitals is the town that an article begins with, or one that the recognizer sees.
        if self.capitals and not (self.label in PLACES or self.after in ("(", "—", "–", "-", ",", ":")):
            return False
        # "US$460 million".
        if "$" in (text[self.end : self.end + 1], self.before):
            return False
        # "TELL US MORE": a pronoun among shouted words.
        shouted = min(len(self.before), len(self.after)) > 1 and self.before.isupper() and self.after.isupper()
        return not (self.name == "US" and shouted)

    def _is_language(self, text: str) -> bool:
        behind = text[self.end : self.end + 12]
        spoken = SPEECH.search(text[max(self.start - 40, 0) : self.start])
        return spoken is not None and BARE.match(behind.lstrip()) is not None and not behind.startswith("-")


@dataclass(frozen=True, slots=True)
class Tables:
    """`names` with their readings; for each first word the `lengths` in words, longest first; the countries of `publishers`."""

    names: dict[str, tuple[Sense, ...]]
    lengths: dict[str, tuple[int, ...]]
    publishers: dict[str, str]


def use(places: Path | None) -> None:
    """Let the rows of a file win over all tables of the package; None lets none."""
    _users_own[:] = [places] if places else []
    tables.cache_clear()


def _plurals(form: str) -> tuple[str, ...]:
    return (form,) if form.endswith(("s", "sh", "ch", "ese", "men", "é")) else (form, form + "s")


@cache
def tables() -> Tables:
    """Read once what the package holds."""
    senses: dict[str, list[Sense]] = {row["phrase"].translate(STRAIGHT): [] for row in rows("confusables")}
    confusable, settled, publishers = set(senses), set[str](), {}
    # "*": what every country has by that name, but those two whose ministries are called otherwise.
    everybody = sorted({row["country"] for row in rows("countries") if row["former"] == "false"} - {"US", "GB"})

    def add(name: str, sense: Sense, alone: bool = False) -> None:
        name = name.strip().translate(STRAIGHT)
        known = senses.setdefault(name, [])
        new = name and not (name in confusable or name in settled) and not (alone and known)
        if new and all(s.country != sense.country for s in known):
            known.append(sense)

    for row in (row for file in _users_own for row in rows(file)):
        for name in row["surfaces"].split(";"):
            confusable.discard(name.strip())
            add(name, Sense(row["country"], row["kind"], row.get("flag") or "", 2000))
    # The user's rows are all that their names mean.
    settled.update(name for name, known in senses.items() if known)
    for row in (*rows("disputed"), *rows("places_own")):
        for name in row["surfaces"].split(";"):
            if row["kind"] == "publisher":
                publishers[name.strip()] = row["country"]
                continue
            for form in _plurals(name.strip()) if row["kind"] == "demonym" else (name,):
                for country in everybody if row["country"] == "*" else (row["country"],):
                    add(form, Sense(country, row["kind"], row["flag"], 2000))
    for row in rows("countries"):
        add(row["name"], Sense(row["country"], "name", "", 3000), alone=True)
    for row in rows("demonyms"):
        for form in row["forms"].split(";"):
            for name in _plurals(form.strip()):
                add(name, Sense(row["country"], "demonym", "", 3000), alone=True)
    own = set(senses)
    for row in rows("gazetteer"):
        size = int(row["thousands"])
        capital, county = row["kind"] == "capital", row["name"].endswith(" County")
        flag = "" if capital or county else "city" if size >= LARGE else "context"
        # A name that the reviewed tables hold keeps their readings, whatever town shares it, but for "Paris, Texas".
        add(row["name"], Sense(row["country"], row["kind"], "homonym" if row["name"] in own else flag, size + 1000 * capital))
    lengths: dict[str, set[int]] = {}
    for name in senses:
        words = WORD.findall(name)
        if words:
            lengths.setdefault(words[0], set()).add(len(words))
    return Tables(
        {name: tuple(s) for name, s in senses.items()},
        {w: tuple(sorted(n, reverse=True)) for w, n in lengths.items()},
        publishers,
    )


def hits(doc: Doc) -> list[Hit]:
    """Find the longest names of the tables, left to right, none within another."""
    names, lengths = tables().names, tables().lengths
    text = doc.text.translate(STRAIGHT)
    words = [(match.start(), match.end()) for match in WORD.finditer(text)]
    entities = [(ent.start_char, ent.end_char, ent.label_, ent.text[:LONGEST]) for ent in doc.ents]
    found: list[Hit] = []
    i = at = 0

    def word(position: int) -> str:
        return text[slice(*words[position])] if 0 <= position < len(words) else ""

    while i < len(words):
        start = words[i][0]
        first = word(i)
        capitals = len(first) > 2 and first.isupper() and first not in lengths
        for length in lengths.get(first.title() if capitals else first, ()):
            if i + length > len(words):
                continue
            end = words[i + length - 1][1]
            surface = text[start:end]
            name = surface if surface in names else " ".join(surface.split())
            name = name.title() if capitals and name.isupper() else name
            if name not in names or "\n\n" in surface:
                continue
            while at < len(entities) and entities[at][1] <= start:
                at += 1
            begin, _, label, entity = entities[at] if at < len(entities) and entities[at][0] < end else (start, 0, "", "")
            before, further = word(i - 1), word(i - 2)
            beside = (before in (",", "(") and further[:1].isupper()) or (before == "-" and further in PARTIES)
            found.append(
                Hit(start, end, name, names[name], label, entity, start - begin, before, word(i + length), beside, capitals)
            )
            i += length - 1
            break
        i += 1
    return found
