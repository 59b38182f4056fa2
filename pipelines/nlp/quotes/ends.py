"""Ends of reported clauses: where a sentence goes back from what is reported to the report."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from pipelines.nlp.quotes.cues import FINITE, VERBS, Cue, is_cue, says, table, word_of
from pipelines.nlp.tables import words

SUBORDINATE = {"WDT", "WP", "WP$", "WRB"}
DASHES = {"-", "--", "–", "—"}
_JOINS = {"although", "and", "but", "or", "though", "while", "yet"}
# Behind a dash, what goes on with the clause.
_GOES_ON = {"and", "even", "especially", "including", "not", "or", "particularly", "to"}


class Ends:
    """Finds where clauses end. `inside` is, by token, the number of the stretch in marks around it, or -1."""

    def __init__(self, doc: Doc, inside: list[int]) -> None:
        self.doc, self.inside = doc, inside

    def of(self, cue: Cue, clause: Token | None, start: int, sentence: Span) -> int:
        """Find the end of what is reported: that of the sentence, unless the parse or the words lead back to the report."""
        limit = sentence.end
        led = any(child.dep_ == "mark" or child.tag_ == "WRB" for child in cue.token.lefts if child.lower_ != "as")
        if clause is not None or (led and cue.token.dep_ == "advcl" and cue.token.head.i > start):  # Before he said …, she left
            limit = min(self._limit(cue.token, clause or self.doc[start], start, limit), limit)
        verb = cue.token.head
        if cue.noun and cue.token.dep_ in {"nsubj", "nsubjpass"} and verb.i > start:  # her claim that it leaks | was tested
            helping = [child.i for child in verb.lefts if child.dep_ in {"aux", "auxpass"} and child.i > start]
            limit = min(limit, helping[-1] if helping else verb.i)
        modal = clause is not None and any(child.tag_ in {"MD", "TO"} for child in clause.lefts)
        dashes = [i for i in range(start + 1, limit) if self.doc[i].text in DASHES and self.inside[i] < 0 and self._spaced(i)]
        if len(dashes) == 1 and self.doc[min(dashes[0] + 1, limit - 1)].lower_ in _GOES_ON:
            dashes = []
        brackets = 0
        for i in range(start + 1, limit - 1):
            token, ahead = self.doc[i], self.doc[i + 1]
            brackets += (token.tag_ == "-LRB-") - (token.tag_ == "-RRB-")
            if brackets < 0:
                return i  # (61 percent say it works)
            if self.inside[i] >= 0:
                # “It is done,” adding …: the comma stands within the marks
                if (
                    token.text == ","
                    and self.inside[i + 1] < 0
                    and i + 2 < limit
                    and self._leads_back(i + 1, sentence.end, cue.token)
                ):
                    return i + 2
                continue
            if token.text == ";" or (len(dashes) == 1 and i == dashes[0]):
                return i
            if (token.text == "," or i in dashes) and self._leads_back(i, sentence.end, cue.token):
                return i
            if token.lower_ in _JOINS and self._reports(i + 1, limit):
                return i
            if token.lower_ in _JOINS and self._returns(i + 1, limit, cue.token, modal):
                return i
            if token.lower_ == "according" and ahead.lower_ == "to" and i > start + 1:
                return i
            if token.lower_ in {"in", "on", "during"} and self._is_venue(i, limit):
                return i
        return limit

    def _spaced(self, i: int) -> bool:
        """Tell a dash from a hyphen."""
        return self.doc[i].text in {"—", "--"} or bool(i and self.doc[i].whitespace_ and self.doc[i - 1].whitespace_)

    def _limit(self, cue: Token, clause: Token, start: int, limit: int) -> int:
        """Find where the parse goes on with the cue's own sentence: “Poe, who says | it is ill, | closed”."""
        branch = verb = cue
        for _ in range(8):
            for child in verb.rights:
                if child.left_edge.i > max(start, clause.i) and child != branch and self._resumes(child, verb, cue):
                    limit = min(limit, child.left_edge.i)
            if verb.head == verb:
                break
            branch, verb = verb, verb.head
            if verb == clause or (verb.is_ancestor(clause) and not verb.is_ancestor(cue)):
                break
            if verb.i > start:
                lefts = [child.left_edge.i for child in verb.lefts if child.left_edge.i > max(start, clause.i)]
                return min([limit, verb.i, *lefts])
        return limit

    def _resumes(self, child: Token, verb: Token, cue: Token) -> bool:
        first = child.left_edge
        if child.dep_ == "conj":
            own = next((each for each in child.lefts if each.dep_ in {"nsubj", "nsubjpass", "expl"}), None)
            that = any(each.dep_ == "mark" for each in child.lefts)
            joined = first.nbor(-1).text == "," or any(
                each.dep_ == "cc" and each.i < child.i for each in (*verb.rights, *child.lefts)
            )
            but = any(each.dep_ == "cc" and each.lower_ == "but" for each in (*verb.rights, *child.lefts))
            untold = but and (child.lemma_ or child.text).lower() in words("report_words", "untold")
            return (
                verb.pos_ in {"VERB", "AUX"}
                and child.tag_ in VERBS
                and joined
                and not that
                and (own is None or own.pos_ != "PRON" or says(child) or untold)
            )
        if verb != cue:
            return child.dep_ not in {"punct", "cc"} and first.i > 0 and first.nbor(-1).text == ","
        return child.dep_ in {"advcl", "prep", "npadvmod"} and first.nbor(-1).text == "," and self.inside[first.i] < 0

    def _leads_back(self, i: int, limit: int, cue: Token) -> bool:
        """Tell whether a comma leads to another report: “, adding …”, “, but its manager denied …”, “, the firm said”."""
        ahead = self.doc[i + 1]
        if (ahead.tag_ == "VBG" and is_cue(ahead)) or ahead.lower_ == "while":
            return True
        if ahead.lower_ == "even" and i + 2 < limit and self.doc[i + 2].lower_ == "though":
            return True
        if cue.dep_ == "relcl" and (ahead.tag_ in FINITE or is_cue(ahead)):
            return True  # Poe, who says that it is ill, closed
        joined = ahead.lower_ in _JOINS
        for k in range(i + 2, min(i + 14, limit)):
            token = self.doc[k]
            if self.inside[k] >= 0 or token.tag_ in SUBORDINATE or (token.text == "," and not joined):
                return False
            if token.tag_ in FINITE:
                if not says(token):
                    return False
                behind = self.doc[k + 1] if k + 1 < limit else None
                return joined or behind is None or behind.is_punct
        return False

    def _is_venue(self, i: int, limit: int) -> bool:
        """Tell whether a preposition leads to where something was said: called it odd | in a letter."""
        for token in self.doc[i + 1 : min(i + 8, limit)]:
            if token.tag_ in {"NN", "NNS"} and token.dep_ == "pobj":
                return (token.lemma_ or token.text).lower() in words("report_words", "venue") and token.head.i == i
            if self.inside[token.i] >= 0 or token.is_punct or token.tag_ in FINITE | SUBORDINATE:
                return False
        return False

    def _reports(self, i: int, limit: int) -> bool:
        """Tell whether another report begins at a token: said it was late and | the mayor said it was early |."""
        for token in self.doc[i + 1 : min(i + 10, limit - 1)]:
            if self.inside[token.i] >= 0 or token.is_punct or token.tag_ in SUBORDINATE:
                return False
            if token.tag_ in FINITE:
                subject = next((child for child in token.lefts if child.dep_ == "nsubj"), None)
                return says(token) and subject is not None and subject.pos_ != "PRON" and subject.left_edge.i == i
        return False

    def _returns(self, i: int, limit: int, cue: Token, modal: bool) -> bool:
        """Tell whether a verb behind "and" goes on with the cue's subject: said he would go and attacked …."""
        while i < limit and self.doc[i].tag_ == "RB":
            i += 1
        if i >= limit or self.inside[i] >= 0:
            return False
        verb = self.doc[i]
        if verb.tag_ == cue.tag_ == "VBG":
            return verb.head == cue and verb.dep_ == "conj"
        if verb.tag_ not in {"VBD", "VBZ"} or cue.tag_ not in {verb.tag_, "VBN", "VBG"}:
            return False
        reports = is_cue(verb) and table("cues")[word_of(verb)][1] != "utterance"
        return reports or verb.head == cue or (modal and cue.tag_ == verb.tag_)
