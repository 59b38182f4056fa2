"""What stands around an amount in its sentence: the verb and the phrases before it, what hangs on it behind, and subjects.

All looks go from an item a bounded way to the left or the right, so that a sentence of any length costs linear time.
"""

from __future__ import annotations

from typing import NamedTuple

from spacy.tokens import Token

from pipelines.nlp.parties import NAMED, is_party, plain
from pipelines.nlp.phrases import QUALIFY, Item

CLAUSES = {
    "that", "if", "because", "while", "whether", "although", "though", "unless", "so", "whereas", "until", "after", "before",
    "as", "since", "than", "once",
}  # fmt: skip
SAYS = {
    "say", "tell", "add", "report", "claim", "argue", "believe", "think", "warn", "note", "insist", "announce", "estimate",
    "show", "find", "suggest", "state", "write", "know", "deny",
}  # fmt: skip
SKIPPED = {"RB", "RBR", "RBS", "RP", "JJR", "JJS", "UH"}
BE = {"be", "is", "are", "was", "were", "been", "being", "'s", "’s", "get", "gets", "got", "getting"}
HELPERS = BE | {"has", "have", "had", "do", "does", "did", "to", "n't", "n’t", "not", "'ve", "’ve", "'d", "’d"}
# "contracts worth $5", "cuts totalling $5"
SIZED = {"worth", "totalling", "totaling", "valued", "estimated", "priced", "exceeding", "averaging"}
TRANSPARENT = {"total", "sum", "amount", "maximum", "minimum", "record", "average", "high", "low", "equivalent"}
QUANTITIES = {
    "one", "some", "many", "most", "half", "all", "each", "both", "dozens", "hundreds", "thousands", "none", "group", "number",
    "part", "rest", "nothing", "much", "more",
}  # fmt: skip
QUOTES = {'"', "“", "”", "‘", "’", "'", "``", "''"}
TIME = {
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    "year", "years", "month", "months", "week", "weeks", "day", "days", "quarter", "hour", "night", "monday", "tuesday",
    "wednesday", "thursday", "friday", "saturday", "sunday", "today", "period", "time", "span", "yesterday", "decade", "decades",
    "share", "person", "head", "barrel", "end", "half", "moment", "now",
}  # fmt: skip
# Verbs that a particle behind makes another.
PARTICLES = {
    ("take", "over"): "acquire", ("set", "aside"): "allocate", ("give", "out"): "give", ("give", "away"): "give",
    ("hand", "over"): "give", ("hand", "out"): "give", ("pay", "out"): "pay", ("bring", "in"): "generate",
    ("take", "in"): "earn", ("turn", "down"): "reject", ("pull", "in"): "earn", ("rake", "in"): "earn",
    ("write", "off"): "forfeit", ("put", "up"): "invest", ("knock", "off"): "cut",
}  # fmt: skip
# What is "for" its amount.
PAPERS = {
    "check",
    "checks",
    "cheque",
    "cheques",
    "contract",
    "contracts",
    "invoice",
    "bill",
    "order",
    "orders",
    "voucher",
    "vouchers",
}
# Nouns whose owner does what follows: "in talks to buy".
AIMS = {
    "talks", "plan", "plans", "option", "right", "offer", "deal", "bid", "move", "effort", "efforts", "chance", "decision",
    "agreement", "position", "power", "intention", "commitment", "pledge", "promise", "negotiations", "set",
}  # fmt: skip
# How far a look goes, in items.
REACH, FAR = 14, 28


class Link(NamedTuple):
    """What stands before an amount: the preposition right there, the phrases with theirs, the verb with its auxiliaries."""

    prep: str
    between: list[tuple[str, int]]
    verb: int | None = None
    group: int = 0


class Tail(NamedTuple):
    """What stands behind a phrase: phrases with their prepositions, and the verb that ends them with its manner.

    The manner is "to" ($5 to mend it), "ing", "participle" ($5 paid by), "predicate" ($5 was) or "contact" ($5 that he owes),
    with the place of the subject there.
    """

    pairs: list[tuple[str, int]]
    verb: int | None = None
    manner: str = ""
    subject: int | None = None


def is_time(item: Item) -> bool:
    """Tell whether a phrase is a time or a bare number."""
    return item.head.ent_type_ in ("DATE", "TIME") or item.word in TIME or item.head.tag_ == "CD"


def verb_at(items: list[Item], i: int, known: frozenset[str]) -> str:
    """Give the lemma of a verb, with its particle where that makes it another."""
    lemma = plain(items[i].head, known)
    return PARTICLES.get((lemma, items[i + 1].word), lemma) if i + 1 < len(items) else lemma


def beyond(items: list[Item], k: int) -> int:
    """Give the place behind an item and the brackets that follow it."""
    i = k + 1
    if i < len(items) and items[i].word in ("(", "["):
        i = next((m for m in range(i, min(len(items), i + REACH)) if items[m].word in (")", "]")), i + REACH) + 1
    return min(i, len(items))


def group_of(items: list[Item], verb: int) -> int:
    """Give where the auxiliaries of a verb begin: "has agreed to pay"."""
    group = verb
    while group and verb - group < REACH:
        item = items[group - 1]
        if not (item.kind == "verb" or item.head.tag_ in ("RB", "TO")):
            break
        group -= 1
    while items[group].head.tag_ == "RB" and group < verb:
        group += 1
    return group


def back_over(items: list[Item], j: int) -> int | None:
    """Give the place of the mark that opens what one at item j closes; None where a clause stands between."""
    mark = {")": "(", "]": "["}.get(items[j].word, items[j].word)
    opening = next((m for m in range(j - 1, max(j - REACH, -1), -1) if items[m].word == mark), None)
    if opening is None or items[opening + 1].word in ("which", "who"):
        return opening
    finite = any(items[m].head.tag_ in ("VBD", "VBZ", "VBP", "MD") and items[m].word not in BE for m in range(opening, j))
    return None if finite else opening


def before(items: list[Item], k: int) -> Link:
    """Look from an amount back to the verb that takes it."""
    between: list[tuple[str, int]] = []
    prep, j = "", k - 1
    while j >= 0 and len(between) < 5 and k - j < FAR:
        item, word = items[j], items[j].word
        previous = items[j - 1] if j else None
        if word in SIZED and not (previous is not None and previous.word in BE):
            prep = prep if between else "of"
        elif item.kind == "verb":
            return Link(prep, between) if word in ("compared", "versus") else Link(prep, between, j, group_of(items, j))
        elif word == "over" and previous is not None and previous.kind == "noun":
            return Link("over", [])  # a row over $5
        elif item.kind == "money" and not between:
            break
        elif item.kind in ("noun", "money"):
            if word in TRANSPARENT and not between and prep in ("", "of"):
                prep = ""
            else:
                prep = "of" if prep == "for" and not between and word in PAPERS else prep
                between.append(("", j))
        elif item.kind == "prep":
            if word in CLAUSES - {"as", "than"}:
                break
            up = word == "to" and previous is not None and previous.word in ("up", "close")
            least = word == "at" and items[j + 1].word in ("least", "most")
            if up or least or word in QUALIFY:
                pass
            elif not between:
                prep = prep or word
            elif not between[-1][0]:
                between[-1] = (word, between[-1][1])
        elif word in (",", "—", "–", ")"):
            opening = back_over(items, j) if between or prep else None
            if opening is None:
                break
            j = opening
        elif item.head.tag_ == "CC":
            if not between or previous is None or previous.kind != "noun" or between[-1][0]:
                break
            j -= 1  # "bought A and B for"
            between[-1] = ("", j)
        elif item.head.tag_ not in SKIPPED and word not in QUALIFY | QUOTES and (word != ":" or between or prep):
            break
        j -= 1
    return Link(prep, between)


def after(items: list[Item], k: int) -> Tail:
    """Look from a phrase on to the verb or the mark that ends what belongs to it."""
    pairs: list[tuple[str, int]] = []
    i = beyond(items, k)
    if i > k + 1 and i < len(items) and items[i].kind == "noun":
        i += 1  # "a $5 (£4) bid"
    while i < min(len(items), k + FAR):
        item, word = items[i], items[i].word
        following = items[i + 1] if i + 1 < len(items) else None
        if word in ("(", "["):
            i = beyond(items, i - 1)
            continue
        if item.kind == "verb":
            manner = {"VBN": "participle", "VBG": "ing"}.get(item.head.tag_, "predicate")
            return Tail(pairs, i, manner)
        if word in ("that", "which") and following is not None:
            if pairs:
                break  # of what stands before it
            if following.kind == "verb":
                return Tail(pairs, i + 1, "predicate")
        elif item.kind == "prep" and following is not None:
            if item.head.tag_ == "TO" and following.kind == "verb":
                return Tail(pairs, i + 1, "to")
            if following.kind in ("noun", "money"):
                pairs.append((word, i + 1))
                i += 2
                continue
            if following.head.tag_ == "VBG":
                return Tail([*pairs, (word, i + 1)])
            if word in CLAUSES:
                break
        elif item.kind == "noun":
            late = i + 1
            while late < len(items) and items[late].head.tag_ == "RB":
                late += 1
            if late < len(items) and items[late].kind == "verb" and word not in TIME and item.head.tag_ != "EX":
                return Tail(pairs, last_of_group(items, late), "contact", i)
            if not is_time(item):
                break
        elif item.head.tag_ == "CC" and pairs and following is not None and following.kind == "noun":
            i += 2
            continue
        elif word == "," and following is not None:
            late = i + 1
            while late < len(items) - 1 and items[late].head.tag_ in SKIPPED:
                late += 1
            if items[late].word not in ("by", "from", "to"):
                break
        elif item.head.tag_ not in SKIPPED and word not in QUOTES:
            break
        i += 1
    return Tail(pairs)


def last_of_group(items: list[Item], i: int) -> int:
    """Give the main verb of a group that begins there: the first behind auxiliaries and “to”."""
    for _ in range(REACH):
        if i + 1 >= len(items):
            break
        helps = items[i].word in HELPERS or items[i].head.tag_ in ("MD", "RB", "TO")
        following = items[i + 1]
        joins = following.head.tag_ == "TO" and i + 2 < len(items) and items[i + 2].kind == "verb"
        if not ((helps and (following.kind == "verb" or following.head.tag_ == "RB")) or joins):
            break
        i += 1
    return i


def passive(items: list[Item], group: int, verb: int, double: bool) -> bool:
    """Tell whether a verb is in the passive, by its auxiliaries; a participle alone is one where the verb has two objects."""
    if items[verb].head.tag_ not in ("VBN", "VBD"):
        return False
    start = max((m for m in range(group, verb) if items[m].head.tag_ == "TO"), default=group)
    helpers = {items[m].word for m in range(start, verb) if items[m].kind == "verb"}
    # "workers paid $5", but "A raised $5" is a participle by mistake.
    return bool(helpers & BE) if helpers or items[verb].head.tag_ == "VBD" else double


def subject_of(items: list[Item], group: int, depth: int = 0) -> int | None:
    """Give the phrase that is the subject of a group of verbs."""
    i, first = group - 1, items[group]
    while i >= 0 and (items[i].head.tag_ in SKIPPED or items[i].word in QUOTES | TIME):
        i -= 1
    if i < 0 or depth > 4:
        return None
    item, word = items[i], items[i].word
    if word in (")", "]", "—", "–", "--") or (word == "," and first.head.tag_ != "VBG"):
        return aside(items, i, depth)
    if word == "," or item.head.tag_ == "CC":
        verbs = (m for m in range(i - 1, max(-1, i - FAR), -1) if items[m].kind == "verb" and items[m].head.tag_ != "VBN")
        earlier = next(verbs, None)
        return None if earlier is None else subject_of(items, group_of(items, earlier), depth + 1)
    if word in ("who", "which", "that") and item.head.tag_ != "DT":
        return relative(items, i)
    if item.kind == "prep" and first.head.tag_ == "VBG":  # "could count on carrying"
        return subject_of(items, i, depth + 1)
    if item.kind == "verb":
        return subject_of(items, group_of(items, i), depth + 1)
    if item.kind not in ("noun", "money"):
        return None
    if first.head.tag_ == "TO" and (item.head.tag_ == "JJ" or word in AIMS):  # "likely to", "in talks to", "has the option to"
        at = i - 1 if i and items[i - 1].kind == "verb" else i - 2 if i > 1 and items[i - 1].kind == "prep" else -1
        if at >= 0 and items[at].kind == "verb":
            return subject_of(items, group_of(items, at), depth + 1)
    return i if first.head.tag_ == "VBG" else joined(items, inner(items, topmost(items, i)))


def aside(items: list[Item], i: int, depth: int) -> int | None:
    """Give the subject before what a comma or a bracket at item i closes; a person's name there is the subject itself."""
    mark = {")": "(", "]": "["}.get(items[i].word, items[i].word)
    opening = next((m for m in range(i - 1, max(-1, i - FAR), -1) if items[m].word == mark), None)
    if opening is None:
        return None
    if opening == i - 2 and items[i - 1].head.ent_type_ == "PERSON":
        return i - 1
    return subject_of([*items[:opening], items[i + 1]], opening, depth + 1) if i + 1 < len(items) else None


def relative(items: list[Item], i: int) -> int | None:
    """Give whom “who”, “which” or “that” at item i stands for."""
    who = items[i].word == "who"
    i -= 1
    while i >= 0 and items[i].word in (",", ":", "—", *QUOTES):
        i -= 1
    if i < 0:
        return None
    if not who:
        return topmost(items, i) if items[i].kind == "noun" else None
    people = [m for m in range(i, max(-1, i - 10), -1) if items[m].kind == "noun" and is_party(items[m].head)]
    named = [m for m in people if items[m].head.ent_type_ == "PERSON"]
    return next((m for m in [*named[:1], *people] if items[m].head.ent_type_ not in ("GPE", "ORG")), None)


def topmost(items: list[Item], i: int) -> int:
    """Give the phrase on which others hang by prepositions: "the cost" of "the cost of the bridge in Leeds"."""
    for _ in range(REACH):
        if i < 2 or items[i - 1].kind != "prep" or items[i - 1].word in CLAUSES | {"to", "by"}:
            break
        above = items[i - 2]
        if above.kind not in ("noun", "money") or is_time(above) or above.word in QUANTITIES:
            break
        i -= 2
    return i


def inner(items: list[Item], i: int) -> int:
    """Give the head of a relative clause for its object: "Clients" of "Clients who buy a home will get"."""
    at = i - 1
    while at > 1 and i - at < 4 and (items[at].word in QUALIFY or items[at].head.tag_ in SKIPPED):
        at -= 1
    if at > 0 and items[at].head.tag_ == "VBG" and items[at - 1].kind == "noun":
        return topmost(items, at - 1)  # "Couples making up to $5 will get"
    if i < 2 or items[i - 1].kind != "verb" or plain(items[i - 1].head, SAYS) in SAYS:
        return i
    pronoun = next((m for m in range(i - 2, max(-1, i - 9), -1) if items[m].word in ("who", "which", "that")), None)
    return i if not pronoun or items[pronoun - 1].kind != "noun" else topmost(items, pronoun - 1)


def joined(items: list[Item], i: int) -> int:
    """Give the first of those that "and" joins, and what they hang on: "the gap between A and B"."""
    for _ in range(REACH):
        if i < 2 or items[i - 1].word not in ("and", "&") or items[i - 2].kind != "noun":
            break
        if not is_party(items[i - 2].head) and (i < 3 or items[i - 3].kind != "prep"):
            break
        i = topmost(items, i - 2)
    return i


def is_named(item: Item) -> bool:
    """Tell whether a phrase is a name."""
    return item.head.ent_type_ in NAMED


def tokens(item: Item) -> list[Token]:
    """Give the words of a phrase."""
    return list(item.head.doc[item.start : item.end])
