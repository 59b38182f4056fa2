"""Words of saying: the verbs and nouns of `data/cues.csv` and `data/cue_nouns.csv`, and what the words around make of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from pipelines.nlp.tables import rows, words

VERBS = {"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"}
FINITE = {"VBD", "VBP", "VBZ", "MD"}
_STATES = {"say", "claim", "deny", "warn"}
# What would, should or might be said was not.
_SUPPOSED = {"could", "may", "might", "must", "should", "would", "’d", "'d"}
_NOBODY = {"nobody", "none", "noone"}


@dataclass(frozen=True, slots=True)
class Cue:
    """Words of saying at a token; `kind` is their class, and `content` what they take, as the tables have it."""

    token: Token
    start: int
    end: int
    kind: str
    content: str
    noun: bool = False


@cache
def table(name: str) -> dict[str, tuple[str, str]]:
    """Read a table of cues: the class and the content of each."""
    return {row["cue"]: (row["class"], row["content"]) for row in rows(name)}


@cache
def _more() -> dict[str, list[str]]:
    return {row["cue"]: row["also"].split() for row in rows("cues")}


def also(word: str, what: str) -> bool:
    """Tell what else the table has of a cue.

    `hearer`: its object may be who is told; `doing`: a participle may follow (admitted taking it); `evidence`: things do it too.
    """
    return what in _more().get(word, ())


def word_of(token: Token) -> str:
    """Give the lemma by which the tables know a word; lemmas by rule may lose the second of two letters, as in “dismis”."""
    lemma = token.lemma_.lower()
    return lemma if lemma in table("cues") or lemma + lemma[-1:] not in table("cues") else lemma + lemma[-1:]


def cue_at(token: Token) -> Cue | None:
    """Read the words of saying that begin with a token."""
    after = token.nbor() if token.i + 1 < len(token.doc) else None
    if token.lower_ == "according" and after is not None and after.lower_ == "to":
        return Cue(token, token.idx, end_of(after), "say", "clause")
    mistagged = (
        after is not None and after.lower_ == "that" and after.dep_ == "mark" and any(c.dep_ == "nsubj" for c in token.lefts)
    )
    closed = after is None or after.is_punct or after.is_space
    if token.tag_ == "NNS" and closed and token.i and token.nbor(-1).ent_type_ == "ORG" and token.lower_ in {"reports", "says"}:
        return Cue(token, token.idx, end_of(token), "say", "clause")  # …, the Norfield Times reports
    if (token.tag_ in VERBS or mistagged) and (
        token.dep_ not in {"aux", "amod", "compound"} or (token.tag_ == "VBD" and token.dep_ == "amod")
    ):
        word = word_of(token)
        beyond = after.nbor() if after is not None and after.i + 1 < len(token.doc) else None
        if after is not None and beyond is not None and (found := table("cues").get(f"{word} {after.lower_} {beyond.lower_}")):
            return Cue(token, token.idx, end_of(beyond), *found)
        if after is not None and (found := table("cues").get(f"{word} {after.lower_}")):
            return Cue(token, token.idx, end_of(after), *found)
        if any(child.dep_ == "prt" for child in token.rights):
            return None  # called off the strike
        if (
            word == "say"
            and token.tag_ in {"VB", "VBP"}
            and token.i
            and token.nbor(-1).text == "," == (after.text if after else "")
        ):
            return None  # in, say, a week
        found = table("cues").get(word)
        if found and (found[1] != "that" or (after is not None and after.lower_ == "that" and after.dep_ == "mark")):
            return Cue(token, token.idx, end_of(token), *found)
    elif token.tag_ in {"NN", "NNS"} and (found := table("cue_nouns").get(token.lemma_.lower())):
        return Cue(token, token.idx, end_of(token), *found, noun=True)
    return None


def end_of(token: Token) -> int:
    """Give the offset behind a token."""
    return token.idx + len(token.text)


def is_cue(token: Token) -> bool:
    """Tell whether a token is a verb of saying in whatever form."""
    return token.tag_ in VERBS and word_of(token) in table("cues")


def says(token: Token) -> bool:
    """Tell whether a token is a finite verb of saying that takes a clause."""
    kind, content = table("cues").get(word_of(token), ("", ""))
    return token.tag_ in {"VBD", "VBZ", "VBP"} and kind in _STATES and content not in {"object", "utterance"}


def names(token: Token) -> bool:
    """Tell whether a participle only gives the noun before it its name: a coffee called “Dawn”."""
    if token.dep_ != "acl" or token.head.i != token.i - 1 or token.head.pos_ != "NOUN" or token.tag_ not in {"VBN", "VBD"}:
        return False
    if token.i + 1 < len(token.doc) and f"{word_of(token)} {token.nbor().lower_}" in table("cues"):
        return False
    return table("cues").get(word_of(token)) == ("say", "object") and not any(child.dep_ == "agent" for child in token.children)


def withheld(cue: Token) -> bool:
    """Tell whether words of saying are denied, declined or unsettled: did not say, refused to say, if she says, who said."""
    who = next((child for child in cue.children if child.dep_ == "nsubj"), None)
    if who is not None and who.tag_ == "WP":
        if cue.dep_ != "relcl" and (who.i == 0 or who.nbor(-1).pos_ in {"ADJ", "ADV", "VERB", "AUX", "ADP"}):
            return True
    elif who is not None and (who.lower_ in _NOBODY or (who.lower_ == "one" and who.i and who.nbor(-1).lower_ == "no")):
        return True
    if who is None and cue.is_sent_start and cue.tag_ in {"VB", "VBP"}:
        return True  # Note that it is late
    if any(child.dep_ == "mark" and child.lower_ in {"if", "unless", "whether"} for child in cue.children):
        return True
    if any(child.dep_ == "aux" and child.lower_ in _SUPPOSED for child in cue.children):
        return True
    verb = cue
    for _ in range(4):
        if any(child.dep_ == "neg" or (child.lower_ == "nor" and child.i < verb.i) for child in verb.children) or (
            verb != cue and verb.lemma_.lower() in words("report_words", "withholds")
        ):
            return True
        if verb.i and verb.nbor(-1).lower_ in {"neither", "nor", "never", "without"}:
            return True
        if verb.i > 1 and verb.nbor(-1).lower_ == "of" and verb.nbor(-2).lower_ == "short":
            return True
        if (verb.lemma_ == "be" or verb.pos_ == "AUX") and any(
            child.dep_ in {"nsubj", "expl"} and child.lower_ == "it" for child in verb.children
        ):
            return verb != cue  # it is fair to say
        if verb != cue and verb.lemma_ == "have" and any(child.lower_ == "yet" for child in verb.children):
            return True  # has yet to say
        joined = verb.dep_ == "conj" and verb.tag_ == verb.head.tag_ == "VB"  # declined to confirm or deny
        if not joined and (
            verb.dep_ not in {"acomp", "csubj", "pcomp", "prep", "xcomp"} or verb.tag_ not in {"VB", "VBG", "IN", "JJ"}
        ):
            return False
        verb = verb.head
    return False


def passive(cue: Token) -> bool:
    """Tell whether a participle tells what was done to the noun before it, with nobody named who does it."""
    if cue.tag_ != "VBN" and not any(child.dep_ == "auxpass" for child in cue.children):
        return False
    deps = {child.dep_ for child in cue.children}
    return not deps & {"agent", "nsubj"} and (bool(deps & {"auxpass", "nsubjpass"}) or "aux" not in deps)


def heard(cue: Token) -> bool:
    """Tell whether a cue is a passive whose subject is the hearer: Asked whether …, Poe said; Poe was told that …."""
    if cue.tag_ not in {"VBN", "VBD"} or cue.lemma_.lower() not in words("report_words", "heard"):
        return False
    deps = {child.dep_ for child in cue.children}
    if "agent" in deps:
        return False
    if "nsubjpass" in deps or "auxpass" in deps:
        return True
    if deps & {"nsubj", "aux", "csubj"}:
        return False
    before = cue.nbor(-1) if cue.i else None
    if before is None or cue.is_sent_start or before.tag_ == "WRB":
        return True
    return before.text == "," and cue.tag_ == "VBN" and cue.lemma_.lower() in {"ask", "press", "query", "question"}
