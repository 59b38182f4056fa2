"""What became of a figure's money, whether it was paid or only promised, by `data/statuses.csv` and the verbs above it."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from pipelines.nlp.figures.doers import BE, FAR, HELPERS, group_of, last_of_group, passive, subject_of
from pipelines.nlp.figures.frames import MOVES, SAYS, TRADES, frames, plain, verb_at
from pipelines.nlp.figures.kinds import words
from pipelines.nlp.figures.phrases import NOUNS
from pipelines.nlp.figures.scenes import Scene
from pipelines.nlp.records import Figure
from pipelines.nlp.tables import rows

LIKELY = {"could", "may", "might"}
# What one can suffer but has not yet.
HARMS = {"fine", "cost", "loss", "damage"}
# What bounds a sort of incomes.
BOUNDS = {"over", "under", "at_least", "at_most"}
# Behind which prepositions a verb's status is that of the amount: "agreed to $5".
CONSENTS = {"agree": ("to",), "commit": ("to",)}
NEGATIONS = {"not", "n't", "n’t", "never", "cannot"}
NOBODY = {"no", "nobody", "none", "neither"}
WOULD = {"would", "'d", "’d"}
WILL = {"will", "'ll", "’ll", "shall"}
REPUTED = {"thought", "believed", "reckoned", "rumoured", "rumored", "presumed"}
GIVEN = {"aid", "loan", "donation", "investment", "settlement", "fine", "budget", "tax", "savings"}
# What one plans to pay is promised; what one hopes for or expects to get is not.
PLANS = {"expect", "aim", "plan", "intend"}
HOPES = {"receive", "get", "earn", "raise", "make", "win", "collect", "gross", "cost", "lose", "be", "save"}


@cache
def statuses() -> dict[str, str]:
    """Give each word's status."""
    return {row["word"]: row["status"] for row in rows("statuses")}


def of(token: Token) -> str:
    """Give the status that a word says, as it stands or as its lemma, or nothing."""
    return statuses().get(token.lower_) or statuses().get(plain(token, statuses()), "")


def status(figure: Figure, seen: Scene) -> str:
    """Give what became of the money, by the words that belong to the amount and the verbs above it; "actual" where none says."""
    group = verbs_above(seen)
    helpers = {seen.items[i].word for i in group}
    flows = seen.word in frames("verb")
    who = seen.roles.get("payee")
    if (
        figure.kind == "salary"
        and figure.per != "hour"
        and figure.qualifier in BOUNDS
        and (who is None or who.head.tag_ not in ("NNP", "PRP"))
    ):
        return "hypothetical"  # an income threshold
    if figure.kind == "fine" and figure.qualifier == "at_most":
        return "hypothetical"
    if not group and (found := given(figure, seen)):
        return found
    if denied(seen, group, helpers, flows):
        return "denied"
    return by_nouns(figure, seen) or by_verbs(figure, seen, group, helpers, flows)


def given(figure: Figure, seen: Scene) -> str:
    """Give the status of an amount that is the subject of what it will or would do: "A $5 grant will pay for it"."""
    verb = seen.tail.verb if seen.tail.manner == "predicate" else None
    if verb is None or verb != seen.k + 1 + 2 * len(seen.tail.pairs):
        return ""
    helper, gives = seen.items[verb].word, figure.kind in GIVEN
    if helper in WILL:
        return "promised" if gives else ""
    return ("proposed" if gives else "hypothetical") if helper in WOULD | LIKELY else ""


def denied(seen: Scene, group: list[int], helpers: set[str], flows: bool) -> bool:
    """Tell whether somebody denies or refuses what is said of the amount, or nobody does it."""
    if helpers & NEGATIONS and (flows or (seen.word in MOVES and not seen.link.prep)):
        return True
    nobody = seen.doer is not None and seen.doer.head.doc[seen.doer.start].lower_ in NOBODY
    refused = statuses().get(seen.word) == "denied" or any(
        of(seen.items[i].head) == "denied" for i in group if seen.items[i].kind == "verb"
    )
    return (nobody and flows) or (refused and seen.link.prep in ("", "of"))


def is_denied(seen: Scene) -> bool:
    """Tell whether somebody denies, in this word, what is said of the amount: "denied that it had paid $5"."""
    verbs = (seen.items[i].head for i in verbs_above(seen) if seen.items[i].kind == "verb")
    return any(plain(verb, {"deny"}) == "deny" for verb in verbs)


def by_nouns(figure: Figure, seen: Scene) -> str:
    """Give the status that the nouns of an amount or the participle behind it say: "a proposed $5 fine", "$5 promised by"."""
    items, link, tail = seen.items, seen.link, seen.tail
    if tail.verb is not None and tail.manner in ("participle", "contact"):
        group = tail.verb if tail.subject is None else tail.subject + 1
        for i in range(group, last_of_group(items, tail.verb) + 1):
            if found := of(items[i].head):
                return found
    for _, i in link.between[:2] if link.prep == "for" else ():
        if (found := of(items[i].head)) in ("requested", "proposed") and items[i].head.tag_ in NOUNS:
            return found  # "a request this week for $5"
    for i in seen.nouns:
        if of(items[i].head) == "hypothetical" and items[i].kind == "noun":
            return "hypothetical"  # "raised its forecast to $5"
        if i >= seen.k or (link.between and i == link.between[0][1]):
            for token in words(items[i]):
                if not figure.start_char <= token.idx < figure.end_char and (found := of(token)):
                    return found
    return ""


def by_verbs(figure: Figure, seen: Scene, group: list[int], helpers: set[str], flows: bool) -> str:
    """Give the status that the verbs above an amount say, the innermost first."""
    items, link = seen.items, seen.link
    if (
        helpers & LIKELY
        or ("can" in helpers and figure.kind in HARMS)
        or conditional(seen, helpers)
        or (link.verb is None and doubtful(seen))
    ):
        return "hypothetical"
    pays = flows and seen.word not in HOPES
    for i in reversed(group):
        found = of(items[i].head) if items[i].kind == "verb" else ""
        if not found or (i == link.verb and link.prep not in ("", "of", "for", "from", "in", *CONSENTS.get(seen.word, ()))):
            continue
        if i != link.verb and items[i + 1].word == "to" and plain(items[i].head, {"want"}) == "want":
            return "proposed"  # who wants to pay; who wants $5 requests it
        return "promised" if i != link.verb and pays and plain(items[i].head, PLANS) in PLANS else found
    if group and items[group[0]].word == "be" and (not group[0] or items[group[0] - 1].kind == "noun"):
        return "proposed"  # "asked that it be fined"
    if figure.kind != "price" and helpers & WILL:
        return "promised" if flows and seen.word != "cost" else "hypothetical"
    if (aim := aimed(seen, flows)) or estimated(seen):
        return aim or "hypothetical"
    if "should" in helpers:
        return "proposed"
    if helpers & WOULD:
        return "hypothetical" if not flows or seen.word in HOPES else "promised" if reported(seen) else "proposed"
    if {seen.items[i].word for i in group} & REPUTED and seen.verb is not None and seen.verb.tag_ == "VB":
        return "hypothetical"  # "is thought to have $5", but "to have paid"
    if set_to(seen):
        return "promised" if pays else "hypothetical"
    buys = seen.word in TRADES and seen.verb is not None and seen.verb.tag_ == "VBG" and helpers & {"is", "are"}
    return "promised" if buys else "hypothetical" if figure.kind == "salary" and threshold(seen) else "actual"


def verbs_above(seen: Scene) -> list[int]:
    """Give the places of the verbs above an amount with their auxiliaries: those of its clause, and who has it done."""
    items, verb, group = seen.items, seen.link.verb, seen.link.group
    if verb is None and seen.tail.manner == "predicate" and seen.tail.verb is not None:
        group, verb = seen.tail.verb, last_of_group(items, seen.tail.verb)
        if not passive(items, group, verb, False) and items[verb].head.lemma_ not in ("go", "come"):
            return []
    if verb is None:
        return []
    places = list(range(group, verb + 1))
    for _ in range(3):
        above = over(seen, places[0])
        if above < 0 or items[above].kind != "verb":
            break
        if items[above].word not in BE and (of(items[above].head) or "promised") == "promised":
            break
        places = [*range(group_of(items, above), above + 1), *places]
    return places


def over(seen: Scene, first: int) -> int:
    """Give the place of the verb above a group of verbs: "ordered it to pay", "denied that it paid"; -1 where none is."""
    items, subject = seen.items, first - 1
    if items[first].head.tag_ == "TO" and subject > 0 and items[subject].head.tag_ == "JJ" and items[subject - 1].kind == "verb":
        return subject - 1  # "will be able to pay"
    if items[first].head.tag_ == "TO" and subject > 0 and items[subject].kind == "noun" and items[subject - 1].kind == "verb":
        return subject - 1
    if items[first].head.tag_ == "VBG":
        return next((i for i in range(first - 1, max(-1, first - 12), -1) if items[i].kind == "verb"), -1)
    spot = subject_of(items, first)
    above = -1 if spot is None else spot - 1
    return above - 1 if above > 0 and items[above].word == "that" else above


def doubtful(seen: Scene) -> bool:
    """Tell whether the words before an amount whose verb they do not tell have "could", "would" or "estimate" in its clause."""
    for item in reversed(seen.items[max(0, seen.k - FAR) : seen.k]):
        if item.word in LIKELY | WOULD or (not item.head.ent_type_ and of(item.head) == "hypothetical"):
            return True
        if item.kind == "verb" and item.head.tag_ in ("VBD", "VBZ", "VBP") and item.word not in HELPERS:
            break
    return False


def conditional(seen: Scene, helpers: set[str]) -> bool:
    """Tell whether the clause of an amount is a condition, or hangs on one: "if it fails, it would pay"."""
    if seen.link.verb is None:
        return False
    i = seen.link.group if seen.subject is None else seen.subject
    far = FAR if helpers & WOULD else 2
    return any(item.word in ("if", "unless", "whether") for item in seen.items[max(0, i - far) : i])


def reported(seen: Scene) -> bool:
    """Tell whether a clause is what somebody says of themselves: "said it would pay $5"."""
    before = [] if seen.subject is None else seen.items[max(0, seen.subject - 2) : seen.subject]
    return any(item.kind == "verb" and plain(item.head, SAYS) in SAYS for item in before)


def aimed(seen: Scene, flows: bool) -> str:
    """Give the status of the noun whose aim the verb is: "a plan to spend $5"."""
    group = seen.link.group
    if seen.link.verb is None or not group or seen.items[group].head.tag_ != "TO":
        return ""
    return of(seen.items[group - 1].head) if seen.items[group - 1].kind == "noun" else ""


def estimated(seen: Scene) -> bool:
    """Tell whether an amount is what somebody reckons: "put the damage at $5", "estimates run to $5"."""
    reckons = seen.link.prep == "at" and seen.word in ("put", "estimate", "reckon")
    return reckons or (seen.doer is not None and of(seen.doer.head) == "hypothetical")


def set_to(seen: Scene) -> bool:
    """Tell whether the verb is "is to", "is set to" or "is likely to"."""
    items, link = seen.items, seen.link
    if link.verb is None:
        return False
    to = next((i for i in range(link.group, link.verb) if items[i].head.tag_ == "TO"), 0)
    return to > 0 and (items[to - 1].word in ("set", "likely", "due", "about") or verb_at(items, to - 1) == "be")


def threshold(seen: Scene) -> bool:
    """Tell whether an income is that of a sort of people, not of one: "those who make over $5"."""
    who, verb = seen.roles.get("payee"), seen.verb
    if who is None or who.head.ent_type_:
        return False
    general = who.head.tag_ in ("NNS", "DT") or who.word in ("anyone", "those", "everyone")
    clause = seen.items[max(0, seen.link.group - 2) : seen.link.group + 1]
    return general and (verb is None or verb.tag_ == "VBG" or any(item.word == "who" for item in clause))
