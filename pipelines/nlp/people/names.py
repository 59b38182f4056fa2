"""Named entities made consistent within their article, each with the canonical name it has there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from pipelines.nlp.people.canonical import LONGEST_NAME, People, Words, key_of
from pipelines.nlp.people.labels import MARKS, NAMES, agreed, is_body, is_hyphen, proven_people, recognized
from pipelines.nlp.people.name_words import folded, is_title, name_words, places
from pipelines.nlp.people.organizations import organizations
from pipelines.nlp.tokenizer import dateline

POSSESSIVES = {mark + "s" for mark in MARKS} | {mark + "S" for mark in MARKS}
PROPER = {"NNP", "NNPS"}
OPENING = {"“", "‘", '"', "'", "„", "«"}
# Legal forms as they stand behind the name of a company, and how many words of it are looked at.
LEGAL = {
    "NV", "N.V.", "BV", "B.V.", "AG", "SA", "S.A.", "SE", "AB", "ASA", "Oyj", "SpA", "S.p.A.", "GmbH", "KGaA", "plc", "PLC",
    "Plc", "Ltd", "Ltd.", "LLC", "LLP", "Inc", "Inc.", "Corp", "Corp.", "Bhd", "Tbk", "Pty",
}  # fmt: skip
LONGEST_COMPANY = 6


@Language.component("newsledger_names", requires=["doc.ents"], assigns=["doc.ents"])
def names(doc: Doc) -> Doc:
    """Trim entities, agree on one label per name, find later mentions, and set `span._.name` on each."""
    found = _whole([span for entity in doc.ents for span in _trimmed(entity)])
    found = agreed(recognized(doc, _companies(doc, _hyphenated(doc, _dateline(doc, found)))))
    found = proven_people(doc, found)
    doc.ents = filter_spans([*found, *_unlabelled(doc, found)])
    people, bodies = People(doc.ents), organizations(doc)
    for entity in doc.ents:
        if entity.label_ == "PERSON":
            entity._.name = people.name(entity)
        else:
            entity._.name = bodies.get(key_of(entity), " ".join(entity.text.split()))
    return doc


def _trimmed(entity: Span) -> Iterator[Span]:
    """An entity without titles, possessives, marks and white space around it; two where it crosses a line."""
    doc, start = entity.doc, entity.start
    for at in range(entity.start, entity.end + 1):
        if at < entity.end and not (doc[at].is_space and "\n" in doc[at].text):
            continue
        first, last = start, at
        start = at + 1
        person = entity.label_ == "PERSON" and not is_body(entity)
        while first < last and (_is_waste(doc[first].text) or (person and last - first > 1 and _is_title(doc, first))):
            first += 1
        # "Bill and Hillary Clinton" are two.
        joint = next((i for i in range(first + 1, last - 1) if doc[i].lower_ == "and"), last) if person else last
        for a, b in ((first, joint), (joint + 1, last)):
            end = _end_of_person(doc, a, b) if person else b
            while a < end and (_is_waste(doc[end - 1].text) or doc[end - 1].text in POSSESSIVES):
                end -= 1
            if a < end:
                yield Span(doc, a, end, label=entity.label)


def _is_title(doc: Doc, at: int) -> bool:
    """Whether a word is a title, and no first name as that of Dean Marr."""
    return is_title(doc[at].lower_) and doc[at].lower_ not in name_words("first")


def _whole(found: list[Span]) -> list[Span]:
    """The same spans, where the recognizer cut the name of a person: behind a title, at a mark or a hyphen."""
    whole: list[Span] = []
    lasts = {span[-1].text for span in found if span.label_ == "PERSON"}
    for span in found:
        doc, start, end = span.doc, span.start, span.end
        if span.label_ == "PERSON":
            before = whole[-1] if whole and whole[-1].label_ == "PERSON" else None
            # Mayor Inés [Robledo]; [Amina] [Yusuf]; [Robert “Bobby]” [Tranter].
            if before is not None and (before.end == start or (before.end == start - 1 and _is_open(before, start - 1))):
                start = whole.pop().start
            elif (
                start > 1
                and _is_part(doc, start - 1)
                and is_title(doc[start - 2].lower_)
                and not (whole and whole[-1].end == start)
            ):
                start -= 1
            # [Amina] Yusuf, where Yusuf stands elsewhere.
            if end - start == 1 and end < len(doc) and doc[end].text in lasts and _is_part(doc, end):
                end += 1
            # Robert “[Bobby]” Tranter.
            if end + 1 < len(doc) and _is_open(span, end):
                end += 2 * _is_part(doc, end + 1)
            # Park Ji-woo.
            if end - start > 1 and is_hyphen(doc, end) and doc[end + 1].is_lower and len(doc[end + 1]) < 6:
                end += 2 * (doc[end + 1].lower_ not in name_words("adjective") | name_words("office"))
        whole.append(span if (start, end) == (span.start, span.end) else Span(doc, start, end, label=span.label))
    return whole


def _is_open(span: Span, at: int) -> bool:
    """Whether the token there closes a mark that stands in a name."""
    return not span.doc[at].text.strip(MARKS) and any(token.text in OPENING for token in span)


def _is_part(doc: Doc, at: int) -> bool:
    """Whether a token can be a part of a person's name that no entity has."""
    token = doc[at]
    return token.tag_ in PROPER and token.is_title and token.ent_iob_ == "O" and not is_title(token.lower_)


def _end_of_person(doc: Doc, start: int, end: int) -> int:
    """The name of a person ends at its first small word, but for particles before more of the name, or at an article."""
    for at in range(start + 1, end):
        word = doc[at].lower_.strip("'’.")
        small = doc[at].text[0].islower() and doc[start].text[0].isupper() and doc[at - 1].whitespace_
        if (small and word not in name_words("particle")) or (word in ("a", "an") and not doc[at].text.endswith(".")):
            end = at
            break
    while end - start > 1 and doc[end - 1].text.islower() and doc[end - 1].lower_ in name_words("particle"):
        end -= 1
    return end


def _is_waste(text: str) -> bool:
    return not text.strip(MARKS + ",;:()[]-–— \t\r\n")


def _companies(doc: Doc, found: list[Span]) -> list[Span]:
    """The same spans, with what ends in a legal form as one company: [Harrow] Fibres [NV], but not Reno, [NV]."""
    inside = {i: span.label_ for span in found for i in range(span.start, span.end)}
    made: list[Span] = []
    for token in doc:
        if token.text not in LEGAL:
            continue
        start = token.i
        while start and token.i - start < LONGEST_COMPANY and doc[start - 1].tag_ in PROPER and doc[start - 1].text[0].isupper():
            start -= 1
        if (
            start < token.i
            and inside.get(token.i - 1) != "GPE"
            and not all(inside.get(i) == "PERSON" for i in range(start, token.i))
        ):
            made.append(Span(doc, start, token.i + 1, label="ORG"))
    taken = {i for span in made for i in range(span.start, span.end)}
    kept = [span for span in found if taken.isdisjoint(range(span.start, span.end))]
    return sorted([*kept, *made], key=lambda span: span.start) if made else found


def _dateline(doc: Doc, found: list[Span]) -> list[Span]:
    """The same spans, but the town in capitals that an article begins with is a place: KYIV (Eastern Wire) —."""
    line = dateline(doc.text)
    if line is None:
        return found
    town: list[int] = []
    for token in doc:
        if token.idx < line[0] or (token.is_space and not town):
            continue
        if not token.is_upper or token.idx >= line[1]:
            break
        town.append(token.i)
    # "EXCLUSIVE —" is none: the recognizer, too, has to see a name.
    if not town or not any(town[0] < span.end and span.start <= town[-1] for span in found):
        return found
    place = Span(doc, town[0], town[-1] + 1, label="GPE")
    before, behind = ([span for span in found if span.end <= place.start], [span for span in found if span.start >= place.end])
    return [*before, place, *behind]


def _hyphenated(doc: Doc, found: list[Span]) -> list[Span]:
    """The same spans, each with the rest of a name that goes on behind a hyphen: Laframboise-Doyle, Stratford-upon-Avon."""
    at = {span.start: span for span in found}
    # What stands elsewhere without a hyphen, and is therefore a name of its own: the debate of Marr-Quill.
    alone = [span for span in found if not (is_hyphen(doc, span.start - 1) or is_hyphen(doc, span.end))]
    last = {span.text.split()[-1] for span in alone if span.label_ == "PERSON" and " " in span.text}
    known = last | {span.text for span in alone}
    whole, end = [], 0
    for span in found:
        if span.start < end:
            continue
        start, end = span.start, span.end
        while span.label_ in ("PERSON", "ORG", "GPE") and (word := _behind_hyphen(doc, end)):
            part = at.get(word)
            others = last if span.label_ == "PERSON" and end - start > 1 else known
            if (
                doc[word].text in others
                or {folded(doc[word].text), folded(span.text)} & places()
                or (span.label_ != "PERSON" and ((part is not None and word == end + 1) or doc[word].tag_ not in PROPER))
                or (part is not None and part.label_ != span.label_ and end - start == 1)
                or (part is not None and end - start > 1 and " " in part.text)
            ):
                break
            end = part.end if part is not None else word + 1
        whole.append(span if end == span.end else Span(doc, start, end, label=span.label))
    return whole


def _behind_hyphen(doc: Doc, at: int) -> int | None:
    """The next capitalized word of a chain of hyphens that begins at a token, where there is one."""
    while is_hyphen(doc, at):
        word = doc[at + 1]
        if word.text[0].isupper():
            return None if word.lower_ in name_words("adjective") else at + 1
        if word.lower_ not in name_words("particle") | name_words("link"):
            return None
        at += 2
    return None


def _unlabelled(doc: Doc, found: list[Span]) -> Iterator[Span]:
    """Mentions that the recognizer passed over of names that it found elsewhere in the article."""
    forms: dict[Words, str] = {}
    counts = Counter(tuple(token.text for token in span) for span in found if span.label_ in NAMES)
    for span in found:
        words = tuple(token.text for token in span)
        if span.label_ not in ("PERSON", "ORG", "GPE") or len(words) > LONGEST_NAME or not words[0][:1].isupper():
            continue
        if len(words) > 1 or counts[words] > 1:
            forms[words] = span.label_
        if span.label_ == "PERSON" and len(words) > 1 and len(words[-1]) > 2 and words[-1][0].isupper():
            forms[words[-1:]] = "PERSON"
    firsts = {words[0] for words in forms}
    lower = {token.text for token in doc if token.is_lower}
    taken = {at for span in found for at in range(span.start, span.end)}
    for token in doc:
        if token.text not in firsts or token.i in taken:
            continue
        words = tuple(each.text for each in doc[token.i : token.i + LONGEST_NAME])
        for length in range(len(words), 0, -1):
            label = forms.get(words[:length])
            if label is None or not taken.isdisjoint(range(token.i, token.i + length)):
                continue
            # One word alone is a name only where it is tagged as one and the article doesn't write it small elsewhere, too.
            if length > 1 or (token.tag_ in PROPER and token.lower_ not in lower and _stands_alone(doc, token.i, taken)):
                yield Span(doc, token.i, token.i + length, label=label)


def _stands_alone(doc: Doc, at: int, taken: set[int]) -> bool:
    """Whether no other capitalized word beside it could belong to the same name; a title may stand before it."""
    for beside in (at - 1, at + 1):
        if 0 <= beside < len(doc) and beside not in taken and doc[beside].tag_ in PROPER and not is_title(doc[beside].lower_):
            return False
    return True
