"""Freeze the currencies of CLDR (Babel) and our overlay into `pipelines/nlp/data/`: `python training/currencies.py`."""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from datetime import date
from pathlib import Path

from babel import Locale
from babel.core import get_global, localedata
from babel.numbers import get_currency_name, get_currency_symbol

DATA = Path(__file__).parents[1] / "pipelines/nlp/data"


def tenders() -> dict[str, str]:
    """Give the currency that each country uses today."""
    found = {}
    for country, rows in get_global("territory_currencies").items():
        now = [code for code, _, end, tender in rows if tender and end is None]
        if now and len(country) == 2:
            found[country] = now[-1] if country == "PA" else now[0]
    return found


def main() -> None:
    """Write `currencies.csv` and `tenders.csv`; a form of `currencies_own.csv` takes the place of CLDR's."""
    in_use = tenders()
    current = set(in_use.values())
    forms: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code in sorted(Locale("en").currencies):
        name, many = (get_currency_name(code, count=n, locale="en") for n in (1, 2))
        if "(" in name or (code.startswith("X") and code not in current):
            continue
        for form in {name.lower(), many.lower()}:
            forms[form, "name"].append(code)
            if code in current and " " in form:
                forms[form.split()[-1], "name"].append(code)
        if code in current:
            forms[code, "code"].append(code)
    for locale in sorted(localedata.locale_identifiers()):
        code = in_use.get(Locale.parse(locale).territory or "")
        if code is not None:
            symbol = get_currency_symbol(code, locale=locale).replace("\u200f", "")
            if len(symbol) == 1 and unicodedata.category(symbol) == "Sc" and code not in forms[symbol, "sign"]:
                forms[symbol, "sign"].append(code)
    own = {row["form"]: row for row in csv.DictReader((DATA / "currencies_own.csv").open(encoding="utf-8"))}
    rows = [
        {"form": form, "role": role, "codes": " ".join(sorted(set(codes))), "factor": "1", "guard": ""}
        for (form, role), codes in forms.items()
    ]
    rows = [row for row in [*(row for row in rows if row["form"] not in own), *own.values()] if row["codes"]]
    with (DATA / "currencies.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, ("form", "role", "codes", "factor", "guard"), lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: (row["role"], row["form"])))
    with (DATA / "tenders.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([("country", "currency"), *sorted(in_use.items())])
    print(f"{date.today()}: {len(rows)} forms, {len(in_use)} countries")


if __name__ == "__main__":
    main()
