"""Figures: amounts of money, and what they mean by the words and the parse around them."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipelines.nlp.amounts import Amount, amounts, tenders
from pipelines.nlp.countries import country_at
from pipelines.nlp.records import Figure

# The words right before (or behind) an amount that qualify it. The first that fits is taken.
QUALIFIERS = [
    ("at_most", r"up to|as much as|as many as|at most|no more than|not more than|a maximum of|maximum|capped at|as high as"),
    ("at_least", r"at least|no less than|not less than|a minimum of|minimum|as little as|upwards? of|as low as"),
    ("over", r"more than|over|above|in excess of|exceed(?:s|ed|ing)?|greater than|higher than|well over|north of|topp(?:ed|ing)"),
    ("under", r"less than|under|below|lower than|fewer than|short of"),
    (
        "about",
        r"about|around|roughly|approximately|approx\.?|nearly|almost|some|close to|an estimated|estimated|circa|near|just shy of",
    ),
]
BEFORE = [(name, re.compile(rf"(?:^|\W)(?:{words})(?: (?:a|an|the))?\s*$", re.I)) for name, words in QUALIFIERS]
BEHIND = [("at_least", r"or more|at least"), ("at_most", r"or less|at most"), ("about", r"or so")]
AFTER = [(name, re.compile(rf"\s*,?\s*(?:{words})\b", re.I)) for name, words in BEHIND]
PER = re.compile(
    r"\s*(?:(?:-|\s)?an?[- ]|per[- ]|for (?:each|every) |(?:for )?each |every |/)"
    r"(year|month|week|day|hour|night|quarter|share|barrel|tonne|ton|bushel|gallon|litre|liter|kilo(?:gram)?|kg|ounce|gram|pound|euro|dollar|"
    r"person|head|household|family|child|pupil|student|ticket|unit|vote|mile|seat|passenger|piece|employee|worker|acre|bottle|hectare)\b",
    re.I,
)
PER_ADVERB = {"annually": "year", "monthly": "month", "weekly": "week", "daily": "day", "hourly": "hour", "apiece": "unit"}
# Kinds in the order of their strength: what the amount is called, before what is done with it.
KINDS = [
    ("fine", r"fines?|fined|penalt\w+"),
    ("settlement", r"settl(?:e|ed|ement|ements|ing)|compensation|damages"),
    ("loan", r"loans?|lend|lent|lending|mortgages?|borrow\w*"),
    ("debt", r"debts?|owe[sd]?|owing|indebted|arrears|bonds?"),
    ("donation", r"donat\w+|charit\w+|gifts?"),
    ("profit", r"profits?|earnings|net income|earned"),
    ("loss", r"loss|losses|lost|losing"),
    ("revenue", r"revenues?|sales|turnover|takings|grossed|box[- ]office"),
    ("salary", r"salar\w+|wages?|pay rise|income|bonus\w*|pension|paid employees"),
    ("tax", r"tax(?:es)?|levy|duties|tariffs?"),
    ("savings", r"savings?|saved?|cuts?|cutting"),
    ("fundraising", r"raised|raising|fundrais\w+|contributions?"),
    ("deal", r"acqui\w+|takeover|merger|deal|contract|bid|buyout|sold to|agreed to buy"),
    ("market_value", r"market (?:value|capitali[sz]ation|cap)|valued at|valuation"),
    ("damage", r"damaged?|devastation|destr\w+"),
    ("aid", r"aid|assistance|grants?|relief|subsid\w+|bailout|support"),
    ("investment", r"invest\w*|stakes?"),
    ("budget", r"budgets?|deficit|surplus|fund(?:s|ing)?|appropriat\w+|earmark\w+"),
    ("spending", r"spend\w*|spent"),
    ("price", r"pric\w+|tickets?|fees?|fares?|sells? for|sold for|shares?|per barrel|barrel|trad\w+ at|costs?"),
    ("cost", r"cost(?:s|ing)?|bill|worth"),
]
KIND_WORDS = [(name, re.compile(rf"\b(?:{words})\b", re.I)) for name, words in KINDS]
STATUS = [
    ("denied", r"den(?:y|ies|ied)|reject\w*|refus\w+|never|cancel\w+|did not|didn['’]t|vetoed"),
    ("requested", r"ask(?:s|ed|ing)? for|request\w*|seek(?:s|ing)?|sought|demand\w*|wants?|calls? for|called for|suing|sued"),
    ("proposed", r"propos\w+|would|plan(?:s|ned|ning)?|suggest\w*|bill"),
    ("promised", r"promis\w+|pledg\w+|commit\w*|will|agreed to|is to|are to|announced|vow\w*"),
    ("hypothetical", r"if|could|may|might|expect\w*|forecast\w*|estimat\w+|predict\w*|projected|likely|target"),
]
STATUS_WORDS = [(name, re.compile(rf"\b(?:{words})\b", re.I)) for name, words in STATUS]
YEAR = re.compile(r"\b(in|since|by|during|for|until|from)\s+(?:the\s+)?((?:fiscal|financial|FY)\s+)?((?:19|20)\d\d)\b", re.I)
LAST_YEAR = re.compile(r"\b(last|this|next)\s+year\b", re.I)
# Who gives by which verb: the subject pays, or the subject receives.
PAYS = {
    "pay", "give", "provide", "spend", "donate", "lend", "invest", "contribute", "offer", "pledge", "promise", "commit", "owe",
    "lose", "allocate", "grant", "send", "award", "approve", "put", "fund", "finance", "transfer",
}  # fmt: skip
GETS = {"receive", "get", "earn", "raise", "make", "win", "collect", "borrow", "take", "charge", "gross"}
TIMES = {"year", "years", "month", "months", "week", "weeks", "day", "days", "quarter", "period", "time"}
FINES = {"fine", "penalize", "charge", "sue"}
CONVERTS = re.compile(r"\s*[(\[;,]\s*(?:or\s+|about\s+|around\s+|roughly\s+)?$", re.I)
DOMAINS = re.compile(r"\.(au|ca|nz|sg|hk|jm|uk|in|pk|za|ng|ke|ie|mx|ar|co|cl|ph|se|no|dk|jp|cn)(?:[/:]|$)", re.I)


def home_currencies(doc: Doc) -> list[str]:
    """Give the currencies of the countries that the outlet's address and the article's mentions speak of, the strongest first."""
    countries = [found[1].upper().replace("UK", "GB") for found in [DOMAINS.search(str(doc._.url or ""))] if found]
    countries += [country for country, _ in Counter(mention.country for mention in doc._.country_mentions).most_common()]
    return [tenders()[country] for country in countries if country in tenders()]


def currency(amount: Amount, homes: list[str], certain: set[str]) -> str:
    """Give the currency that an amount's words stand for here."""
    codes = amount.codes
    if len(codes) == 1:
        return codes[0]
    if amount.minor and len(certain & set(codes)) == 1:
        return next(iter(certain & set(codes)))
    # The dollar is spent everywhere: only the country that the article speaks of most, or its outlet's, makes it another.
    for home in homes[:1] if "USD" in codes else homes:
        if home in codes and not (home in ("EUR",) and not amount.minor):
            return home
    return codes[0]


def period(figure: Figure, clause: str, offset: int, published: date | None) -> None:
    """Fill the period from the words of the sentence; the nearest to the amount is taken."""
    found = [(abs(m.start() + offset - figure.end_char), m) for rule in (YEAR, LAST_YEAR) for m in rule.finditer(clause)]
    if not found:
        return
    match = min(found, key=lambda pair: pair[0])[1]
    if match.re is YEAR:
        year, how = int(match[3]), match[1].lower()
        first, last = (None if how in ("by", "until") else year), (None if how in ("since", "from") else year)
    elif published is not None:
        year = published.year + {"last": -1, "this": 0, "next": 1}[match[1].lower()]
        first = last = year
    else:
        first = last = None
    figure.period_text = match[0]
    figure.period_start = date(first, 1, 1) if first and 0 < first < 10000 else None
    figure.period_end = date(last, 12, 31) if last and 0 < last < 10000 else None


def phrase(token: Token) -> Span:
    """Give the noun phrase of a head without the clauses and the prepositions that hang on its right."""
    left = min((child.left_edge.i for child in token.lefts if child.dep_ not in ("punct", "cc")), default=token.i)
    return token.doc[left : token.i + 1]


def named(span: Span) -> str:
    """Give the canonical name of a person or an organization in a phrase, else its words."""
    for person in span.doc._.people:
        if any(m.start_char < span.end_char and span.end_char <= m.end_char for m in person.mentions):
            return person.name
    for ent in span.ents:
        if ent.end == span.end and ent._.name:
            return ent._.name
    return span.text


def set_party(figure: Figure, role: str, token: Token | None) -> None:
    """Set the payer or the payee to the phrase that a token heads; things that are no party set nothing."""
    if (
        token is None
        or token.pos_ not in ("NOUN", "PROPN", "PRON")
        or token.ent_type_ in ("MONEY", "DATE", "TIME", "CARDINAL", "PERCENT")
    ):
        return
    span = phrase(token)
    if token.lower_ in ("that", "which", "who", "this", "there", "what") or (
        span.start_char < figure.end_char and figure.start_char < span.end_char
    ):
        return
    setattr(figure, role, named(span))
    setattr(figure, f"{role}_start", span.start_char)
    setattr(figure, f"{role}_end", span.end_char)
    setattr(figure, f"{role}_country", country_at(span.doc, span.start_char, span.end_char))


def subject(verb: Token) -> Token | None:
    """Find the subject of a verb, where it has none that of the verb whose complement it is."""
    for _ in range(4):
        for child in verb.lefts:
            if child.dep_ in ("nsubj", "nsubjpass"):
                return child
        if verb.dep_ not in ("xcomp", "conj", "aux") or verb.head == verb:
            return None
        verb = verb.head
    return None


def child_of(verb: Token, *deps: str) -> Token | None:
    """Find the first child with one of these dependencies."""
    return next((child for child in verb.children if child.dep_ in deps), None)


def object_of(verb: Token, word: str) -> Token | None:
    """Find what stands behind a preposition (or an agent's “by”) at a verb."""
    return next((obj for p in verb.rights if p.lower_ == word for obj in p.children if obj.dep_ == "pobj"), None)


def flow(figure: Figure, span: Span) -> None:
    """Fill payer, payee and purpose from the verb that governs the amount, and from the preposition behind it."""
    head = span.root
    for _ in range(4):  # up from the amount, through what it modifies, to its verb
        if head.head == head or head.pos_ in ("VERB", "AUX"):
            break
        head = head.head
    aim = next(
        (
            p
            for t in (span.root, span.root.head, head)
            for p in t.rights
            if p.lower_ == "for" and p.i >= span.end and p.i - span.end < 4
        ),
        None,
    )
    target = next((t for t in aim.children if t.dep_ == "pobj"), None) if aim is not None else None
    if (
        target is not None
        and target.lower_ not in TIMES
        and target.ent_type_ not in ("DATE", "TIME", "GPE", "MONEY", "PERSON", "ORG")
    ):
        words = phrase(target)
        if words.start_char >= figure.end_char:
            figure.purpose, figure.purpose_start, figure.purpose_end = words.text, words.start_char, words.end_char
    if head.pos_ != "VERB":
        return
    lemma, passive = head.lemma_.lower(), any(child.dep_ in ("auxpass", "nsubjpass") for child in head.children)
    if lemma in PAYS:
        to = child_of(head, "dative") or object_of(head, "to")
        to = next((t for t in to.children if t.dep_ == "pobj"), None) if to is not None and to.pos_ == "ADP" else to
        by = next((t for a in head.rights if a.dep_ == "agent" for t in a.children), None)
        set_party(figure, "payer", by if passive else subject(head))
        set_party(
            figure,
            "payee",
            to if to is not None or not passive else subject(head) if lemma in ("pay", "award", "grant") else None,
        )
    elif lemma in GETS:
        set_party(figure, "payee", None if passive else subject(head))
        set_party(figure, "payer", object_of(head, "from"))
    elif lemma in FINES:
        set_party(figure, "payer", subject(head) if passive else child_of(head, "dobj", "dative"))
        set_party(figure, "payee", None if passive else subject(head))


def first_of(rules: list[tuple[str, re.Pattern[str]]], text: str, default: str) -> str:
    """Give the name of the first rule that fits."""
    return next((name for name, rule in rules if rule.search(text)), default)


def nearest_kind(before: str, after: str) -> str:
    """Give the kind whose word stands nearest to the amount."""
    near = [(len(before) - m.end(), k) for k, (_, rule) in enumerate(KIND_WORDS) for m in rule.finditer(before)]
    near += [(m.start(), k) for k, (_, rule) in enumerate(KIND_WORDS) for m in rule.finditer(after)]
    return KIND_WORDS[min(near)[1]][0] if near else "other"


def meaning(doc: Doc, figure: Figure) -> None:
    """Fill what the words around an amount say of it."""
    text, start, end = doc.text, figure.start_char, figure.end_char
    before, after = text[max(0, start - 30) : start], text[end : end + 30]
    figure.qualifier = first_of(BEFORE, before, "") or next((name for name, rule in AFTER if rule.match(after)), "exactly")
    match = PER.match(after)
    figure.per = (
        match[1].lower()
        if match
        else next((per for word, per in PER_ADVERB.items() if after.lower().lstrip().startswith(word)), None)
    )
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or not doc.has_annotation("SENT_START"):
        return
    sentence = span.sent
    left, right = max(sentence.start_char, start - 300), min(sentence.end_char, end + 200)
    figure.kind = nearest_kind(text[max(left, start - 120) : start], text[end : min(right, end + 60)])
    figure.status = first_of(STATUS_WORDS, text[max(left, start - 90) : start], "actual")
    period(figure, text[left:right], left, doc._.published)
    if doc.has_annotation("DEP"):
        flow(figure, span)


@Language.component("newsledger_figures")
def figures(doc: Doc) -> Doc:
    """Fill `doc._.figures`, in the order of the text."""
    found = amounts(doc.text)
    certain = {amount.codes[0] for amount in found if len(amount.codes) == 1}
    homes = home_currencies(doc) if found else []
    doc._.figures = []
    for n, amount in enumerate(found):
        code = currency(amount, homes, certain)
        figure = Figure(amount.start, amount.end, amount.amount, amount.amount_max, amount.vague, code, len(amount.codes) == 1)
        meaning(doc, figure)
        if n and (CONVERTS.fullmatch(doc.text[found[n - 1].end : amount.start])) and doc._.figures[-1].currency != code:
            previous = doc._.figures[-1]
            figure.converts = previous.converts if previous.converts is not None else previous.start_char
        doc._.figures.append(figure)
    return doc
