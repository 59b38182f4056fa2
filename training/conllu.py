"""Read treebanks in CoNLL-U (https://universaldependencies.org/format.html), with the spaces of the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Word:
    """One syntactic word; `head` counts from 0 and is -1 at the root."""

    form: str
    lemma: str
    upos: str
    xpos: str
    head: int
    dep: str
    misc: dict[str, str]
    space: bool = True


@dataclass
class Sentence:
    """The words of a sentence, the name of its document, its number there, and whether it begins a paragraph."""

    document: str = ""
    name: str = ""
    paragraph: bool = False
    words: list[Word] = field(default_factory=list)


def read(path: Path) -> Iterator[Sentence]:
    """Sentences in order, but for those whose multi-word tokens are not spelled by their words: no offsets fit them."""
    document, sentence, span, spelled = "", Sentence(), None, True
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("# newdoc"):
            document = line.partition("=")[2].strip()
        elif line.startswith("# newpar"):
            sentence.paragraph = True
        elif line.startswith("# sent_id"):
            sentence.name = line.partition("=")[2].strip()
        elif not line:
            if sentence.words and spelled:
                sentence.document = document
                yield sentence
            sentence, span, spelled = Sentence(), None, True
        elif not line.startswith("#"):
            number, form, lemma, upos, xpos, _, head, dep, _, misc = line.split("\t")
            features = dict(part.split("=", 1) for part in misc.split("|") if "=" in part)
            space = features.get("SpaceAfter") != "No"
            if "-" in number:
                # A token of several words: "don't". Only behind its last word may be a space.
                first, last = map(int, number.split("-"))
                span = (first, last, form, space)
            elif "." not in number:
                if span:
                    first, last, whole, behind = span
                    space = behind and int(number) == last
                    if int(number) == last:
                        spelled &= "".join(word.form for word in sentence.words[first - 1 :]) + form == whole
                        span = None
                sentence.words.append(Word(form, lemma, upos, xpos, int(head) - 1, dep, features, space))
