"""Countries: every mention, by whichever road the text takes to it.

`newsledger_countries` looks up the longest names of its tables in the text, keeps what can only mean one country as evidence of
what the article is about, and decides the rest by it, by the entity types, by the words around and by the publisher.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from urllib.parse import urlsplit

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipelines.nlp.countries.gazetteer import LARGE, PLACES, TOWNS, Hit, Sense, hits, tables
from pipelines.nlp.people.name_words import is_title, name_words
from pipelines.nlp.records import CountryMention

AT = {"at", "from", "in", "near", "of", "to"}
WHERE = {"in", "near", "outside", "around", "toward", "towards", "from", "to", "through", "across", "along"}
# So many words at most stand between a preposition and a place.
FAR = 4
BEFORE_PLACES = {"the", "northern", "southern", "eastern", "western", "rural", "downtown", "central", "suburban", "nearby"}
SETTLEMENTS = {
    *("city", "district", "island", "neighborhood", "neighbourhood", "outskirts", "port", "province", "region", "suburb", "town"),
    *("village", "villages", "towns", "cities", "valley", "enclave"),
}
# Domains of countries that anybody uses.
ANYBODYS = {"IO", "CO", "TV", "ME", "AI", "FM", "LY", "GG", "TO", "CC", "WS"}
# A city of so many thousand inhabitants is known where the recognizer sees a place.
KNOWN = range(300, LARGE)
# A city that is so many times as large as others of its name is meant without the help of the article.
FAMOUS = 4
# What stands between a country and its body, at most so many characters.
HELD = re.compile(r"['’]?s?['’]? ")
HOLDS = re.compile(r",? (?:of|in|for)? ?(?:the )?")
NEAR = 10
# The abbreviation that a name brings with it, and words that may be one.
DEFINED = re.compile(r" \(([A-Z]{3,7})\)")
CAPITALS = re.compile(r"\b[A-Z]{3,7}\b")
# So many different signs of local news make an article one of its country.
LOCAL = 2


class Article:
    """What an article says of countries: how often the certain names point to each, and what its ambiguous names mean."""

    def __init__(self, found: list[Hit], fixed: dict[int, str], publisher: str | None) -> None:
        self.fixed = fixed
        # A name that stands beside its state once means the same elsewhere, but each country has a ministry of health.
        places = (hit for hit in found if hit.start in fixed and hit.senses[0].kind != "institution")
        self.meaning = {hit.name: fixed[hit.start] for hit in places}
        self.evidence: Counter[str] = Counter()
        self.names: dict[str, set[str]] = defaultdict(set)
        local: dict[str, set[str]] = defaultdict(set)
        for hit in found:
            country = fixed.get(hit.start) or hit.certain
            if country:
                self.evidence[country] += 1
                self.names[country].add(hit.name)
                if hit.senses[0].flag in ("local", "comma") or hit.name.endswith(" County"):
                    local[country].add(hit.name)
        if publisher:
            self.evidence[publisher] += 1
            local[publisher].add("")
        self.home = max(local, key=lambda country: (len(local[country]), self.evidence[country]), default=None)
        self.signs = len(local[self.home]) if self.home else 0
        self.towns = {hit.name for hit in found if hit.is_town}
        # The other countries: whether one has two names here, and the names of those that have one.
        abroad = [names for country, names in self.names.items() if country != self.home]
        self.is_world = any(len(names) > 1 for names in abroad)
        self.strangers = Counter(name for names in abroad if len(names) == 1 for name in names)

    def reading(self, hit: Hit) -> Sense:
        """The likeliest of the readings of a name."""
        country = self.fixed.get(hit.start) or self.meaning.get(hit.name)
        if country:
            return next(
                (s for s in hit.senses if s.country == country),
                Sense(country, "institution" if hit.senses[0].kind == "institution" else "city"),
            )
        senses = [sense for sense in hit.senses if sense.flag != "homonym"]
        famous = max(senses, key=lambda sense: sense.weight)
        if famous.country != self.home and self.is_local(hit.name, famous):
            return next((s for s in hit.senses if s.country == self.home), famous)
        # Melbourne is in Australia, however much an article says of the country of smaller ones.
        if famous.weight >= LARGE and all(sense.weight * FAMOUS < famous.weight for sense in senses if sense is not famous):
            return famous
        return max(senses, key=lambda sense: (self.evidence[sense.country], sense.weight))

    def is_local(self, name: str, famous: Sense) -> bool:
        """Whether this is local news that means the town of a famous name: it says nothing of Lebanon but "Lebanon Police"."""
        named = self.names.get(famous.country, set())
        if len(named) > (name in named):
            return False
        alone = not self.is_world and len(self.strangers) == (name in self.strangers)
        return name in self.towns or (alone and self.signs >= (LOCAL if famous.kind == "name" else 1))

    def accepts(self, hit: Hit, sense: Sense) -> bool:
        """Whether the article, the recognizer and the words around let a name have this reading."""
        supported = self.evidence[sense.country] > 0
        place = hit.label in PLACES or hit.capitals
        named = hit.start in self.fixed or hit.name in self.meaning
        match sense.flag:
            case _ if named:
                return True
            case _ if hit.is_part and not supported:
                return False
            case "homonym":
                return sense.country == self.home and (place or hit.is_whole or hit.is_public)
            case "comma":
                return hit.beside or (supported and place)
            case "ner":
                return place or hit.label == "NORP" or (supported and (hit.label == "" or hit.is_public))
            case "context" if sense.kind == "demonym":
                return True
            case "context":
                # The name of one place, or of one much the largest, is enough if that is known or the article tells nothing.
                alone = all(s.weight * FAMOUS < sense.weight for s in hit.senses if s is not sense)
                enough = (place and sense.weight in KNOWN) or (not self.evidence and (place or hit.is_town))
                town = hit.is_whole and (hit.is_town or hit.before in AT or (sense.country == self.home and self.signs >= LOCAL))
                return (alone and enough) or (supported and (place or town or hit.is_public))
            case "city":
                return place or (supported and (hit.label != "ORG" or hit.is_whole or hit.is_public))
            case "jersey":
                return place and any(self.evidence[each] for each in ("GB", "JE", "GG", "IM")) and not self.evidence["US"]
            case "prefix":  # Franco-German
                return hit.after == "-"
            case "idiom":
                return hit.before in ("the", "The") and hit.after != "of"
            case "main":
                american = not self.evidence and hit.senses[0].country == "US"
                return supported or american or (hit.beside and sense.kind == "region")
        return True


def _publisher(doc: Doc) -> str | None:
    """Tell the country of the publisher, by the tables or by the domain: `.co.uk` is GB; `.com` tells nothing."""
    try:
        host = urlsplit(doc._.url).hostname or "" if isinstance(doc._.url, str) else ""
    except ValueError:
        host = ""
    known = tables().publishers
    for name in (doc._.source, host, host.removeprefix("www."), ".".join(host.split(".")[-2:])):
        if isinstance(name, str) and name in known:
            return known[name]
    code = host.rpartition(".")[2].upper()
    return {"UK": "GB"}.get(code, code) if len(code) == 2 and code not in ANYBODYS else None


def _beside(found: list[Hit], text: str) -> dict[int, str]:
    """The countries of the names that stand beside their state or country, and of those: "Paris, Texas"; "Albany, Georgia"."""
    fixed: dict[int, str] = {}
    for hit, behind in pairwise(found):
        # "The Nigerian Ministry of Health", "the Ministry of Health of Nigeria".
        between = text[hit.end : min(behind.start, hit.end + NEAR)]
        for body, holder, joint in ((behind, hit, HELD), (hit, behind, HOLDS)):
            held = body.senses[0].kind == "institution" and holder.senses[0].kind in ("name", "demonym")
            if held and len({sense.country for sense in holder.senses}) == 1 and joint.fullmatch(between):
                fixed[body.start] = holder.senses[0].country
        if text[hit.end : behind.start] not in (", ", " (", ","):
            continue
        towns = {s.country for s in hit.senses if s.kind in TOWNS or s.flag == "homonym"}
        states = {s.country for s in behind.senses if s.kind in ("name", "region") and s.flag != "homonym"}
        both = towns & states
        certain = len(states) == 1 or all(s.kind != "capital" for s in hit.senses)
        if len(both) == 1 and certain:
            fixed[hit.start] = fixed[behind.start] = both.pop()
        elif behind.senses[0].flag == "comma" and len(states) == 1 and hit.senses[0].kind in (*TOWNS, "name"):
            fixed[hit.start] = fixed[behind.start] = states.pop()
    return fixed


@Language.component("newsledger_countries", requires=["doc.ents"])
def countries(doc: Doc) -> Doc:
    """Fill `doc._.country_mentions`, in the order of the text."""
    text = doc.text
    everything = hits(doc)
    people = {ent.text.split()[-1] for ent in doc.ents if ent.label_ == "PERSON" and " " in ent.text.strip()}
    names = [hit for hit in everything if hit.senses and hit.stands(text) and not (hit.name in people and hit.is_small)]
    article = Article(names, _beside(names, text), _publisher(doc))
    found: list[CountryMention] = []
    for hit in names:
        if hit.senses[0].kind == "hint":
            continue
        sense = article.reading(hit)
        # Jim Jordan, in an article that says nothing else of Jordan.
        named = hit.name in people and sense.flag == "ner" and hit.before not in AT and len(article.names[sense.country]) < 2
        if not named and article.accepts(hit, sense):
            found.append(CountryMention(hit.start, hit.end, sense.country, sense.kind))
    found += _abbreviated(text, found)
    found += _unlisted(doc, found, everything)
    doc._.country_mentions = sorted(found, key=lambda mention: mention.start_char)
    return doc


def _abbreviated(text: str, found: list[CountryMention]) -> list[CountryMention]:
    """The mentions of bodies by the letters in brackets behind their full names: the National Grain Office (NGO)."""
    behind = ((mention, DEFINED.match(text, mention.end_char)) for mention in found if mention.kind == "institution")
    meant = {short[1]: mention.country for mention, short in behind if short}
    if not meant:
        return []
    taken = {mention.start_char for mention in found}
    words = (word for word in CAPITALS.finditer(text) if word[0] in meant and word.start() not in taken)
    return [CountryMention(word.start(), word.end(), meant[word[0]], "institution") for word in words]


def _unlisted(doc: Doc, found: list[CountryMention], everything: Iterable[Hit]) -> list[CountryMention]:
    """The places that no table holds, in the country right behind them ("Elmsworth, Ohio") or that was named last."""
    text, ends = doc.text, [mention.end_char for mention in found if mention.kind != "demonym"]
    known = [mention.country for mention in found if mention.kind != "demonym"]
    starts = {mention.start_char: mention.country for mention in found}
    # No place is a confusable, or a name that was refused in the one sense that it has.
    taken = {at for mention in found for at in range(mention.start_char, mention.end_char)}
    taken.update(at for hit in everything if hit.is_refused for at in range(hit.start, hit.end))
    places = [ent for ent in doc.ents if _is_place(ent) and taken.isdisjoint(range(ent.start_char, ent.end_char))]
    countries: dict[str, str] = {}
    for ent in places:
        behind = starts.get(ent.end_char + 2) if text.startswith(", ", ent.end_char) else None
        if behind:
            countries[ent.text] = behind
        elif known and _is_somewhere(ent):
            countries.setdefault(ent.text, known[max(bisect_right(ends, ent.start_char) - 1, 0)])
    return [
        CountryMention(ent.start_char, ent.end_char, countries[ent.text], "region" if ent.label_ == "LOC" else "city")
        for ent in places
        if ent.text in countries
    ]


def _is_place(ent: Span) -> bool:
    """Whether the recognizer sees a place, or a body that is called by its site: the Ashdown Road Estate."""
    return ent.label_ in PLACES or (ent.label_ == "ORG" and len(ent) > 1 and ent[-1].lower_ in name_words("site"))


def _is_somewhere(ent: Span) -> bool:
    """Whether it is a street or a building, or a place by the words before it: "in Elmsworth", "the village of Elmsworth"."""
    doc, at, text = ent.doc, ent.start - 1, ent.text
    while at >= 0 and ent.start - at < FAR and doc[at].lower_ in BEFORE_PLACES:
        at -= 1
    is_name = text[0].isupper() and not any(each.isdigit() for each in text) and not (text.isupper() and len(text) < 4)
    somewhere = at >= 0 and (doc[at].lower_ in WHERE or (doc[at].lower_ == "of" and doc[at - 1].lower_ in SETTLEMENTS))
    # Not where somebody works: "strategist at Elmsworth".
    somewhere |= at > 0 and doc[at].lower_ == "at" and not is_title(doc[at - 1].lower_)
    somewhere |= ent.end < len(doc) and doc[ent.end].lower_ in SETTLEMENTS
    return is_name and (somewhere or ent.label_ == "FAC")


def country_at(doc: Doc, start_char: int, end_char: int) -> str | None:
    """Give the country that a stretch of the text mentions first."""
    mentions = doc._.country_mentions
    at = bisect_right(mentions, start_char, key=lambda mention: mention.end_char)
    return mentions[at].country if at < len(mentions) and mentions[at].start_char < end_char else None
