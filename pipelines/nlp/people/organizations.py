"""Which name an organization has in an article: the long form."""

from __future__ import annotations

from collections import defaultdict

from spacy.tokens import Doc

from pipelines.nlp.people.canonical import LONGEST_NAME, Words, key_of
from pipelines.nlp.people.name_words import folded


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
