"""Named entities made consistent within their article, each with the canonical name it has there."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

DATA = Path(__file__).parent / "data"
MARKS = "'\"‘’‚‛“”„‟«»‹›`´′"
POSSESSIVES = {mark + "s" for mark in MARKS} | {mark + "S" for mark in MARKS}
# Labels that a name can be given by mistake for one another; dates, laws and titles of works are left alone.
NAMES = {"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT"}
LONGEST_NAME = 8
SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
# What transliterations differ in, folded in this order: Dovhalenko and Dovgalenko, Iryna and Irina, Zelenskyy and Zelensky.
SPELLINGS = (("kh", "h"), ("g", "h"), ("ks", "x"), ("ph", "f"), ("w", "v"), ("y", "i"), ("j", "i"), ("ei", "i"), ("ie", "i"))

Words = tuple[str, ...]


@Language.component("newsledger_names", requires=["doc.ents"], assigns=["doc.ents"])
def names(doc: Doc) -> Doc:
    """Trim entities, agree on one label per name, find later mentions, and set `span._.name` on each."""
    found = [span for entity in doc.ents for span in _trimmed(entity)]
    found = _agreed(found)
    doc.ents = filter_spans([*found, *_unlabelled(doc, found)])
    people, organizations = _People(doc.ents), _organizations(doc)
    for entity in doc.ents:
        if entity.label_ == "PERSON":
            entity._.name = people.name(entity)
        else:
            entity._.name = organizations.get(_key(entity), " ".join(entity.text.split()))
    return doc


@cache
def title_words() -> dict[str, str]:
    """The words of `data/titles.csv`, lower case without a final dot: "title" or "honorific"."""
    with (DATA / "titles.csv").open(encoding="utf-8", newline="") as file:
        return {row["word"]: row["kind"] for row in csv.DictReader(file)}


@cache
def _countries() -> frozenset[str]:
    """Names of countries and their demonyms: a majority never makes a person of them."""
    found: set[str] = set()
    for table, column in (("countries.csv", "name"), ("demonyms.csv", "forms")):
        with (DATA / table).open(encoding="utf-8", newline="") as file:
            found.update(folded(form.strip()) for row in csv.DictReader(file) for form in row[column].split(";"))
    return frozenset(found)


def folded(text: str) -> str:
    """Lower case without accents."""
    return "".join(each for each in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(each))


@cache
def spelling(word: str) -> str:
    """What the transliterations of a word have in common; short words stay as they are."""
    word = folded(word).strip(".,")
    if len(word) < 4:
        return word
    for variant, common in SPELLINGS:
        word = word.replace(variant, common)
    return word[0] + "".join(b for a, b in pairwise(word) if a != b)


def _words(text: str) -> list[str]:
    return text.split()


def _key(span: Span) -> Words:
    """The folded words of a name without "the": what makes two forms one."""
    words = _words(folded(span.text))
    return tuple(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _trimmed(entity: Span) -> Iterator[Span]:
    """An entity without titles, possessives, marks and white space around it; two where it crosses a line."""
    doc, start = entity.doc, entity.start
    for at in range(entity.start, entity.end + 1):
        if at < entity.end and not (doc[at].is_space and "\n" in doc[at].text):
            continue
        first, last = start, at
        start = at + 1
        person = entity.label_ == "PERSON"
        while first < last and (_is_waste(doc[first].text) or (person and last - first > 1 and _is_title(doc[first].lower_))):
            first += 1
        while first < last and (_is_waste(doc[last - 1].text) or doc[last - 1].text in POSSESSIVES):
            last -= 1
        # "Bill and Hillary Clinton" are two.
        joint = next((i for i in range(first + 1, last - 1) if doc[i].lower_ == "and"), last) if person else last
        for a, b in ((first, joint), (joint + 1, last)):
            if a < b:
                yield Span(doc, a, b, label=entity.label)


def _is_waste(text: str) -> bool:
    return not text.strip(MARKS + ",;:()[]-–— \t\r\n")


def _is_title(word: str) -> bool:
    return word.rpartition("-")[2].rstrip(".") in title_words()


def _agreed(found: list[Span]) -> list[Span]:
    """The same spans, where the article has a clear majority for a name with the label of the majority."""
    votes: dict[Words, Counter[str]] = defaultdict(Counter)
    for span in found:
        if span.label_ in NAMES:
            key = _key(span)
            votes[key][span.label_] += 1
            if span.label_ == "PERSON" and len(key) > 1:
                votes[key[-1:]]["PERSON"] += 1
            if span.start and _is_title(span.doc[span.start - 1].lower_) and span.doc[span.start - 1].is_title and len(key) == 1:
                votes[key]["PERSON"] += 1
    return [Span(span.doc, span.start, span.end, label=_majority(span, votes)) for span in found]


def _majority(span: Span, votes: dict[Words, Counter[str]]) -> str:
    key, label = _key(span), span.label_
    if label not in NAMES:
        return label
    (best, count), *_ = votes[key].most_common(1)
    if best == "PERSON" and " ".join(key) in _countries():
        return label
    return best if count > 2 * votes[key][label] else label


def _unlabelled(doc: Doc, found: list[Span]) -> Iterator[Span]:
    """Mentions that the recognizer passed over of names that it found elsewhere in the article."""
    forms: dict[str, dict[Words, str]] = defaultdict(dict)
    counts = Counter(tuple(token.text for token in span) for span in found if span.label_ in NAMES)
    for span in found:
        words = tuple(token.text for token in span)
        if span.label_ not in ("PERSON", "ORG", "GPE") or len(words) > LONGEST_NAME or not words[0][:1].isupper():
            continue
        if len(words) > 1 or counts[words] > 1:
            forms[words[0]][words] = span.label_
        if span.label_ == "PERSON" and len(words) > 1 and len(words[-1]) > 2 and words[-1][0].isupper():
            forms[words[-1]][words[-1:]] = "PERSON"
    lower = {token.text for token in doc if token.is_lower}
    taken = {at for span in found for at in range(span.start, span.end)}
    for token in doc:
        for words, label in forms.get(token.text, {}).items():
            end = token.i + len(words)
            if (
                end > len(doc)
                or not taken.isdisjoint(range(token.i, end))
                or tuple(doc[i].text for i in range(token.i, end)) != words
            ):
                continue
            # One word alone is a name only where it is tagged as one and the article doesn't write it small elsewhere, too.
            if len(words) > 1 or (
                token.tag_ in ("NNP", "NNPS") and token.lower_ not in lower and _stands_alone(doc, token.i, taken)
            ):
                yield Span(doc, token.i, end, label=label)


def _stands_alone(doc: Doc, at: int, taken: set[int]) -> bool:
    """Whether no other capitalized word beside it could belong to the same name; a title may stand before it."""
    for beside in (at - 1, at + 1):
        if (
            0 <= beside < len(doc)
            and beside not in taken
            and doc[beside].tag_ in ("NNP", "NNPS")
            and not _is_title(doc[beside].lower_)
        ):
            return False
    return True


class _People:
    """The people of an article: which full name each PERSON entity stands for."""

    def __init__(self, entities: Iterable[Span]) -> None:
        people = [entity for entity in entities if entity.label_ == "PERSON"]
        self.full: dict[Words, str] = {}
        self.by_last: dict[Words, list[Words]] = defaultdict(list)
        self.by_first: dict[str, list[Words]] = defaultdict(list)
        self.latest: dict[Words, str] = {}
        for words in sorted({tuple(_words(entity.text)) for entity in people}, key=lambda each: (-len(each), each)):
            if len(words) > 1:
                self._add(words)

    def _add(self, words: Words) -> None:
        key = tuple(spelling(word) for word in words)
        core = key[:-1] if key[-1] in SUFFIXES and len(key) > 2 else key
        same = next((each for each in self.by_last.get(core[-1:], []) if _compatible(each, core)), None)
        if same is None and core in self.by_last:
            # The end of a longer name: "Van Horne".
            return
        if same is None:
            self.full[core] = " ".join(words)
            self.by_first[core[0]].append(core)
            for at in range(1, min(len(core), LONGEST_NAME)):
                self.by_last[core[at:]].append(core)

    def name(self, entity: Span) -> str:
        """The fullest form of the name; of several people, the one who was named last."""
        words = tuple(_words(entity.text))
        key = tuple(spelling(word) for word in words)
        core = key[:-1] if key[-1:] and key[-1] in SUFFIXES and len(key) > 2 else key
        if core in self.full:
            found = [core]
        else:
            found = self.by_last.get(core, [])
            if not found and len(core) > 1:
                found = [each for each in self.by_last.get(core[-1:], []) if _compatible(each, core)]
            if not found and len(core) == 1:
                found = self.by_last.get((core[0].removesuffix("s"),), []) or self.by_first.get(core[0], [])
        if not found:
            return " ".join(words)
        latest = self.latest.get(core, "")
        full = latest if len(found) > 1 and latest in (self.full[each] for each in found) else self.full[found[0]]
        chosen = next(each for each in found if self.full[each] == full)
        for form in (chosen[-1:], chosen[:1], core):
            self.latest[form] = full
        return full


def _compatible(one: Words, other: Words) -> bool:
    """Whether two full names of the same last name can be one person's: the first names agree, or one is an initial."""
    if one[-1] != other[-1]:
        return False
    a, b = one[0].rstrip("."), other[0].rstrip(".")
    return a == b or (min(len(a), len(b)) == 1 and a[:1] == b[:1])


def _organizations(doc: Doc) -> dict[Words, str]:
    """The long form of each organization that the article also calls by an abbreviation or by its first words."""
    long: dict[Words, str] = {}
    forms = {
        _key(each): " ".join(each.text.split()).removeprefix("the ").removeprefix("The ")
        for each in doc.ents
        if each.label_ == "ORG"
    }
    longer: dict[Words, set[Words]] = defaultdict(set)
    for form in forms:
        for at in range(1, min(len(form), LONGEST_NAME)):
            longer[form[:at]].add(form)
    for form, name in forms.items():
        whole = longer.get(form, set())
        long[form] = forms[next(iter(whole))] if len(whole) == 1 else name
    for entity in doc.ents:
        at = entity.end
        if entity.label_ != "ORG" or at + 2 >= len(doc) or doc[at].text != "(" or doc[at + 2].text != ")":
            continue
        short = doc[at + 1].text
        initials = "".join(word[0] for word in _words(entity.text) if word[:1].isupper())
        if short.isupper() and len(short) > 1 and initials[:1] == short[0] and len(_words(entity.text)) > 1:
            long[(folded(short),)] = forms[_key(entity)]
    return long
