"""Which name an organization has in an article: the long form."""

from __future__ import annotations

from collections import defaultdict

from spacy.tokens import Doc

from pipelines.nlp.people.canonical import LONGEST_NAME, Words, key_of
from pipelines.nlp.people.name_words import folded


def organizations(doc: Doc) -> dict[Words, str]:
    """The long form of each organization that the article also calls by its initials, or by its first or last words."""
    long: dict[Words, str] = {}
    forms = {
        key_of(each): " ".join(each.text.split()).removeprefix("the ").removeprefix("The ")
        for each in doc.ents
        if each.label_ == "ORG"
    }
    longer: dict[Words, set[Words]] = defaultdict(set)
    shorter: dict[Words, set[Words]] = defaultdict(set)
    initialled: dict[str, set[Words]] = defaultdict(set)
    for form in forms:
        for at in range(1, min(len(form), LONGEST_NAME)):
            longer[form[:at]].add(form)
            shorter[form[-at:]].add(form)
        for initials in _initials(forms[form].split()):
            initialled[initials].add(form)
    for form, name in forms.items():
        whole = longer.get(form) or shorter.get(form) or (initialled.get(name.replace(".", "")) if name.isupper() else None) or ()
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


def _initials(words: list[str]) -> set[str]:
    """The abbreviations that a name of several words may have: with its small words and without them."""
    words = [part for word in words for part in word.split("-") if part[:1].isalpha()]
    capitals = "".join(word[0] for word in words if word[0].isupper())
    every = "".join(word[0] for word in words).upper()
    return {initials for initials in (capitals, every) if len(words) > 1 and len(initials) > 1}
