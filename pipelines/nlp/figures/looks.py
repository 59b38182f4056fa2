"""What stands beside an amount in its sentence: the phrases and the verb before it, and what hangs on it behind.

All looks go from an item a bounded way to the left or the right, so that a sentence of any length costs linear time.
"""

from __future__ import annotations

from typing import NamedTuple

from pipelines.nlp.figures.doers import BE, CLAUSES, FAR, REACH, SKIPPED, TIME, group_of, is_time, last_of_group
from pipelines.nlp.figures.frames import lemma, verbs
from pipelines.nlp.figures.phrases import QUALIFY, Item

# "contracts worth $5", "cuts totalling $5"
SIZED = {"worth", "totalling", "totaling", "valued", "estimated", "priced", "exceeding", "averaging"}
TRANSPARENT = {"money", "total", "sum", "amount", "maximum", "minimum", "record", "average", "high", "low", "equivalent"}
# What is "for" its amount.
PAPERS = {
    "check", "checks", "cheque", "cheques", "contract", "contracts", "invoice", "bill", "order", "orders", "voucher", "vouchers",
}  # fmt: skip
# What stands between a noun and the amount that it has.
BESIDE = {"—", "–", "--", ":", "("}


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


def beyond(items: list[Item], k: int) -> int:
    """Give the place behind an item and the brackets that follow it."""
    i = k + 1
    if i < len(items) and items[i].word in ("(", "["):
        i = next((m for m in range(i, min(len(items), i + REACH)) if items[m].word in (")", "]")), i + REACH) + 1
    return min(i, len(items))


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
            if not between and previous is not None and previous.word == "," and j > 1 and items[j - 2].kind == "noun":
                return Link(prep, [("", j - 2)])  # the contract, worth $5, was
        elif item.head.tag_ == "VBP" and previous is not None and previous.head.tag_ == "NN" and lemma(item.head) not in verbs():
            pass  # "sold its insurance arm to": a noun, whatever its tag
        elif item.kind == "verb":
            return Link(prep, between) if word in ("compared", "versus") else Link(prep, between, j, group_of(items, j))
        elif word == "over" and previous is not None and previous.kind == "noun":
            return Link("over", [])  # a row over $5
        elif item.kind == "money" and not between:
            break
        elif item.kind in ("noun", "money"):
            if item.head.tag_ == "DT" and not between and item.end - item.start == 1:
                pass  # the more than $5
            elif word in TRANSPARENT and not between and prep in ("", "of"):
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
        elif word in BESIDE and not between and not prep and previous is not None and previous.kind == "noun":
            if previous.word not in TRANSPARENT:
                return Link(word, [("", j - 1)])  # "the rebates: $5 for", "Acme X ($5)"
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
        elif item.head.tag_ not in SKIPPED and word not in QUALIFY and (word != ":" or between or prep):
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
                pairs.append(("from" if word == "of" and items[i - 1].word == "out" else word, i + 1))
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
        elif word == "," and following is not None and following.word in SIZED:  # the contract, worth $5, was
            i = next((m for m in range(i + 1, min(len(items), i + REACH)) if items[m].word == ","), i)
        elif word == "," and following is not None:
            late = i + 1
            while late < len(items) - 1 and items[late].head.tag_ in SKIPPED:
                late += 1
            if items[late].word not in ("by", "from", "to"):
                break
        elif item.head.tag_ not in SKIPPED:
            break
        i += 1
    return Tail(pairs)
