"""Which names of an article are people: the recognizer's labels, agreed upon and put right where the text proves them wrong."""

from __future__ import annotations

from collections import Counter, defaultdict

from spacy.tokens import Doc, Span

from pipelines.nlp.people.canonical import ROYAL, Words, acronyms, first_names, key_of, spelling
from pipelines.nlp.people.name_words import cues, folded, is_title, name_words, places, title_words

MARKS = "'\"‘’‚‛“”„‟«»‹›`´′"
# Nobody is the chief executive of a person.
HEADS = {"ceo", "chair", "chairman", "chairwoman", "director", "executive", "president"}
HYPHENS = {"-", "‐", "‑"}
# Labels that a name can be given by mistake for one another; dates, laws and titles of works are left alone.
NAMES = {"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT"}


def recognized(doc: Doc, found: list[Span]) -> list[Span]:
    """The same spans, with the label PERSON where a title or words of saying prove the recognizer wrong."""
    keys = [(span, key_of(span)) for span in found if span.label_ in NAMES]
    labelled = {key for span, key in keys if span.label_ == "PERSON" and len(key) > 1}
    lasts = {key[-1] for key in labelled}
    wrong: set[Words] = {
        key
        for span, key in keys
        if len(key) == 1
        and ((_is_quoted(span) and _has_age(span)) or (span.label_ == "ORG" and not span.text.isupper() and _says_of_self(span)))
    }
    wrong |= {
        key
        for span, key in keys
        # The full name of Chad, 67; the brother of one who is known: Ada Quill, beside Tom Quill.
        if _is_person(span) or (span.label_ == "ORG" and _looks_like_person(span) and (key[:1] in wrong or key[-1] in lasts))
    }
    # JFK is John F. Kennedy, where no body has these initials.
    initials = acronyms(labelled | wrong) - acronyms(key for span, key in keys if span.label_ == "ORG")
    wrong |= {key for span, key in keys if span[0].is_upper and key[0] in initials}
    firsts = {key[:1] for key in labelled | wrong}
    # Israel says much, whoever is called Israel Katz: a place has to be quoted as people are.
    wrong |= {key for span, key in keys if key in firsts and (_is_quoted(span) if " ".join(key) in places() else _speaks(span))}
    changed = []
    for span in found:
        if span.label_ == "ORG" and len(span) == 2 and span[0].lower_ in ROYAL and not is_body(span):
            span = Span(doc, span.start + 1, span.end, label="PERSON")
        elif span.label_ in NAMES and key_of(span) in wrong:
            span = Span(doc, span.start, span.end, label="PERSON")
        elif span.label_ == "PERSON" and _is_company(span):
            span = Span(doc, span.start, span.end, label="ORG")
        changed.append(span)
    return changed


def is_body(span: Span) -> bool:
    """Whether the last word of a name is one that ends the names of companies and public bodies."""
    return len(span) > 1 and span[-1].lower_.rstrip(".") in name_words("firm") | name_words("office") | name_words("public")


def _is_company(span: Span) -> bool:
    """Whether the name of a person is one of a company: "Harrow Ltd", "chairman of Harrow", "Harrow closed its plant"."""
    doc, end = span.doc, span.end
    if is_body(span):
        return True
    if span.start > 1 and doc[span.start - 1].lower_ == "of" and doc[span.start - 2].lower_ in HEADS:
        return True
    verb = end < len(doc) and doc[end].tag_ in ("VBD", "VBZ")
    return (
        verb
        and "its" in (token.lower_ for token in doc[end + 1 : end + 3])
        and not (span.start and _is_role(doc, span.start - 1))
    )


def _says_of_self(span: Span) -> bool:
    """Whether who says something goes on as a person: "Marr said he was glad", "Marr said that she …"."""
    doc, end = span.doc, span.end
    says = end + 1 < len(doc) and doc[end].tag_ in ("VBD", "VBZ") and doc[end].lemma_.lower() in cues()
    return says and any(token.lower_ in ("he", "she") for token in doc[end + 1 : end + 3])


def _looks_like_person(span: Span) -> bool:
    """Two to four words with capital letters, none of which a body or a place has."""
    words = span.text.split()
    return (
        1 < len(words) < 5
        and all(word[0].isupper() or word.lower() in name_words("particle") for word in words)
        and words[0].lower() not in name_words("particle")
        and not any(word.isupper() and len(word) > 2 for word in words)
        and not any(token.lower_ in name_words("body") or is_title(token.lower_) for token in span)
        and folded(span.text) not in places()
    )


def _is_person(span: Span) -> bool:
    """Whether a name under another label is one of a person: behind a title, or with a role beside it and words of its own."""
    if span.label_ not in ("ORG", "GPE", "FAC", "PRODUCT") or not _looks_like_person(span):
        return False
    return bool(span.start and _is_role(span.doc, span.start - 1)) or (_speaks(span) and _has_role_beside(span))


def _has_role_beside(span: Span) -> bool:
    """Whether a role of people stands beside a name, behind a comma: ", the deputy oil minister,"."""
    doc = span.doc
    if span.start > 1 and doc[span.start - 1].text == "," and _is_role(doc, span.start - 2):
        return True
    at = span.end + 1
    while at < min(span.end + 8, len(doc)) and doc[span.end].text == "," and not doc[at].is_punct and doc[at].tag_ != "IN":
        at += 1
    return at > span.end + 1 and _is_role(doc, at - 1)


def _is_role(doc: Doc, at: int) -> bool:
    word = doc[at].lower_.rpartition("-")[2].rstrip(".")
    return word in title_words() and (word not in name_words("shared") or doc[at].is_title)


def _speaks(span: Span) -> bool:
    """Whether a name is the subject of a verb of saying, by the parse or as its neighbour behind a mark."""
    root = span.root
    for _ in range(3):  # "The minister, Ilsa Marr, told …"
        root = root.head if root.dep_ == "appos" else root
    return (root.dep_ in ("nsubj", "nsubjpass") and root.head.lemma_.lower() in cues()) or _is_quoted(span)


def _is_quoted(span: Span) -> bool:
    """Whether a verb of saying stands between the mark that ends a quotation and a name: ‘No,’ said Chad."""
    if span.start < 2:
        return False
    mark, verb = span.doc[span.start - 2].text, span.doc[span.start - 1]
    # Behind a comma a participle is one: "a man, called Chad".
    says = verb.tag_ in ("VBD", "VBZ", "VBP") or (verb.tag_ == "VBN" and mark != ",")
    # ", said Vienna was glad" is the beginning of what is said.
    if mark == "," and span.end < len(span.doc) and span.doc[span.end].tag_ in ("VBD", "VBZ", "VBP", "MD"):
        return False
    return says and verb.lemma_.lower() in cues() and not mark.strip(MARKS + ",")


def agreed(found: list[Span]) -> list[Span]:
    """The same spans, where the article has a clear majority for a name with the label of the majority."""
    votes: dict[Words, Counter[str]] = defaultdict(Counter)
    lasts: Counter[str] = Counter()
    for span in found:
        if span.label_ in NAMES:
            key = key_of(span)
            votes[key][span.label_] += 1
            if span.label_ == "PERSON" and len(key) > 1:
                votes[key[-1:]]["PERSON"] += 1
                lasts[spelling(key[-1])] += 1
            if span.label_ == "ORG" and len(key) > 1:
                votes[key[:1]]["ORG"] += 1
            if span.start and is_title(span.doc[span.start - 1].lower_) and span.doc[span.start - 1].is_title and len(key) == 1:
                votes[key]["PERSON"] += 1
    return [Span(span.doc, span.start, span.end, label=_majority(span, votes, lasts)) for span in found]


def _majority(span: Span, votes: dict[Words, Counter[str]], lasts: Counter[str]) -> str:
    key, label = key_of(span), span.label_
    if label not in NAMES:
        return label
    (best, count), *_ = votes[key].most_common(1)
    place = " ".join(key) in places()
    # The last name of a person needs no majority.
    last = lasts[spelling(key[0])] if len(key) == 1 else 0
    if last and not place and max(votes[key]["PERSON"], last) >= votes[key][label]:
        return "PERSON"
    if best == "PERSON" and place:
        return label
    return best if count > 2 * votes[key][label] else label


def proven_people(doc: Doc, found: list[Span]) -> list[Span]:
    """The same spans, where people of one word for whom nothing in the article speaks are rather organizations, or nothing."""
    if not doc.has_annotation("DEP"):
        return found  # nobody can speak
    people = [span for span in found if span.label_ == "PERSON"]
    long = [span for span in people if " " in span.text]
    parts = {spelling(word) for key in map(key_of, long) for word in (key[0], key[-1])} | acronyms(map(key_of, long))
    beside = {span.start - 1 for span in long} | {span.end for span in long}
    proven = {key_of(span) for span in people if _is_known(span) or _is_joined(span, beside) or _has_proof(span)}
    # Daiwa may speak, too, but beside Daiwa Securities or with shares it is no person.
    firms = (key_of(span) for span in found if span.label_ == "ORG")
    proven -= {key[:1] for key in firms if len(key) > 1 and key[-1].rstrip(".") in name_words("firm")}
    proven -= {key_of(span) for span in people if " " not in span.text and _is_business(span)}
    proven |= {key_of(span) for span in people if _has_title(span)}
    kept = []
    for span in found:
        key = key_of(span)
        if span.label_ != "PERSON" or key in proven:
            pass
        elif " ".join(key) in places() and not (len(key) == 1 and spelling(key[0]) in parts):
            span = Span(doc, span.start, span.end, label="GPE")
        elif len(key) == 1 and spelling(key[0]) not in parts:
            if is_title(key[0]):
                continue
            span = Span(doc, span.start, span.end, label="ORG")
        kept.append(span)
    return kept


def _is_business(span: Span) -> bool:
    """Whether the words beside a name are those beside companies, or storms: "the retailer Marr", "Marr’s shares"."""
    doc, end = span.doc, span.end
    if span.start and doc[span.start - 1].lower_ in name_words("company"):
        return True
    end += end < len(doc) and doc[end].tag_ == "POS"
    return end < len(doc) and doc[end].lower_ in name_words("business")


def _is_known(span: Span) -> bool:
    """Whether a name is a common first name, or that of a statesman who needs none."""
    word = folded(span.text)
    return word not in places() and (word in name_words("statesman") or spelling(word) in first_names())


def _is_joined(span: Span, beside: set[int]) -> bool:
    """Whether "and" joins a name to one of somebody who has two: Trude and Ada Marr."""
    around = {span.start - 1, span.end} & beside if " " not in span.text else ()
    return any(at >= 0 and at < len(span.doc) and span.doc[at].lower_ == "and" for at in around)


def _has_proof(span: Span) -> bool:
    """A title before the name, words of its own, an age behind it, or an office: the Marr administration, the Marr-era rules."""
    doc = span.doc
    if is_title(span.text.lower()):
        return False
    if _has_title(span) or _has_role_beside(span):
        return True
    beside = span.end + is_hyphen(doc, span.end)
    if beside < len(doc) and doc[beside].lower_ in name_words("office"):
        return True
    # Vienna may speak, too.
    return _has_age(span) or (_is_quoted(span) if folded(span.text) in places() else _speaks(span))


def _has_title(span: Span) -> bool:
    """Whether a title stands right before a name; a publisher in small letters is rather a company."""
    before = span.doc[span.start - 1] if span.start else None
    if before is None or is_title(span.text.lower()) or (" " not in span.text and before.text in name_words("company")):
        return False
    return _is_role(span.doc, before.i)


def _has_age(span: Span) -> bool:
    doc = span.doc
    return span.end + 1 < len(doc) and doc[span.end].text == "," and doc[span.end + 1].is_digit


def is_hyphen(doc: Doc, at: int) -> bool:
    """Whether a hyphen stands there between two words without white space."""
    return 0 < at < len(doc) - 1 and doc[at].text in HYPHENS and not (doc[at].whitespace_ or doc[at - 1].whitespace_)
