"""Universal Dependencies of English as trees with ClearNLP's labels, those of spaCy's English pipelines.

The schemes: https://universaldependencies.org/u/dep/ and J. D. Choi, M. Palmer: Guidelines for the CLEAR Style Constituent to
Dependency Conversion (2012). What differs is who governs: in ClearNLP the last word of a name, the copula, the adposition and
the verb of saying behind a quotation. Where Universal Dependencies don't tell enough (gapping, some agents), the nearest label
is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from training.conllu import Sentence
from training.tables import word_list

# Verbs whose clause may stand behind or within what was said.
SPEECH = word_list("speech")
SUBORDINATORS = frozenset(
    ("that", "if", "whether", "because", "although", "though", "unless", "until", "while", "whereas", "so", "lest", "once")
)
NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "DET", "SYM", "X"))
PREDICATE_VERBS = frozenset(("become", "remain", "seem", "be", "look"))
POSSESSIVES = frozenset(("'s", "'", "’s", "’"))
# Relations that carry over under another name; the others follow `_label`.
RENAMED = {
    "root": "ROOT",
    "nsubj:pass": "nsubjpass",
    "csubj:pass": "csubjpass",
    "nsubj:outer": "nsubj",
    "csubj:outer": "csubj",
    "obj": "dobj",
    "iobj": "dative",
    "nmod:poss": "poss",
    "det:poss": "poss",
    "det:predet": "predet",
    "cc:preconj": "preconj",
    "compound:prt": "prt",
    "aux:pass": "auxpass",
    "acl:relcl": "relcl",
    "advcl:relcl": "advcl",
    "obl:unmarked": "npadvmod",
    "obl:npmod": "npadvmod",
    "obl:tmod": "npadvmod",
    "obl:agent": "agent",
    "obl": "npadvmod",
    "vocative": "npadvmod",
    "discourse": "intj",
    "list": "dep",
    "goeswith": "dep",
    "reparandum": "dep",
    "orphan": "dep",
    "dislocated": "dep",
    "cop": "aux",
    "flat": "compound",
}


def convert(sentence: Sentence) -> tuple[list[int], list[str]]:
    """Heads (counted from 0, a root's its own) and labels; ValueError where the tree would have a cycle."""
    tree = _Tree(sentence)
    tree.names()
    tree.copulas()
    tree.adpositions()
    tree.speech()
    labels = tree.relabelled()
    tree.check(sentence.name)
    return [head if head >= 0 else word for word, head in enumerate(tree.heads)], labels


class _Tree:
    """Heads and labels under change, beside what does not change: forms, lemmas and tags."""

    def __init__(self, sentence: Sentence) -> None:
        words = sentence.words
        self.heads = [word.head for word in words]
        self.labels = [word.dep for word in words]
        self.upos = [word.upos for word in words]
        self.xpos = [word.xpos for word in words]
        self.lower = [word.form.lower() for word in words]
        self.lemmas = [word.lemma.lower() for word in words]

    def children(self, word: int) -> list[int]:
        return [child for child, head in enumerate(self.heads) if head == word]

    def having(self, word: int, test: Callable[[str], bool]) -> list[int]:
        """The children whose label passes."""
        return [child for child in self.children(word) if test(self.labels[child])]

    def attach(self, word: int, head: int, label: str | None = None) -> None:
        self.heads[word] = head
        if label is not None:
            self.labels[word] = label

    def names(self) -> None:
        """The last word of a flat name governs it; what stood before the first moves along."""
        for first in range(len(self.heads)):
            parts = self.having(first, _is_flat)
            if not parts or self.labels[first].startswith("flat") or parts[-1] < first:
                continue
            last = parts[-1]
            self.attach(last, self.heads[first], self.labels[first])
            for child in self.children(first):
                if child != last:
                    self.attach(child, last, "compound" if child in parts else None)
            self.attach(first, last, "compound")

    def copulas(self) -> None:
        """The copula governs its clause, the predicate becomes its complement."""
        for copula in range(len(self.heads)):
            if self.labels[copula] == "cop" and self.heads[copula] >= 0:
                self._raise_copula(copula, self.heads[copula])

    def _raise_copula(self, copula: int, predicate: int) -> None:
        self.attach(copula, self.heads[predicate], self.labels[predicate])
        with_case = bool(self.having(predicate, lambda label: label == "case"))
        outer = bool(self.having(predicate, lambda label: label in ("nsubj:outer", "csubj:outer")))
        for child in self.children(predicate):
            if child != copula and self._goes_to_copula(child, copula, predicate, outer):
                self.heads[child] = copula
                if self.labels[child].endswith(":outer"):
                    self.labels[child] = _base(self.labels[child])
        self.heads[predicate] = copula
        if self.upos[predicate] in ("VERB", "AUX"):
            infinitive = any(self.lower[child] == "to" for child in self.having(predicate, lambda label: label == "mark"))
            self.labels[predicate] = "xcomp" if infinitive else "ccomp"
        elif with_case:
            self.labels[predicate] = "obl"
        else:
            self.labels[predicate] = {"ADJ": "acomp", "ADV": "advmod"}.get(self.upos[predicate], "attr")

    def _goes_to_copula(self, child: int, copula: int, predicate: int, outer: bool) -> bool:
        """Whether a dependent of the predicate belongs to the whole clause."""
        label = _base(self.labels[child])
        before, nominal = child < copula, self.upos[predicate] in NOMINAL
        if self.labels[child].endswith(":outer") or label in ("aux", "advcl"):
            return True
        if label in ("nsubj", "csubj", "expl"):
            return not outer
        if label == "mark":
            return before or not outer
        if label in ("punct", "parataxis", "discourse", "vocative", "dislocated"):
            return before or child > predicate
        if label == "cc":
            return before
        if label == "advmod":
            loose = nominal and child < predicate and self.xpos[child] == "RB" and not outer
            return before or loose or self.lower[child] in ("not", "n't")
        if label == "obl":
            return before or (nominal and child > predicate)
        if label == "conj":
            clause = self.having(child, lambda label: _base(label) in ("nsubj", "cop", "aux"))
            return self.upos[child] in ("VERB", "AUX") or bool(clause)
        return False

    def adpositions(self) -> None:
        """An adposition governs its noun, and its first word governs the further ones ("out of")."""
        raised: dict[int, int] = {}
        for noun in range(len(self.heads)):
            found, gerund = self._adpositions_of(noun)
            if not found or self.labels[noun].startswith("nmod:poss"):
                continue
            children = self.children(noun)
            found = [word for word in found if word < noun] or found
            chain: list[int] = []
            for word in found:
                fixed = self.having(word, lambda label: label == "fixed")
                chain += [word, *(part for part in fixed if self.xpos[part] in ("IN", "TO", "RP"))]
            first, last, label = chain[0], chain[-1], self.labels[noun]
            head = self.heads[noun]
            if label == "conj":
                self.attach(first, raised.get(head, head), "conj")
            else:
                self.attach(first, head, {"root": "root", "obl:agent": "agent"}.get(label, "prep"))
            for upper, lower in pairwise(chain):
                self.attach(lower, upper, "prep")
            for child in children:
                if child in chain:
                    continue
                outside = ("advmod", "cc", "punct", "discourse", "mark", "cc:preconj")
                clausal = label == "root" and self.labels[child] in ("punct", "nsubj", "parataxis")
                if clausal or (child < first and self.labels[child] in outside):
                    self.heads[child] = first
            self.attach(noun, last, "pcomp" if gerund else "pobj")
            raised[noun] = first

    def _adpositions_of(self, word: int) -> tuple[list[int], bool]:
        """Adpositions of a noun, or of a gerund ("by working"), and whether it is one."""
        case = self.having(word, lambda label: label == "case")
        case = [child for child in case if self.lower[child] not in POSSESSIVES and self.xpos[child] != "POS"]
        if case or self.xpos[word] != "VBG" or self.labels[word] not in ("advcl", "acl", "obl", "nmod"):
            return case, False
        if self.having(word, lambda label: label.startswith("nsubj")):
            return [], False
        marks = self.having(word, lambda label: label == "mark")
        marks = [m for m in marks if self.xpos[m] in ("IN", "TO") and self.lower[m] not in SUBORDINATORS and m < word]
        return marks, bool(marks)

    def speech(self) -> None:
        """The verb of saying governs the quotation that it follows or interrupts."""
        for verb in range(len(self.heads)):
            said = self.heads[verb]
            if self.labels[verb] != "parataxis" or self.lemmas[verb] not in SPEECH or said < 0:
                continue
            if not self.having(verb, lambda label: label in ("nsubj", "nsubj:pass")):
                continue
            if self.labels[said] not in ("root", "parataxis", "ccomp", "conj"):
                continue
            self.attach(verb, self.heads[said], self.labels[said])
            self.attach(said, verb, "ccomp")
            for mark in self.having(said, lambda label: label == "punct"):
                if mark > max(verb, said):
                    self.heads[mark] = verb

    def relabelled(self) -> list[str]:
        """ClearNLP's labels; later words see the new labels of earlier ones."""
        for word in range(len(self.heads)):
            self.labels[word] = self._label(word)
        return self.labels

    def _label(self, word: int) -> str:
        label, head = self.labels[word], self.heads[word]
        if label == "nmod:desc":
            return "compound" if word < head else "appos"
        if label not in RENAMED:
            label = _base(label)
        if label in RENAMED:
            return RENAMED[label]
        if label == "nmod":
            return "nummod" if self.xpos[word] == "CD" else "npadvmod" if word > head else "nmod"
        if label == "case":
            return "case" if self.xpos[word] == "POS" else "prep"
        if label == "fixed":
            return "prep" if self.xpos[word] in ("IN", "TO") else "advmod"
        if label == "xcomp":
            return self._open_complement(word, head)
        if label == "advmod":
            if self.lower[word] in ("not", "n't", "n’t"):
                return "neg"
            return "quantmod" if head >= 0 and self.xpos[head] == "CD" else label
        if label == "mark":
            return "aux" if self.lower[word] == "to" and self.xpos[word] == "TO" else label
        return label

    def _open_complement(self, word: int, head: int) -> str:
        if self.upos[word] == "ADJ":
            return "oprd" if self.having(head, lambda label: label in ("obj", "dobj")) else "acomp"
        if self.upos[word] in NOMINAL and self.xpos[word] != "PRP":
            return "attr" if head >= 0 and self.lemmas[head] in PREDICATE_VERBS else "oprd"
        return "xcomp"

    def check(self, name: str) -> None:
        """ValueError where a word governs itself by way of others."""
        for word in range(len(self.heads)):
            seen, at = set(), word
            while at != -1:
                if at in seen:
                    raise ValueError(f"{name}: a cycle through word {word + 1}")
                seen.add(at)
                at = self.heads[at]


def _is_flat(label: str) -> bool:
    return label == "flat" or label.startswith("flat:")


def _base(label: str) -> str:
    return label.partition(":")[0]
