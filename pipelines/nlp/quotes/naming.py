"""Naming: who is meant by the words that say who speaks, be they a name, a role, a pronoun, a document or a description."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from pipelines.nlp.people.component import person_at
from pipelines.nlp.people.descriptions import (
    gender_of,
    is_definite,
    is_one_more,
    is_placed,
    is_plural,
    is_sort,
    kind_of,
    noun_of,
    phrase_of,
    role_of,
    text_of,
    words_of,
)
from pipelines.nlp.people.name_words import is_title
from pipelines.nlp.people.referents import Referents
from pipelines.nlp.quotes.roles import Roles, title_of
from pipelines.nlp.quotes.spoken import Speaker, Spoken
from pipelines.nlp.quotes.subjects import Subjects
from pipelines.nlp.records import Person

ORGANIZATIONS = {"ORG", "GPE", "FAC", "LOC", "PRODUCT"}
PEOPLE = {"he", "she"}
_POSSESSIVES = {"his": "he", "her": "she", "its": "it", "their": "they"}
_PRONOUNS = {"he", "she", "they", "it", "i", "we", "you", "who", "which", "that", "this"}
# Within so many characters an article may tell of somebody whose name comes later.
_LEAD = 500
# "Its" report of "its" report of …: so many are followed.
_DEEPEST = 12


class Naming:
    """Names speakers. `inside` is, by token, the number of the stretch in marks that it stands in, or -1."""

    def __init__(self, doc: Doc, inside: list[int], ents: list[Span], subjects: Subjects, spoken: Spoken) -> None:
        self.doc, self.inside, self.subjects, self.spoken = doc, inside, subjects, spoken
        self.text = doc.text  # joined anew at every look
        self.entity = subjects.entity
        self.referents = Referents(doc, inside, ents)
        self.roles = Roles(doc, inside, ents, self.referents.people)
        self.held: dict[str, str] = {}  # roles by name, where no title is told
        self.taken: set[int] = set()  # nouns that are known to stand for a person
        self.depth = 0

    def speaker(self, head: Token, rule: str) -> Speaker:
        """Name whom a noun or a pronoun means, with those whom "and" joins to it; `rule`: the sieve that found it."""
        if self.depth > _DEEPEST:
            return Speaker("none")
        self.depth += 1
        try:
            return self._several(head, rule) or self._alone(head, rule)
        finally:
            self.depth -= 1

    def _alone(self, head: Token, rule: str) -> Speaker:
        if head.pos_ == "PROPN" and head.i not in self.entity:  # a name that the parse and the entities cut differently
            near = [
                self.entity[i] for i in range(head.i - 2, head.i + 3) if i in self.entity and self.entity[i].label_ == "PERSON"
            ]
            head = near[0].root if near else head
        if head.is_space or not (head.text[0].isalnum() or head.text == "%") or head.idx < self.subjects.begins:
            return Speaker("none")
        if head.lower_ in _PRONOUNS or head.lower_ in _POSSESSIVES:
            return self._pronoun(head, rule)
        ent, role = self.entity.get(head.i), ""
        if ent is None or ent.label_ not in {"PERSON", *ORGANIZATIONS}:
            noun = head
            apposed = [child for child in head.children if child.dep_ == "appos" and self.subjects.speaks(child)]
            apposed = [] if is_plural(head) else apposed
            above = head.head if head.dep_ == "appos" and rule != "beside" else head
            apposed += [above] if above is not head and self.subjects.speaks(above) else []
            if apposed:
                head, ent = apposed[0], self.entity.get(apposed[0].i)
            elif (person := self.subjects.led_by(head)) is not None:
                head, ent = person.root, person
            if head is not noun and is_title(noun_of(noun)):
                role = role_of(phrase_of(noun, self.inside, participle=False))
        if ent is not None and ent.label_ == "PERSON" and ent.end - 1 >= head.i:
            return self._person(ent, rule, role)
        if ent is None or ent.label_ not in ORGANIZATIONS:
            return self._words(head, rule)
        if ent.end < len(self.doc):
            behind = self.doc[ent.end]
            if (person := self.subjects.behind(ent)) is not None:
                return self._person(person, rule, role_of(self.doc[ent.start : person.start]))
            if noun_of(behind) in words_of("nameless") and behind.tag_ in {"NN", "NNS"} and self.inside[behind.i] < 0:
                return self._words(behind, rule)  # a Department of Labor spokesperson
        return self._body(ent, rule)

    def _body(self, ent: Span, rule: str) -> Speaker:
        start = ent.start_char + (4 if ent.text.lower().startswith("the ") else 0)
        end = ent.end_char - (2 if ent.text.endswith(("'s", "’s")) else 0)
        name = (ent._.name if Span.has_extension("name") else None) or self.text[start:end]
        return Speaker(rule, start, end, name[4:] if name.lower().startswith("the ") else name, "organization")

    def _person(self, ent: Span, rule: str, role: str = "") -> Speaker:
        """Name a person; the title is one of the article's, else the role that led to the name, else words beside it."""
        start, end = ent.start_char, ent.end_char - (2 if ent.text.endswith(("'s", "’s")) else 0)
        person = person_at(self.doc, start, end)
        if person is not None:
            return replace(self._of_person(person, role or self._title(ent)), rule=rule, start=start, end=end)
        return Speaker(rule, start, end, self.text[start:end], "person", title_of([role, self._title(ent)]))

    def _of_person(self, person: Person, role: str) -> Speaker:
        """Name a person of the article; a role that no title tells is kept for the quotations that follow."""
        if role:
            self.held.setdefault(person.name, role)
        return Speaker("role", name=person.name, kind="person", title=title_of([*person.titles, self.held.get(person.name, "")]))

    def _title(self, ent: Span) -> str:
        """Read the words beside a name that are no title for the people component: Ann Poe, a tenant."""
        start = ent.start
        while start > max(ent.root.left_edge.i, ent.start - 8) and self.doc[start - 1].tag_ in {"NN", "NNP", "JJ", "POS"}:
            start -= 1
        if start < ent.start and self.doc[ent.start - 1].tag_ in {"NN", "NNP"}:
            return role_of(self.doc[start : ent.start])
        for child in ent.root.children:
            if child.dep_ == "appos" and child.i >= ent.end and child.pos_ == "NOUN":
                return role_of(phrase_of(child, self.inside, participle=True))
        return ""

    def _words(self, head: Token, rule: str) -> Speaker:
        """Tell who is meant by a noun: a role's holder, a document's author, else whoever the words describe."""
        # What stands right before its cue ends there, though the parse hangs the cue on it.
        span = phrase_of(head, self.inside, participle=rule != "beside")
        kind = kind_of(head, definite=is_definite(head, span))
        if noun_of(head) in words_of("document"):
            if (made := self._made(head, definite=is_definite(head, span))) is not None:
                return replace(made, rule="document", start=span.start_char, end=span.end_char)
        elif (name := self._name_behind(head, span)) is not None:
            title = title_of([role_of(self.doc[span.start : name.start])])
            return Speaker(rule, name.start_char, name.end_char, name.text, "person", title)
        elif (known := self._role(head, span)) is not None:
            return replace(known, rule="role", start=span.start_char, end=span.end_char)
        return Speaker(rule, span.start_char, span.end_char, self._owned(span, kind), kind)

    def _owned(self, span: Span, kind: str) -> str:
        """Give a description with the name of whose it is: his campaign, Poe's campaign."""
        owner = (
            self.speaker(span[0], "possessor")
            if span[0].tag_ == "PRP$" and kind not in {"group", "unknown"} and len(span) > 1
            else None
        )
        if owner is None or owner.name is None or owner.kind not in {"person", "organization"}:
            return text_of(span)
        return owner.name + ("' " if owner.name.endswith("s") else "'s ") + span[1:].text

    def _name_behind(self, head: Token, span: Span) -> Span | None:
        """Find the name of two words or more that ends a description: the editor Ann Poe, but not the aide of Ann Poe."""
        start = span.end
        while start > span.start and self.doc[start - 1].tag_ == "NNP" and self.doc[start - 1].is_title:
            start -= 1
        led = any(token.tag_ == "IN" and token.nbor(-1).tag_ != "HYPH" for token in self.doc[head.i + 1 : start])
        described = start > span.start and self.doc[start - 1].tag_ in {"NN", "JJ"}
        return self.doc[start : span.end] if described and span.end - start > 1 and not led else None

    def _made(self, document: Token, *, definite: bool) -> Speaker | None:
        """Find whose a document is: its ruling; the firm issued a statement saying …; the one that was cited before."""
        owner, _ = self.subjects.owner(document)
        made = self.speaker(owner, "document") if owner is not None else self._cited(document, definite)
        return made if made is not None and made.name is not None and made.kind != "unknown" else None

    def _cited(self, document: Token, definite: bool) -> Speaker | None:
        """Find who said something in a document of the same noun, or whose it was: Poe said in a report … The report said …."""
        for i in range(document.i - 1, max(document.i - 400, -1), -1) if definite else ():
            token = self.doc[i]
            if self.inside[i] < 0 and token.pos_ == "NOUN" and noun_of(token) == noun_of(document):
                owner, _ = self.subjects.owner(token)
                if owner is not None and owner.i in self.entity:
                    return self.speaker(owner, "document")
                verb = token.head.head
                if token.dep_ == "pobj" and verb.i in self.spoken.of and self.spoken.of[verb.i].kind != "group":
                    return self.spoken.of[verb.i]
        if not definite or is_plural(document):
            return None
        earlier = ((i, each) for i, each in self.spoken.before(document.i) if each.name is not None)
        last = next((each for i, each in earlier if document.i - i < 200), None)
        states = noun_of(document) in {"statement", "announcement"}
        bare = document.i > 0 and document.nbor(-1).lower_ == "the"
        return last if states or (bare and last is not None and last.kind == "organization") else None

    def _role(self, head: Token, span: Span) -> Speaker | None:
        """Find whom a role stands for: the former mayor, the firm, the official, the pair."""
        noun, definite = noun_of(head), is_definite(head, span)
        if is_plural(head) or head.lower_ in words_of("some"):
            return self._pair(head, span)
        if noun in words_of("body"):
            spoke = {each.name or "" for _, each in self.spoken.before(span.start) if each.kind == "organization"}
            body = self.roles.body(head, span, spoke) if definite and not self.subjects.has_owner(head) else None
            if body is None and definite and span.start_char < self.subjects.begins + _LEAD and not spoke:
                body = self.roles.introduced_body(head)
            return self._body(body, "role") if body is not None else None
        person = self.roles.person(head, span, 1 if definite else 3)
        if person is None and self._leads(span, noun):
            person = self.roles.introduced(head)
        if person is not None:
            return self._of_person(person, role_of(span) if is_title(noun) else "")
        if definite and (noun in words_of("nameless") or is_sort(noun)):
            earlier = (each for _, each in self.spoken.before(span.start) if each.kind == "anonymous")
            alike = next((each for each in earlier if noun in (each.name or "").split()), None)
            if alike is not None or noun in words_of("nameless"):
                return alike
        if not definite or span[0].tag_ == "PRP$" or not is_sort(noun) or noun in words_of("trade") or self._is_new(head):
            return None
        if is_placed(head):
            person = self.roles.told_most(span)
            return self._of_person(person, role_of(span)) if person is not None else None
        found = self._before(head, gender_of(noun), "role")
        if found is None or found.name is None or self.roles.is_another(found.name, head, span):
            return None
        if found.kind == "person" and found.title is None and is_title(noun):
            self.held[found.name] = role_of(span)
            return replace(found, title=role_of(span))
        return found

    def _is_new(self, head: Token) -> bool:
        """Tell whether a noun takes up one like it, of somebody who has no name: she told a doctor …; the doctor said."""
        before = (i for i in range(head.i - 1, max(head.i - 120, -1), -1) if self.inside[i] < 0 and i not in self.taken)
        alike = (self.doc[i] for i in before if self.doc[i].lower_ == head.lower_)
        if any(child.dep_ == "det" for token in alike for child in token.lefts):
            return True
        self.taken.add(head.i)
        return False

    def _leads(self, span: Span, noun: str) -> bool:
        """Tell whether an article may begin with this description of somebody whose name comes later: nobody else has spoken."""
        bare = len(span) == 2 and span[0].lower_ == "the"
        told = bare or not is_sort(noun) or (noun in words_of("nameless") and span[0].tag_ != "PRP$")
        if told or span.start_char > self.subjects.begins + _LEAD:
            return False
        return not any(each.kind == "person" and each.rule != "role" for _, each in self.spoken.before(span.start))

    def _pair(self, head: Token, span: Span) -> Speaker | None:
        if len(span) > 2 or not (is_definite(head, span) or span[0].lower_ == "both"):
            return None
        people = is_sort(noun_of(head)) or head.lower_ in {"pair", "duo", "couple", "trio"}
        label = "ORG" if noun_of(head) in words_of("body") else "PERSON" if people else ""
        return self._joined_names([ent.root for ent in self.roles.several(span.start, label)], "role")

    def _several(self, head: Token, rule: str) -> Speaker | None:
        """Join those whom "and" joins: Ann Poe and Joe Roe; a second noun without a word of its own is a second role of one."""
        heads = [head]
        for each in heads:
            heads.extend(child for child in each.rights if child.dep_ == "conj")
        heads = sorted(heads[:6], key=lambda each: each.i)
        words = {child.lower_ for each in heads for child in each.children if child.dep_ == "cc"}
        if any(child.dep_ == "appos" for child in head.rights):
            return None  # Ann Poe, a singer and a friend of his
        if words != {"and"} or any(self.inside[each.i] >= 0 or not is_one_more(each) for each in heads):
            return None
        if len({self.entity.get(each.i, each) for each in heads}) < len(heads):  # a name with "and" in it
            return None
        return self._joined_names(heads, rule)

    def _joined_names(self, heads: list[Token], rule: str) -> Speaker | None:
        parts = [self._alone(each, rule) for each in heads]
        names = [each.name for each in parts if each.name is not None]
        if len(set(names)) < max(len(heads), 2):
            return None
        return Speaker(rule, parts[0].start, parts[-1].end, f"{', '.join(names[:-1])} and {names[-1]}", "group")

    def _pronoun(self, pronoun: Token, rule: str) -> Speaker:
        word = _POSSESSIVES.get(pronoun.lower_, pronoun.lower_)
        words = Speaker(rule, pronoun.idx, pronoun.idx + len(pronoun.text))
        if word in PEOPLE:
            found = self._before(pronoun, word, rule)
            if found is None or found.name is None:
                return words
            self.referents.genders.setdefault(found.name, word)
            return replace(words, rule="pronoun", name=found.name, kind=found.kind, title=found.title)
        if word in {"they", "it"}:
            kinds = {"organization", "unknown"} | ({"anonymous", "group"} if word == "they" else set())
            earlier = self.spoken.before(pronoun.i)
            near = ((i, each) for i, each in earlier if each.kind in kinds and each.name and pronoun.i - i < 120)
            if word == "it":  # not the figures
                near = ((i, each) for i, each in near if each.kind != "unknown" or not (each.name or "").endswith("s"))
            i, speaker = next(near, (-1, None))
            last = self.referents.last_group(pronoun) if word == "they" else self.referents.last_body(pronoun)
            if last is not None and (speaker is None or last.i >= self.doc[i].sent.end):
                return replace(self.speaker(last, "pronoun"), rule="pronoun", start=words.start, end=words.end)
            if speaker is not None:
                return replace(words, rule="pronoun", name=speaker.name, kind=speaker.kind)
        return words

    def _before(self, token: Token, gender: str | None, rule: str) -> Speaker | None:
        """Find the person before a pronoun or a role."""
        ent = self.referents.antecedent(token, gender)
        return self._same(token, gender, ent) or (self._person(ent, rule) if ent is not None else None)

    def _same(self, pronoun: Token, gender: str | None, ent: Span | None) -> Speaker | None:
        """Take the speaker before "he" or "she" in its paragraph, unless a person is the subject of a sentence in between."""
        for i, speaker in self.spoken.before(pronoun.i):
            behind = ent is not None and ent.start >= self.doc[i].sent.end  # not whom the speaker told of
            if "\n" in self.text[self.doc[i].idx : pronoun.idx] and behind:
                return None
            if speaker.name and speaker.kind in {"person", "anonymous"} and self._may_be(speaker, gender):
                between = behind and ent is not None and ent.root.dep_ in {"nsubj", "nsubjpass"}
                return None if between else speaker
        return None

    def _may_be(self, speaker: Speaker, gender: str | None) -> bool:
        """Tell whether "he" or "she" may stand for a speaker: one person, of no other gender as far as is told."""
        span = self.doc.char_span(speaker.start or 0, speaker.end or 0, alignment_mode="expand")
        if (
            span is None
            or any(child.dep_ == "conj" for child in span.root.children)
            or span.root.tag_ in {"NNS", "NNPS"}
            or span.root.lower_ in {"they", "people"}
        ):
            return False
        known = gender_of(span.root.lower_) or self.referents.gender(speaker.name or "")
        return gender in {None, known or gender}
