"""Which name an entity has in its article: the fullest form of a person's, the long form of an organization's."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise

from spacy.tokens import Doc, Span

from pipelines.nlp.tables import rows

LONGEST_NAME = 8
# Of so many who share a first name, a part of a name may mean any.
MANY = 10
# Among so many words before a name, a word of kinship makes it that of a relative.
NEAR = 5
KIN = {
    *(
        "aunt",
        "brother",
        "brothers",
        "child",
        "children",
        "cousin",
        "daughter",
        "daughters",
        "father",
        "grandfather",
        "grandmother",
    ),
    *("grandson", "granddaughter", "husband", "married", "mother", "nephew", "niece", "parents", "sibling", "siblings", "sister"),
    *("sisters", "son", "sons", "uncle", "widow", "widower", "wife"),
}
QUOTES = "\"“”‘’'„"
SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
# What transliterations differ in, folded in this order: Dovhalenko and Dovgalenko, Iryna and Irina, Zelenskyy and Zelensky.
SPELLINGS = (("kh", "h"), ("g", "h"), ("ks", "x"), ("ph", "f"), ("w", "v"), ("y", "i"), ("j", "i"), ("ei", "i"), ("ie", "i"))
VOWELS = str.maketrans("", "", "aeiou")
# Different words that one process remembers; an article has a few thousand.
REMEMBERED = 50_000

Words = tuple[str, ...]


def folded(text: str) -> str:
    """Lower case without accents."""
    return "".join(each for each in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(each))


@lru_cache(REMEMBERED)
def spelling(word: str) -> str:
    """What the transliterations of a word have in common; short words stay as they are."""
    word = folded(word).strip(".,")
    if len(word) < 4:
        return word
    for variant, common in SPELLINGS:
        word = word.replace(variant, common)
    return word[0] + "".join(b for a, b in pairwise(word) if a != b)


def key_of(span: Span) -> Words:
    """The folded words of a name without "the": what makes two forms one."""
    words = folded(span.text).split()
    return tuple(words[1:] if len(words) > 1 and words[0] == "the" else words)


@cache
def nicknames() -> dict[str, tuple[str, ...]]:
    """The names that each nickname of `data/nicknames.csv` may stand for, all in their spelling."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows("nicknames"):
        nickname = spelling(row["nickname"])
        found[nickname] = (*found.get(nickname, ()), spelling(row["name"]))
    return found


def _core(words: Words) -> Words:
    """The spelling of each word of a name without Jr., and without what stands in marks: Robert “Bobby” Tranter."""
    key = tuple(spelling(word) for word in words if word[0] not in QUOTES or len(words) < 3) or words
    return key[:-1] if len(key) > 2 and key[-1] in SUFFIXES else key


class People:
    """The people of an article: which full name each PERSON entity stands for. Every step is a look-up, however many they are."""

    def __init__(self, entities: Iterable[Span]) -> None:
        self.full: dict[Words, str] = {}
        # The end of a full name ("Van Horne"), and its first word: to those who have it, the longest names first.
        self.by_last: dict[Words, list[Words]] = defaultdict(list)
        self.by_first: dict[Words, list[Words]] = defaultdict(list)
        self.alike: dict[Words, Words] = {}
        self.latest: dict[tuple[str, Words], Words] = {}
        # The same without relatives, who are rarely called by the last name alone.
        self.owners: dict[Words, list[Words]] = defaultdict(list)
        self.relatives: set[Words] = set()
        people: dict[Words, None] = {}
        for entity in entities:
            words = tuple(entity.text.split())
            if entity.label_ == "PERSON" and words not in people:
                people[words] = None
                if any(token.lower_ in KIN for token in entity.doc[max(entity.start - NEAR, 0) : entity.start]):
                    self.relatives.add(_core(words))
        # Of forms of one length, the first in the article is the name.
        for words in sorted(people, key=lambda words: (len(words), spelling(words[0]) not in nicknames()), reverse=True):
            if len(words) > 1:
                self._add(words)

    def _add(self, words: Words) -> None:
        core = _core(words)
        # One who is known, or the end of a longer name.
        if self._same(core, words) is not None or core in self.by_last:
            return
        self.full[core] = " ".join(words)
        self.by_first[core[:1]].append(core)
        for at in range(1, min(len(core), LONGEST_NAME)):
            self.by_last[core[at:]].append(core)
        if core not in self.relatives:
            self.owners[core[-1:]].append(core)
        for form in _likenesses(core, words):
            for initials in {_initials(core), "any"}:
                self.alike.setdefault((*form, initials), core)

    def _same(self, core: Words, words: Words) -> Words | None:
        """Who has the same last name, and a first name that agrees: the same, an initial of it, or one that is spelled alike."""
        first, last, initials = core[0].rstrip("."), core[-1], _initials(core)
        formal = (("", name) for name in nicknames().get(first, ()))
        for kind, form in ("", first), *formal, ("initial", first), ("", first[:1]), ("sounds", first.translate(VOWELS)):
            # George W. Bush is not George H. W. Bush, and either is George Bush.
            for middle in (initials, "") if initials else ("any",):
                found = self.alike.get((kind, form, last, middle))
                # Oleksandr and Aleksandr, but only beside two spellings of the last name: Daniel and Danielle may be married.
                if found and (kind != "sounds" or folded(self.full[found].split()[-1]) != folded(words[-1])):
                    return found
        # Higuchi Natsuko is Natsuko Higuchi, Pierre Charles is Pierre Charles L'Enfant.
        reverse = (last, first)
        begun = (each for each in self.by_first.get(core[:1], [])[:MANY] if len(core) > 1 and each[: len(core)] == core)
        return reverse if len(core) == 2 and reverse in self.full else next(begun, None)

    def name(self, entity: Span) -> str:
        """The fullest form of the name; of several people, the one who was named last."""
        words = tuple(entity.text.split())
        core = _core(words)
        kind, found = "last", self.owners.get(core) or self.by_last.get(core, [])
        if core in self.full:
            found = [core]
        elif not found and len(core) > 1:
            found = [each for each in [self._same(core, words)] if each]
        elif not found and len(core) == 1:
            found = self.by_last.get((core[0].removesuffix("s"),), [])
            if not found:
                kind, found = "first", self.by_first.get(core, [])
        if not found:
            return " ".join(words)
        chosen = self.latest.get((kind, core), found[0]) if len(found) > 1 else found[0]
        self.latest["first", chosen[:1]] = chosen
        for at in range(1, min(len(chosen), LONGEST_NAME)):
            if chosen not in self.relatives or chosen[at:] not in self.owners:
                self.latest["last", chosen[at:]] = chosen
        return self.full[chosen]


def _initials(core: Words) -> str:
    """The middle initials of a name: "hw" for George H. W. Bush."""
    return "".join(word.replace(".", "") for word in core[1:-1] if len(word) == 1 or "." in word)


def _likenesses(core: Words, words: Words) -> Iterator[Words]:
    """The forms under which a full name is looked for by another of the same last name."""
    first, last = core[0].rstrip("."), core[-1]
    yield "", first, last
    # Bill is William, Bobby is Robert “Bobby”, and Otto is Jens Otto.
    inner = (spelling(word.strip(QUOTES)) for word in words[1:-1])
    for name in (*nicknames().get(first, ()), *(word for word in inner if len(word) > 2)):
        yield "", name, last
    if first:
        yield "initial", first[0], last
    if len(first) > 5:
        yield "sounds", first.translate(VOWELS), last


def organizations(doc: Doc) -> dict[Words, str]:
    """The long form of each organization that the article also calls by an abbreviation or by its first words."""
    long: dict[Words, str] = {}
    forms = {
        key_of(each): " ".join(each.text.split()).removeprefix("the ").removeprefix("The ")
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
        initials = "".join(word[0] for word in entity.text.split() if word[:1].isupper())
        if short.isupper() and len(short) > 1 and initials[:1] == short[0] and len(entity.text.split()) > 1:
            long[(folded(short),)] = forms[key_of(entity)]
    return long
