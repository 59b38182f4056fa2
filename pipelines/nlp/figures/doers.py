"""Who does what a verb says: the group of a verb with its auxiliaries, and its subject, by the order of the items."""

from __future__ import annotations

from pipelines.nlp.figures.frames import SAYS, plain
from pipelines.nlp.figures.parties import NAMED, is_party
from pipelines.nlp.figures.phrases import QUALIFY, Item

CLAUSES = {
    "that", "if", "because", "while", "whether", "although", "though", "unless", "so", "whereas", "until", "after", "before",
    "as", "since", "than", "once",
}  # fmt: skip
SKIPPED = {"RB", "RBR", "RBS", "RP", "JJR", "JJS", "UH"}
BE = {"be", "is", "are", "was", "were", "been", "being", "'s", "’s", "get", "gets", "got", "getting"}
CLITICS, AWARDS = {"'s", "’s"}, {"pay", "award", "fine"}
HELPERS = BE | {"has", "have", "had", "do", "does", "did", "to", "n't", "n’t", "not", "'ve", "’ve", "'d", "’d"}
QUANTITIES = {
    "one", "some", "many", "most", "half", "all", "each", "both", "dozens", "hundreds", "thousands", "none", "group", "number",
    "part", "rest", "nothing", "much", "more", "percent", "%",
}  # fmt: skip
TIME = {
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    "year", "years", "month", "months", "week", "weeks", "day", "days", "quarter", "hour", "night", "monday", "tuesday",
    "wednesday", "thursday", "friday", "saturday", "sunday", "today", "period", "time", "span", "yesterday", "decade", "decades",
    "share", "person", "head", "barrel", "end", "half", "moment", "now", "q1", "q2", "q3", "q4",
}  # fmt: skip
# Nouns whose owner does what follows: "in talks to buy".
AIMS = {
    "talks", "plan", "plans", "option", "right", "offer", "deal", "bid", "move", "effort", "efforts", "chance", "decision",
    "agreement", "position", "power", "intention", "commitment", "pledge", "promise", "negotiations", "set",
}  # fmt: skip
# Clauses that end before a comma and an "and", and those that begin behind a comma.
WITHIN = {"whether", "if", "because", "who", "which", "after", "before", "when"}
RELATIVES = {"who", "which", "whose"}
# How far a look goes, in items.
REACH, FAR = 14, 28


def is_time(item: Item) -> bool:
    """Tell whether a phrase is a time or a bare number."""
    return is_date(item) or item.head.tag_ == "CD"


def is_date(item: Item) -> bool:
    """Tell whether a phrase is a time."""
    return item.kind == "noun" and (item.head.ent_type_ in ("DATE", "TIME") or item.word in TIME)


def is_named(item: Item) -> bool:
    """Tell whether a phrase is a name."""
    return item.head.ent_type_ in NAMED


def group_of(items: list[Item], verb: int) -> int:
    """Give where the auxiliaries of a verb begin: "has agreed to pay"."""
    group = verb
    while group and verb - group < REACH:
        item = items[group - 1]
        if not (item.kind == "verb" or item.head.tag_ in ("RB", "TO")) or items[group].head.tag_ == "MD":
            break  # "A said would raise": a modal begins a group
        group -= 1
    while items[group].head.tag_ == "RB" and group < verb:
        group += 1
    return group


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
    if helpers & BE and helpers <= CLITICS and plain(items[verb].head, AWARDS) not in AWARDS:
        return False  # "She's donated $5"
    # "workers paid $5", but "A raised $5" is a participle by mistake.
    return bool(helpers & BE) if helpers or items[verb].head.tag_ == "VBD" else double


def subject_of(items: list[Item], group: int, depth: int = 0, first: Item | None = None) -> int | None:
    """Give the phrase that is the subject of a group of verbs, or of the verb `first` behind what stands aside there."""
    i, first, times = group - 1, first or items[group], False
    while i >= 0 and (items[i].head.tag_ in SKIPPED or items[i].head.tag_ == "SYM" or (times := is_time(items[i]))):
        # profit in the three months to May rose; Mr Poe, 44
        i -= 2 if times and i and (items[i - 1].kind == "prep" or items[i - 1].word == ",") else 1
        times = False
    if i < 0 or depth > 4:
        return ahead(items, group) if first.head.tag_ in ("VBG", "TO") else None
    item, word = items[i], items[i].word
    if first.head.tag_ in ("VBG", "TO") and (fronted := ahead(items, group)) is not None:
        return fronted
    if word in (")", "]", "—", "–", "--") or (word == "," and first.head.tag_ != "VBG"):
        return aside(items, i, depth)
    if word == "," or item.head.tag_ == "CC":
        return shared(items, i, depth)
    if word in ("who", "which", "that") and item.head.tag_ != "DT":
        return relative(items, i)
    if item.kind == "prep" and first.head.tag_ == "VBG":
        told = i and items[i - 1].kind == "noun" and is_party(items[i - 1].head) and word in ("of", "from", "for")
        return i - 1 if told else shared(items, i, depth)  # "accused A of taking", "A broke a record by paying"
    if item.kind == "verb":
        found = subject_of(items, group_of(items, i), depth + 1)
        of_what = found and plain(item.head, SAYS) in SAYS and items[found - 1].word in ("which", "that")
        return relative(items, found - 1) if found and of_what else found  # "the tax, which A said would raise"
    if item.kind not in ("noun", "money"):
        return None
    held = item.head.tag_ == "JJ" or word in AIMS or not is_party(item.head)
    if first.head.tag_ == "TO" and held:  # "likely to", "in talks to", "has the option to", "ran a scheme to"
        at = i - 1 if i and items[i - 1].kind == "verb" else i - 2 if i > 1 and items[i - 1].kind == "prep" else -1
        if at >= 0 and items[at].kind == "verb":
            return subject_of(items, group_of(items, at), depth + 1)
    if first.head.tag_ == "TO" and i and items[i - 1].kind == "verb":
        return i  # "a plan that forces them to pay"
    top = topmost(items, i)
    if first.head.tag_ == "VBG" and i > 2 and items[i - 1].kind == "prep" and items[i - 2].head.tag_ == "VBN":
        return i - 3 if items[i - 3].kind == "noun" else i  # "papers leaked to the press showing"
    if first.head.tag_ == "VBG":  # "couples without children making $5", but "the head of a firm making $5"
        return top if not is_named(items[i]) and is_party(items[top].head) and items[top + 1].word in ("with", "without") else i
    return joined(items, inner(items, top))


def shared(items: list[Item], i: int, depth: int) -> int | None:
    """Give the subject of the verb before a comma or an "and" at item i, past the clauses within: "said that A paid B, and"."""
    comma = items[i].word == "," or (i > 0 and items[i - 1].word == ",")
    before = [m for m in range(i - 1, max(-1, i - FAR), -1) if items[m].kind == "verb"]
    for m in ([m for m in before if items[m].head.tag_ != "VBN"] or before)[:3]:
        found = subject_of(items, group_of(items, m), depth + 1)
        if not (comma and found and items[found - 1].word in WITHIN):
            return found
    return None


def ahead(items: list[Item], group: int) -> int | None:
    """Give the subject behind a clause that a sentence begins with: "By paying $5, A avoided", "To raise $5, A sold"."""
    i = group - 1
    while i >= 0 and items[i].kind in ("noun", "prep") and items[i].word not in CLAUSES and group - i < REACH:
        i -= 1
    i -= i > 0 and items[i].word == ","  # that, by paying $5, A avoided
    if i >= 0 and items[i].word not in CLAUSES:
        return None
    comma = next((m for m in range(group, min(len(items), group + FAR)) if items[m].word == ","), len(items))
    for m in range(comma + 1, min(len(items) - 1, comma + REACH)):
        if items[m].kind == "noun" and not is_time(items[m]):
            late = m + 1
            while late < len(items) - 1 and items[late].head.tag_ in SKIPPED:
                late += 1
            return m if items[late].kind == "verb" else None
        if items[m].kind or items[m].word == ",":
            return None
    return None


def aside(items: list[Item], i: int, depth: int) -> int | None:
    """Give the subject before what a comma or a bracket at item i closes; a person's name there is the subject itself."""
    mark = {")": "(", "]": "["}.get(items[i].word, items[i].word)
    openings = [m for m in range(i - 1, max(-1, i - FAR), -1) if items[m].word == mark]
    if not openings:
        return None
    opening = openings[0]
    if mark == ",":  # "Acme, based in Leeds, Ohio, agreed"
        starts = (m for m in openings if items[m + 1].head.tag_ in ("VBN", "VBG") or items[m + 1].word in RELATIVES)
        opening = next(starts, opening)
    if opening == i - 2 and items[i - 1].head.ent_type_ == "PERSON":
        return i - 1
    return subject_of(items, opening, depth + 1, items[i + 1]) if i + 1 < len(items) else None


def relative(items: list[Item], i: int) -> int | None:
    """Give whom “who”, “which”, “that” or “whose” at item i stands for."""
    pronoun = items[i].word
    i -= 1
    while i >= 0 and items[i].word in (",", ":", "—"):
        i -= 1
    if i < 0:
        return None
    if pronoun == "who":
        return person_before(items, i)
    if items[i].kind != "noun":
        return None
    founded = i > 1 and items[i - 1].kind == "prep" and is_named(items[i]) and is_party(items[i - 2].head)
    return i if founded else topmost(items, i)  # the founder of Acme, which


def person_before(items: list[Item], i: int) -> int:
    """Give whom “who” behind item i stands for: "Ann Poe, the head of sales at Acme, who"."""
    people = (m for m in range(i, max(-1, i - 10), -1) if items[m].kind == "noun" and is_party(items[m].head))
    found = next((m for m in people if items[m].head.ent_type_ not in ("GPE", "ORG")), None)
    if found is None or any(items[m].kind == "verb" for m in range(found, i)):
        return i
    named = found > 1 and items[found - 1].word == "," and items[found - 2].head.ent_type_ == "PERSON"
    return found - 2 if named else found


def topmost(items: list[Item], i: int) -> int:
    """Give the phrase on which others hang by prepositions: "the cost" of "the cost of the bridge in Leeds"."""
    for _ in range(REACH):
        if (done := by_whom(items, i)) is not None:
            i = done  # rates paid by towns
            continue
        if i < 2 or items[i - 1].kind != "prep" or items[i - 1].word in CLAUSES | {"to", "by"}:
            break
        above = items[i - 2]
        if above.kind not in ("noun", "money") or is_time(above) or above.word in QUANTITIES:
            break
        i -= 2
    return i


def by_whom(items: list[Item], i: int) -> int | None:
    """Give what is done by the phrase at item i where a participle says so: "the bill" of "the bill signed into law by A"."""
    if i < 3 or items[i - 1].word != "by":
        return None
    done = i - 2
    while done > 0 and items[done].kind in ("noun", "prep") and i - done < 5:
        done -= 1
    return done - 1 if done > 0 and items[done].head.tag_ in ("VBN", "VBD") and items[done - 1].kind == "noun" else None


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
