"""Which name a person has in an article: the fullest form."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise

from spacy.tokens import Span

from pipelines.nlp.people.name_words import folded, name_words, title_words
from pipelines.nlp.tables import rows

LONGEST_NAME = 8
# Of so many who share a first name, a part of a name may mean any.
MANY = 10
# Among so many words before a name, a word of kinship makes it that of a relative.
NEAR = 5
# So many words at most stand between two names of one person.
FAR = 20
QUOTES = "\"“”‘’'„"
# Those who are called by the first name alone.
ROYAL = {"emperor", "king", "pope", "prince", "princess", "queen", "sultan"}
SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
WORD = re.compile(r"[^\s\-‐‑]+")
# What stands between two names of one person: "Cat Marr, born Ada Quill", "Ada Quill, better known as Cat Marr".
ALSO = re.compile(
    r"(?: \([^()]{1,60}\))?"
    r"(?:,? \(?(?:who (?:is|was) )?(?:(?:also|best|better|formerly|previously|later|widely) )?known(?: \w+)? "
    r"(?:as|by (?:his|her|their|the) (?:\w+ )?(?:name|nickname|pseudonym|alias|moniker)),? "
    r"|, (?:also|formerly|sometimes) (?:called|named) |,? (?:née|nee|a\.?k\.?a\.?|alias) |(?:, | \()(?:born|née|nee|aka) "
    r"|,? whose (?:\w+ )?name (?:is|was) )"
)
# What transliterations differ in, folded in this order: Dovhalenko and Dovgalenko, Iryna and Irina, Zelenskyy and Zelensky.
SPELLINGS = (("kh", "h"), ("g", "h"), ("ks", "x"), ("ph", "f"), ("w", "v"), ("y", "i"), ("j", "i"), ("ei", "i"), ("ie", "i"))
VOWELS = str.maketrans("", "", "aeiou")
# Different words that one process remembers; an article has a few thousand.
REMEMBERED = 50_000
# Letters of a last name whose two spellings may be two names.
SHORT = 6

Words = tuple[str, ...]


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


def acronyms(keys: Iterable[Words]) -> set[str]:
    """What names of three parts or more are abbreviated to: "rfk", "aoc"."""
    parts = ([part for word in key for part in WORD.findall(word) if part.strip(".,") not in SUFFIXES] for key in keys)
    return {"".join(part[0] for part in each) for each in parts if len(each) > 2}


@cache
def nicknames() -> dict[str, tuple[str, ...]]:
    """The names that each nickname of `data/nicknames.csv` may stand for, all in their spelling."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows("nicknames"):
        nickname = spelling(row["nickname"])
        found[nickname] = (*found.get(nickname, ()), spelling(row["name"]))
    return found


@cache
def first_names() -> frozenset[str]:
    """First names that are common, in their spelling."""
    formal = {name for names in nicknames().values() for name in names}
    return frozenset({*nicknames(), *formal, *map(spelling, name_words("first"))})


def key_of_person(words: Words) -> Words:
    """The spelling of each part of a name, without what stands in marks: Robert “Bobby” Tranter. "Jr" stays, as the last."""
    parts = (part for word in words if word[0] not in QUOTES or len(words) < 3 for part in WORD.findall(word))
    return tuple(map(spelling, parts)) or words


def _without_suffix(key: Words) -> Words:
    return key[:-1] if len(key) > 1 and key[-1] in SUFFIXES else key


class People:
    """The people of an article: which full name each PERSON entity stands for. Every step is a look-up, however many they are."""

    def __init__(self, entities: Iterable[Span]) -> None:
        # By the key of a full name: the name, and how often it was meant so far.
        self.full: dict[Words, str] = {}
        self.times: Counter[Words] = Counter()
        # The end of a full name ("Van Horne"), its first word and its other parts: to those who have it, the longest names first.
        self.by_last: dict[Words, list[Words]] = defaultdict(list)
        self.by_first: dict[Words, list[Words]] = defaultdict(list)
        self.by_part: dict[str, Words | None] = {}
        # Those who are called by the last name alone: rarely a relative, and no son beside his father.
        self.owners: dict[Words, list[Words]] = defaultdict(list)
        self.alike: dict[Words, Words] = {}
        self.also: dict[Words, Words] = {}
        self.titles: dict[Words, set[str]] = {}
        # Of those who share a name, the one who was meant most often so far, of equals the last.
        self.most: dict[tuple[str, Words], Words] = {}
        people = [entity for entity in entities if entity.label_ == "PERSON"]
        keys = {entity: key_of_person(tuple(entity.text.split())) for entity in people}
        self.relatives = {key for entity, key in keys.items() if _is_relative(entity)}
        forms = list(dict.fromkeys(tuple(entity.text.split()) for entity in people))
        # Zelensky and Zelenskiy, where no full name tells; short names (Meyer, Meier) are those of two.
        self.alone: dict[Words, str] = {}
        for words in forms:
            if len(words) == 1 and len(words[0]) > SHORT:
                self.alone.setdefault(key_of_person(words), words[0])
        # Of forms of one length, the first in the article is the name.
        for words in sorted(forms, key=lambda words: (len(words), spelling(words[0]) not in nicknames()), reverse=True):
            if len(words) > 1:
                self._add(words)
        self._add_bare(keys)
        for one, other in pairwise(people):
            self._join(one, other, keys)

    def _add(self, words: Words) -> None:
        key = key_of_person(words)
        # One who is known, or the end of a longer name.
        if key in self.by_last or self._same(key, words) is not None:
            return
        core = _without_suffix(key)
        suffix = key[len(core) :]
        if len(core) == 1 and suffix in (("jr",), ("sr",)):
            return
        self.full[key] = " ".join(words)
        for form in {core[:1], core[:1] + suffix}:
            self.by_first[form].append(key)
        for at in range(1, min(len(core), LONGEST_NAME)):
            for form in {core[at:], core[at:] + suffix}:
                self.by_last[form].append(key)
        if key not in self.relatives and not suffix:
            self.owners[core[-1:]].append(key)
        nicks = (word.strip(QUOTES) for word in words[1:-1] if word[0] in QUOTES)
        for part in {*core[1:-1], *map(spelling, nicks), *acronyms([tuple(folded(word) for word in words)])}:
            if len(part) > 2:
                self.by_part[part] = None if part in self.by_part else key
        for likeness in _likenesses(core, words):
            for initials in {_initials(core), "any"}:
                self.alike.setdefault((*likeness, initials, *suffix), key)

    def _add_bare(self, keys: dict[Span, Words]) -> None:
        """Add those who are only called by a last name that a relative has in full: President Marr, beside his son Tom Marr."""
        first: dict[Words, int] = {}
        for entity, key in keys.items():
            first.setdefault(key, entity.start)
            self.titles[key] = self.titles.get(key, set()) | _title_of(entity)
        for key in first:
            if len(key) > 1 or key in self.owners or len(self.by_last.get(key, ())) != 1:
                continue
            other = self.by_last[key][0]
            if self.titles[key] - self.titles.get(other, set()) or (other in self.relatives and first[key] < first.get(other, 0)):
                self.full[key] = next(" ".join(entity.text.split()) for entity, each in keys.items() if each == key)
                self.owners[key] = [key]

    def _join(self, one: Span, other: Span, keys: dict[Span, Words]) -> None:
        """Join two names that stand beside each other: "Cat Marr, born Ada Quill", "Ada and Tom Marr"."""
        if other.start - one.end > FAR:
            return
        key, words = keys[one], (one.text, other.text.split()[-1])
        # With the white space behind the one.
        between = one.text_with_ws[len(one.text) :] + one.doc[one.end : other.start].text_with_ws
        # Prince Harry has no last name to share.
        if between in (" and ", " & ") and len(key) == 1 and len(keys[other]) > 1 and key[0] in first_names():
            if not _title_of(one) and key not in self.by_last and key not in self.by_first:
                self._add(words)
        elif ALSO.fullmatch(between):
            # Of equals, the first is the name.
            pair = [(self._found(keys[each], tuple(each.text.split()))[1] or [keys[each]])[0] for each in (other, one)]
            short, long = sorted(pair, key=len)
            if short != long and long in self.full and long not in self.also:
                self.also[short] = long

    def _same(self, key: Words, words: Words) -> Words | None:
        """Who has the same last name, and a first name that agrees: the same, an initial of it, or one that is spelled alike."""
        core = _without_suffix(key)
        suffix = key[len(core) :]
        first, last, initials = core[0].rstrip("."), core[-1], _initials(core)
        formal = (("", name) for name in nicknames().get(first, ()))
        for kind, form in ("", first), *formal, ("initial", first), ("", first[:1]), ("sounds", first.translate(VOWELS)):
            # George W. Bush is not George H. W. Bush, and either is George Bush.
            for middle in (initials, "") if initials else ("any",):
                found = self.alike.get((kind, form, last, middle, *suffix))
                # Oleksandr and Aleksandr, but only beside two spellings of the last name: Daniel and Danielle may be married.
                if found and (kind != "sounds" or folded(self.full[found].split()[-1]) != folded(words[-1])):
                    return found
        if len(core) < 2 or suffix:
            return None
        # Higuchi Natsuko is Natsuko Higuchi, Pierre Charles is Pierre Charles L'Enfant.
        for turned in ((*core[1:], first), (last, *core[:-1])):
            if turned in self.full:
                return turned
        others = map(_without_suffix, self.by_first.get(core[:1], [])[:MANY])
        begun = (each for each in others if each[: len(core)] == core != each and each in self.full)
        return next(begun, None)

    def name(self, entity: Span) -> str:
        """The fullest form of the name; of several people, the one who was meant most often so far, of equals the last."""
        words = tuple(entity.text.split())
        key = key_of_person(words)
        kind, found = self._found(key, words)
        # King David is not David Marr.
        if not found or (kind == "first" and not (_title_of(entity) & ROYAL) <= self.titles.get(found[0], set())):
            return self.alone.get(key, " ".join(words))
        chosen = self.most.get((kind, key), found[0]) if len(found) > 1 else found[0]
        chosen = self.also.get(chosen, chosen)
        self._count(chosen)
        return self.full[chosen]

    def _found(self, key: Words, words: Words) -> tuple[str, list[Words]]:
        """Who may be meant by a name, and by which part of theirs."""
        if key in self.also or key in self.full:
            return "", [key]
        if key in self.owners:
            return "owner", self.owners[key]
        if key in self.by_last:
            return "last", self.by_last[key]
        if len(key) > 1 and (same := self._same(key, words)):
            return "", [same]
        several = (key[0].removesuffix("s"), *key[1:])
        for form in (key, *((name, *key[1:]) for name in nicknames().get(key[0], ()))):
            if form in self.by_first:
                return "first", self.by_first[form]
        if several in self.by_last:
            return "last", self.by_last[several]
        part = self.by_part.get(key[0]) if len(_without_suffix(key)) == 1 else None
        return "", [part] if part else []

    def _count(self, chosen: Words) -> None:
        self.times[chosen] += 1
        core = _without_suffix(chosen)
        forms = [("first", core[:1]), *(("last", core[at:]) for at in range(1, min(len(core), LONGEST_NAME)))]
        if chosen not in self.relatives and core == chosen:
            forms.append(("owner", core[-1:]))
        for form in forms:
            if self.times[chosen] >= self.times[self.most.get(form, chosen)]:
                self.most[form] = chosen


def _title_of(entity: Span) -> set[str]:
    """The title right in front of a name, if it has one."""
    before = entity.doc[entity.start - 1].lower_.rstrip(".") if entity.start else ""
    return {before} if title_words().get(before) == "title" else set()


def _is_relative(entity: Span) -> bool:
    """Whether a word of kinship stands before a name, or behind it: "his son Tom Marr"; "Tom Marr, the president’s son"."""
    doc, end = entity.doc, entity.end
    kin = name_words("kin")
    for token in reversed(doc[max(entity.start - NEAR, 0) : entity.start]):
        if token.lower_ in kin:
            return True
        if token.ent_type_ != "PERSON" and token.lower_ not in (",", "and") and token.tag_[:2] not in ("NN", "JJ"):
            break
    if end >= len(doc) or doc[end].text != ",":
        return False
    for token in doc[end + 1 : end + NEAR]:
        if token.is_punct:
            break
        if token.lower_ in kin:
            # "A father of two" is anybody's.
            return doc[min(token.i + 2, len(doc) - 1)].tag_ != "CD"
    return False


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
