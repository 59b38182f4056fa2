"""Descriptions: the words that stand for a speaker without a name, and what kind of speaker they tell of."""

from __future__ import annotations

import re

from spacy.tokens import Span, Token

from pipelines.nlp.people.name_words import is_title
from pipelines.nlp.tables import words

# The ends of nouns for people of a sort: economist, surgeon, politician, volunteer, runner, actor.
_SORTS = ("man", "woman", "-old", "ist", "eon", "ian", "eer", "er", "or")
_DEFINITE = {"the", "this", "that", "his", "her", "its", "their"}
# MPs, CEOs; NATO, ViacomCBS.
_ABBREVIATIONS = re.compile(r"[A-Z]{2,}s$")
# The British, the French, the Swiss; but the Russian is one.
_NATIONS = ("sh", "ch", "ese", "iss")
_ACRONYM = re.compile(r"\w*[A-Z]\w*[A-Z]{2,}\w*$|[A-Z]{2,}$")


def words_of(kind: str) -> frozenset[str]:
    """Give the words of a kind in `data/speaker_words.csv`."""
    return words("speaker_words", kind)


def noun_of(head: Token) -> str:
    """Give the singular of a noun in small letters."""
    if head.tag_ not in {"NNS", "NNPS"}:
        return head.lower_
    noun = (head.lemma_ or head.text).lower()
    return noun.removesuffix("s") if head.tag_ == "NNPS" and noun == head.lower_ else noun  # Sources said


def is_plural(head: Token) -> bool:
    """Tell whether a noun is one of several: officials, people, MPs."""
    return head.tag_ in {"NNS", "NNPS"} or head.lower_ == "people" or _ABBREVIATIONS.match(head.text) is not None


def is_definite(head: Token, span: Span) -> bool:
    """Tell whether a description is of somebody who is known: the mayor, his lawyer, Elm's mayor."""
    owner = next((child for child in head.lefts if child.dep_ == "poss"), None)
    return span[0].lower_ in _DEFINITE or (owner is not None and owner.left_edge.lower_ not in {"a", "an"})


def is_sort(noun: str) -> bool:
    """Tell whether a noun is for a person of some sort: the mayor, the teenager, the 36-year-old."""
    others = words_of("body") | words_of("document") | words_of("thing")
    told = is_title(noun) or noun in words_of("sort") | words_of("he") | words_of("she")
    return told or (noun.endswith(_SORTS) and noun not in others)


def is_some(head: Token) -> bool:
    """Tell whether a noun is for somebody or some body at all: critics, firms, officials."""
    noun = noun_of(head)
    return is_sort(noun) or noun in words_of("nameless") | words_of("body") | words_of("some") or head.lower_ in words_of("some")


def gender_of(noun: str) -> str | None:
    """Tell whether a noun is for a "he" or a "she": widow, policeman."""
    if noun.endswith("woman") or noun in words_of("she"):
        return "she"
    return "he" if noun.endswith("man") or noun in words_of("he") else None


def is_placed(head: Token) -> bool:
    """Tell whether an office is told by the country or the body that it is of: the US president, the head of the museum.

    A former one may well be somebody with another office now.
    """
    named = (token.ent_type_ in {"GPE", "NORP", "ORG"} and token.lower_ not in words_of("party") for token in head.lefts)
    of = any(child.dep_ == "poss" or (child.dep_ == "prep" and child.lower_ == "of") for child in head.children)
    return is_title(noun_of(head)) and (of or any(named)) and all(child.lower_ != "former" for child in head.lefts)


def is_one_more(head: Token) -> bool:
    """Tell whether a noun behind "and" is for somebody else: Ann Poe and her aide; not so founder and owner."""
    several = is_plural(head) or head.lower_ in words_of("some")
    return bool(head.ent_type_) or several or any(child.dep_ in {"det", "poss"} for child in head.lefts)


def phrase_of(head: Token, inside: list[int], *, participle: bool) -> Span:
    """Give a noun with what belongs to it, up to a relative clause, a comma or a mark; `participle`: a man dressed in white."""
    doc, last = head.doc, head
    parts = {"prep", "amod", "conj", "cc"} | ({"acl"} if participle else set()) | ({"relcl"} if head.lower_ == "those" else set())
    for child in head.rights:
        if child.dep_ in parts and child.left_edge.i == last.i + 1 and not (child.dep_ == "conj" and is_one_more(child)):
            last = child.right_edge
    first, end = head.left_edge.i if head.i - head.left_edge.i <= 12 else head.i, min(last.i + 1, head.i + 15)
    if head.lower_ == "old" and first and doc[first - 1].tag_ == "DT":  # the | 36-year-old
        first -= 1
    for i in range(head.i + 1, end):
        goes_on = doc[i].text == "," and i + 1 < end and doc[i + 1].dep_ in {"conj", "det", "compound"}
        if inside[i] >= 0 or doc[i].is_space or (doc[i].text in {",", "—", "–", "(", ":"} and not goes_on):
            end = i
            break
    while end - 1 > head.i and doc[end - 1].ent_type_ in ("DATE", "TIME"):  # officials on Monday
        end -= 1 + (doc[end - 2].tag_ == "IN" and end - 2 > head.i)
    commas = [token.i for token in doc[first : head.i] if token.text == ","]
    if doc[first].tag_ == "IN" and commas:  # Amid the uproar, the leaders
        first = commas[-1] + 1
    while first < end - 1 and _leads(doc[first], head):
        first += 1
    return doc[first:end]


def _leads(token: Token, head: Token) -> bool:
    """Tell whether a word before a description is none of it: a mark, however, but."""
    return not token.text[0].isalnum() or token.tag_ == "CC" or (token.tag_ == "RB" and token.head.i >= head.i)


def text_of(span: Span) -> str:
    """Give the words of a description as they stand within a sentence."""
    first = span[0]
    small = first.text == "A" or (first.text[1:].islower() and (first.is_sent_start or first.pos_ == "DET"))
    return span.text[:1].lower() + span.text[1:] if small and first.ent_type_ in {"", "CARDINAL", "PERCENT"} else span.text


def role_of(span: Span) -> str:
    """Give the words of a role without an article or a possessor who is not named: the | mayor of Elm, the firm's | chief."""
    start = next((token.i + 1 for token in span if token.tag_ == "POS" and not token.nbor(-1).ent_type_), span.start)
    while start < span.end and (span.doc[start].tag_ in {"DT", "PRP$", "HYPH"} or span.doc[start].is_punct):
        start += 1
    return span.doc[start : span.end].text.strip()


def kind_of(head: Token, *, definite: bool) -> str:
    """Tell what kind of speaker a noun is for: anonymous, organization, group, person, or unknown for a document."""
    noun, several = noun_of(head), is_plural(head)
    if head.lower_ == "people" and not any(child.dep_ in {"acl", "relcl", "prep", "amod"} for child in head.children):
        return "group"
    if noun in words_of("nameless") or (noun == "authority" and several):
        return "anonymous"
    if noun in words_of("document"):
        return "unknown" if several else "organization"
    of = (below for child in head.rights if child.lower_ == "of" for below in child.children)
    if noun in {"group", "panel", "team"} and any(map(is_plural, of)):  # a group of senators
        return "group"
    if noun in words_of("body"):
        return "group" if several and noun != "police" else "organization"
    if several or head.lower_ in words_of("some") or (head.ent_type_ == "NORP" and head.text.endswith(_NATIONS)):
        return "group"
    named = not is_title(noun) and noun not in words_of("sort")
    if named and (_ACRONYM.match(head.text) or (head.pos_ == "PROPN" and head.left_edge.lower_ == "the")):
        return "organization"
    single = head.left_edge.lower_ in {"a", "an", "another", "one"}
    if head.pos_ == "PROPN" and not single:
        return "person"
    if single or noun in words_of("trade") or (not definite and is_sort(noun)):
        return "anonymous"
    return "person" if is_sort(noun) else "unknown"
