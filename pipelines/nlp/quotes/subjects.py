"""Subjects: the words that say who speaks, by the parse of a cue, and where that is wrong by what stands around it."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from pipelines.nlp.people.descriptions import is_sort, noun_of, words_of
from pipelines.nlp.people.name_words import is_title
from pipelines.nlp.quotes.cues import heard, names

_MARKS = {",", "-", "--", "–", "—"}
# Verbs whose object speaks.
_GIVES = {"cite", "feature", "find", "hear", "quote", "record", "show"}
_CHAIN = {"acomp", "conj", "xcomp", "advcl", "pcomp", "prep", "dep"}


class Subjects:
    """Finds whose words a cue reports. `inside` is, by token, the number of the stretch in marks around it, or -1.

    `entity` has the named entity of each token that is part of one; what stands before the character `begins` says nothing.
    """

    def __init__(self, doc: Doc, inside: list[int], entity: dict[int, Span], begins: int) -> None:
        self.doc, self.inside, self.entity, self.begins = doc, inside, entity, begins

    def of(self, cue: Token) -> tuple[Token | None, str]:
        """Find a cue's own subject, else that of the verb that it hangs on."""
        if heard(cue) or names(cue):
            return None, "none"
        verb, rule = cue, "subject"
        for _ in range(6):
            for child in sorted(verb.children, key=lambda child: abs(child.i - verb.i)):
                if child.dep_ == "agent":
                    return next((each for each in child.children if each.dep_ == "pobj"), None), "agent"
                if child.dep_ == "nsubj" and self.inside[child.i] < 0 and child.tag_ != "VBG" and not _is_time(child):
                    if child.i > verb.i and verb.tag_ == "VBG":
                        continue  # casting Ann Poe as “slow”
                    if verb.dep_ == "relcl" and child.tag_ in {"WP", "WDT"}:
                        return verb.head, "relative clause"
                    return child, "inverted" if child.i > verb.i and rule == "subject" else rule
                if child.dep_ == "nsubjpass" and verb.lemma_ in {"quote", "cite", "hear"} and self.inside[child.i] < 0:
                    return child, "passive"
            passive = next((child for child in verb.children if child.dep_ == "nsubjpass"), None) if verb == cue else None
            if passive is not None:
                has = passive.tag_ == "PRP" and cue.lemma_ != "accuse" and cue.nbor(-1).text in {"'s", "’s"}  # he's said
                return (passive, rule) if has and self.inside[passive.i] < 0 else (None, "none")
            if verb == cue and (shouted := self._shouted(cue)) is not None:
                return shouted, "inverted"
            if verb == cue and (reduced := self._reduced(cue)) is not None:
                return reduced, rule
            if verb.dep_ == "acl" and verb.tag_ == "VBG" and self.inside[verb.head.i] < 0 and verb.head.pos_ in {"NOUN", "PROPN"}:
                noun = verb.head
                if self._is_somebody(noun) and verb.nbor(-1).text != ",":
                    return noun, "participle"
                if verb == cue and (noun.lemma_ or noun.text).lower() in words_of("document"):
                    owner, how = self.owner(noun)
                    return (owner, how) if owner is not None else (noun, "participle")
                while noun.head.pos_ not in {"VERB", "AUX"} and noun.head != noun:
                    noun = noun.head
                verb, rule = noun.head, "verb above"  # he opened the session saying …
                continue
            if verb.dep_ == "acl" and verb.tag_ == "VB" and verb.head.dep_ == "dobj" and not self.has_owner(verb.head):
                verb, rule = verb.head.head, "verb above"  # he used the session to deny …
                continue
            if verb.dep_ == "xcomp" and verb.head.lemma_ != "promise":  # it prompted officials to warn
                told = next((c for c in verb.head.rights if c.dep_ in {"dobj", "dative"} and c.i < verb.i), None)
                if told is not None and self._is_somebody(told):
                    return told, "verb above"
            told = verb.nbor(-1) if verb.i else verb
            if verb == cue and verb.dep_ == "advcl" and verb.tag_ == "VBG" and told.dep_ == "dobj" and self._gives(told):
                return told, "participle"  # it quoted one expert saying …; an alert telling you …
            if verb == cue and verb.dep_ == "acl" and verb.tag_ in {"VBD", "VBN"} and verb.head.i == verb.i - 1:
                return verb.head, "beside"  # While Poe was silent, an aide denied that …: the aide, not Poe
            # A finite clause whose subject was lost: it is not the main verb's.
            finite = verb.dep_ == "advcl" and verb.tag_ in {"VBD", "VBZ", "VBP"}
            if finite or verb.dep_ not in _CHAIN or verb.head == verb:
                break
            verb, rule = verb.head, "verb above"
        return self._beside(cue)

    def apposed(self, cue: Token) -> Span | None:
        """Find the name that a cue's sentence begins with, set off by commas: “Ann Poe, chief of the firm Norfield, said”."""
        at = max(cue.i - 1, 0)
        while at > 0 and (self.doc[at].tag_ == "RB" or self.doc[at].dep_ == "aux"):
            at -= 1
        ent = self.entity.get(at)
        if (
            ent is not None
            and ent.label_ == "PERSON"
            and ent.root.dep_ != "conj"
            and self.inside[at] < 0
            and self._is_called(ent)
        ):
            return ent  # the Tory leader Ann Poe said
        mark = self.doc[at].text
        if mark not in _MARKS:
            return None
        finite = relative = False
        for i in range(at - 1, max(at - 40, -1), -1):
            token = self.doc[i]
            ent = self.entity.get(i)
            if self.inside[i] >= 0:
                continue
            if token.is_space or token.tag_ == "." or token.idx < self.begins:
                return None
            relative = relative or token.tag_ in {"WP", "WDT"}
            finite = finite or token.tag_ in {"VBD", "VBZ", "VBP", "MD"}
            if (
                ent is not None
                and ent.label_ == "PERSON"
                and self.doc[ent.end].text == mark
                and ent.root.dep_ not in {"pobj", "poss"}
            ):
                return ent if not finite or relative else None
        return None

    def led_by(self, head: Token) -> Span | None:
        """Find the name that leads a noun which the parse took for the subject: “Ann Poe, an aide, said”.

        “Ann Poe, an aide said, was ill” is another matter: no comma stands before the verb.
        """
        if head.tag_ not in {"NN", "NNP"} or noun_of(head) in words_of("body"):
            return None
        if (behind := self._behind(head)) is not None or head.dep_ != "nsubj":
            return behind
        verb, left = head.head, head.left_edge.i
        if verb.i < head.i:
            ent = self.entity.get(verb.i + 1)
            leads = ent is not None and ent.start == verb.i + 1 and ent.end <= head.i
        else:
            ent = self.entity.get(left) or (self.entity.get(left - 2) if self.doc[left - 1].text == "," else None)
            leads = ent is not None and ent.end <= head.i and self.doc[verb.i - 1].text == ","
            leads = leads and ent is not None and (ent[0].is_sent_start is True or self.doc[ent.start - 1].is_space)
        named = ent is not None and ent.label_ == "PERSON" and self.inside[ent.start] < 0
        return ent if leads and named and ent is not None and self.doc[ent.end].text == "," else None

    def _behind(self, title: Token) -> Span | None:
        """Find the name that ends a title, or stands behind it and a comma: said the director, Ann Poe; chairman and CEO Poe."""
        if not is_sort(noun_of(title)):
            return None
        comma = title.i + 1 < len(self.doc) and self.doc[title.i + 1].text == ","
        ent = next((self.entity[i] for i in range(title.i + 1, min(title.i + 5, len(self.doc))) if i in self.entity), None)
        if ent is None or ent.label_ != "PERSON" or self.inside[ent.start] >= 0:
            return None
        if comma:
            ends = ent.end == len(self.doc) or self.doc[ent.end].is_punct or self.doc[ent.end].is_space
            return ent if ent.start == title.i + 2 and ends else None
        return self.behind(self.doc[title.i : title.i + 1])

    def behind(self, span: Span) -> Span | None:
        """Find the name that a title behind some words leads to: the Department of Health | press secretary | Ann Poe."""
        for i in range(span.end, min(span.end + 5, len(self.doc))):
            ent = self.entity.get(i)
            if ent is not None and ent.start == i:
                named = ent.label_ == "PERSON" and self.inside[i] < 0 and is_title(self.doc[i - 1].lower_)
                return ent if named else None
            if self.doc[i].tag_ not in {"CC", "JJ", "NN", "NNP"}:
                break
        return None

    def owner(self, noun: Token) -> tuple[Token | None, str]:
        """Find whose a noun of saying or a document is: her claim, a warning from the bank, Poe issued a warning."""
        for child in noun.children:
            named = child.dep_ == "compound" and child.ent_type_ == "ORG"  # a Norfield statement
            if (child.dep_ == "poss" or named) and self.inside[child.i] < 0 and not _is_time(child):
                return child, "possessor"
        day = noun.nbor(-1) if noun.i else noun
        if day.ent_type_ == "DATE":  # his Monday claim
            for child in day.lefts:
                if child.dep_ == "poss" and self.inside[child.i] < 0:
                    return child, "possessor"
        for child in noun.rights:
            agents = [below for below in child.children if below.dep_ == "agent"] if child.tag_ == "VBN" else []
            by = agents[0] if agents else child  # a statement released by the bank
            if by.dep_ in {"prep", "agent"} and by.lower_ in {"from", "by", "of"}:
                somebody = next((each for each in by.children if each.dep_ == "pobj" and self._is_somebody(each)), None)
                if somebody is not None:
                    return somebody, "possessor"
        verb = noun.head
        if noun.dep_ in {"dobj", "attr"} and verb.pos_ == "VERB" and verb.lemma_.lower() in words_of("issue"):
            return next(((child, "verb above") for child in verb.lefts if child.dep_ == "nsubj"), (None, "none"))
        return None, "none"

    def _is_somebody(self, token: Token) -> bool:
        noun, ent = noun_of(token), self.entity.get(token.i)
        named = ent is not None and ent.label_ in {"PERSON", "ORG", "GPE", "NORP"}
        return named or token.pos_ == "PRON" or noun in words_of("nameless") | words_of("body") or is_title(noun)

    def _is_called(self, ent: Span) -> bool:
        """Tell a name behind its title from one that a preposition leads to: Secretary of State Ann Poe, a friend of Ann Poe."""
        before = ent.start - 1
        while before >= 0 and is_title(self.doc[before].lower_):
            before -= 1
        lead = self.doc[before] if before >= 0 else None
        if ent.root.dep_ not in {"pobj", "poss", "dobj", "conj"}:
            return True
        titled = ent.root.dep_ == "pobj" and is_title(ent.root.head.head.lower_)
        return titled and len(ent) > 1 and lead is not None and lead.pos_ in {"NOUN", "PROPN"}

    def _gives(self, noun: Token) -> bool:
        """Tell whether an object says what the participle behind it leads to: a document, or whom somebody quotes."""
        return noun_of(noun) in words_of("document") or (noun.head.lemma_ in _GIVES and self._is_somebody(noun))

    def has_owner(self, noun: Token) -> bool:
        """Tell whether a noun's words say whose it is: his plan, the firm's plan."""
        return any(child.dep_ == "poss" for child in noun.lefts)

    def _shouted(self, cue: Token) -> Token | None:
        """Find the subject behind a cue that the parse took for an object: “Never!” shouted a man; …, reported the Gazette."""
        before = self.doc[cue.i - 1] if cue.i > 1 else None
        noun = next((child for child in cue.rights if child.dep_ in {"attr", "dative", "dobj"}), None)
        if before is None or noun is None or cue.tag_ == "VBG":
            return None
        if self.inside[cue.i - 2] >= 0 and before.tag_ in {"''", "``"}:
            return noun
        last = noun.right_edge.i + 1
        ends = last == len(self.doc) or self.doc[last].is_punct or self.doc[last].is_space
        return noun if before.text == "," and ends and cue.dep_ in {"parataxis", "ROOT"} else None

    def _reduced(self, cue: Token) -> Token | None:
        """Find a subject that the parse hid: An aide briefed on the plan said …; In Oslo, an aide, who is ill, said …."""
        for child in cue.lefts:
            for place in child.children if child.dep_ == "prep" else ():
                for beside in place.rights:
                    if beside.dep_ == "appos" and beside.pos_ == "NOUN" and place.ent_type_ in {"GPE", "LOC"}:
                        return beside
            parts = {below.dep_: below for below in child.children}
            noun = parts.get("nsubjpass", parts.get("nsubj"))
            hidden = (child.tag_ == "VBN" and child.dep_ in {"ccomp", "advcl"}) or (child.tag_ == "VBG" and child.dep_ == "csubj")
            if not hidden or parts.keys() & {"aux", "auxpass", "mark"}:
                continue
            if noun is not None and noun.i < child.i and self.inside[noun.i] < 0:
                return noun
        return None

    def _beside(self, cue: Token) -> tuple[Token | None, str]:
        """Find a name or a personal pronoun around a cue without a subject in the parse: before it, else after it."""
        before = self._window(cue.i - 1, -1)
        while before and before[0].tag_ == "RB":
            before = before[1:]
        named = [token for token in before if self.speaks(token)]
        if before and (before[0].lower_ == "old" or (before[0].pos_ == "PROPN" and before[0].i not in self.entity)):
            return before[0], "beside"
        who = next(
            (i for i, token in enumerate(before[:-2]) if token.tag_ == "WP" and before[0].text == before[i + 1].text == ","), None
        )
        if who is not None and before[who + 2].pos_ in {"NOUN", "PROPN"} and before[who + 2].i not in self.entity:
            return self._climbed(before[who + 2]), "beside"  # the former mayor, who is ill, said
        if named:
            ent = self.entity.get(named[0].i)
            if ent is not None and ent.start and ent[0].nbor(-1).text == "," and cue.i - ent.end <= 1:
                return ent.root, "before"  # the chief of Norfield, Ann Poe, said
            if before[0].pos_ in {"NOUN", "PROPN"} and (noun := self._climbed(before[0])).i != before[0].i:
                return noun, "beside"  # Echoing Ann Poe, leaders in Oslo said
            people = [token for token in named if token.ent_type_ == "PERSON"] or named
            return self._root(people[-1]), "before"  # the first one of its sentence: "Ann Poe, a friend of Joe Roe, said"
        if before and before[0].pos_ in {"PROPN", "NOUN"} and before[-1].tag_ not in {"WP", "WDT", "WRB", "IN"}:
            return self._climbed(before[0]), "beside"
        named = [token for token in self._window(cue.i + 1, 1) if self.speaks(token)]
        verb = next(
            (token.i for token in self.doc[cue.i + 1 : cue.i + 9] if token.tag_ in {"VBD", "VBZ", "VBP", "MD"}), cue.i + 9
        )
        named = [token for token in named if token.i < verb and cue.lemma_ not in {"tell", "ask", "urge", "warn", "inform"}]
        people = [token for token in named if token.ent_type_ == "PERSON"] or named  # says the Post's Ann Poe
        return (self._root(people[0]), "after") if people else (None, "none")

    def _climbed(self, noun: Token) -> Token:
        """Give the noun that heads what a noun belongs to: lawyers close to the process."""
        for _ in range(4):
            above = noun.head.head if noun.head.head.pos_ != "ADJ" else noun.head.head.head
            if noun.dep_ != "pobj" or above.pos_ not in {"NOUN", "PROPN"} or above.i >= noun.i:
                break
            noun = above
        return noun

    def _window(self, i: int, step: int) -> list[Token]:
        """Walk from a token to the next mark, line break or full stop, or 25 tokens."""
        walked: list[Token] = []
        while 0 <= i < len(self.doc) and self.inside[i] < 0 and len(walked) < 25:
            token = self.doc[i]
            if "\n" in token.text or token.tag_ in {".", "``", "''"} or token.idx < self.begins or token.lower_ == "but":
                break
            walked.append(token)
            i += step
        return walked

    def speaks(self, token: Token) -> bool:
        """Tell whether a token names somebody: it is part of a name, or he, she or they."""
        ent = self.entity.get(token.i)
        return (ent is not None and ent.label_ in {"PERSON", "ORG"}) or token.lower_ in {"he", "she", "they"}

    def _root(self, token: Token) -> Token:
        ent = self.entity.get(token.i)
        return token if ent is None else ent.root


def _is_time(token: Token) -> bool:
    """Tell whether a noun is a time and so speaks not: this weekend; but the 36-year-old does."""
    return (
        (token.ent_type_ in {"DATE", "TIME"} or token.lower_ == "time")
        and token.lower_ != "old"
        and noun_of(token) not in words_of("sort")
    )
