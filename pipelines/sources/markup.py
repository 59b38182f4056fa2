"""XML that strangers wrote: checked as text before a parser sees it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from pipelines.sources.documents import Reject, decode

# Encodings that agree with ASCII, so that no tag can hide in them.
PLAIN = re.compile(rb"(iso-8859|windows-125|koi8|gb|euc-|shift_jis|big5)", re.IGNORECASE)
# A declaration that only names its type, as NITF and old RSS have it: there is nothing in it to expand.
NAMED_TYPE = re.compile(
    r"<!DOCTYPE\s+[\w:.-]{1,40}(\s+(SYSTEM|PUBLIC)(\s*(\"[^\"<>]{0,300}\"|'[^'<>]{0,300}')){1,2})?\s*>", re.IGNORECASE
)


def checked(data: bytes) -> str:
    """The text of an XML file without its declarations: what was checked is what the parser sees, in UTF-8.

    Raises Reject('unsafe_xml') for a document type declaration that can hold entities, Reject('undecodable').
    """
    named = re.match(rb"\s*<\?xml[^>]{0,100}encoding=[\"\']([\w.-]{1,40})", data)
    text = None
    if named and PLAIN.match(named[1]):
        with contextlib.suppress(LookupError, UnicodeDecodeError):
            text = data.decode(named[1].decode())
    text = re.sub(r"^\s*<\?xml[^>]{0,300}\?>", "", decode(data) if text is None else text)
    text = NAMED_TYPE.sub("", text, count=1)
    if re.search(r"<!\s*(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise Reject("unsafe_xml", "news has no need of a document type declaration with entities")
    return text


def tree(data: bytes) -> Element:
    """The root element of an XML file. Raises Reject('malformed'), Reject('unsafe_xml'), Reject('undecodable')."""
    try:
        root: Element = ElementTree.fromstring(checked(data), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise Reject("malformed", str(error)) from error
    return root


def name(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def find_all(element: Element, *names: str) -> Iterator[Element]:
    """Every element below with one of these names, in any namespace, in order."""
    return (each for each in element.iter() if name(each) in names)


def find(element: Element | None, *names: str) -> Element | None:
    """The first element below with one of these names."""
    return None if element is None else next(find_all(element, *names), None)


def words(element: Element | None) -> str | None:
    """The text of an element and of all below it, its spaces made one; None where there is none."""
    return None if element is None else " ".join("".join(element.itertext()).split()) or None
