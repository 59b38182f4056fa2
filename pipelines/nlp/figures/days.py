"""The first and the last day that words of time mean, counted from the day of publication and the periods named before."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from pipelines.nlp.figures.times import Time

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
SEASONS = {"spring": 2, "summer": 5, "autumn": 8, "fall": 8, "winter": 11}
ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4, "holiday": 4}
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "quarter": 3,
}  # fmt: skip
STEPS = {"last": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}

# How many months ahead a day without a year, or a month of money to come, is the next one.
SOON = 3
# Their last day is open; their first is.
OPEN, AHEAD = ("since", "from", "after", "start", "begin", "effective", "as from"), ("by", "until", "till", "before", "through")
# What is said to be the year before: "the same period in 2003".
YEAR_BEFORE = re.compile(r"\bsame\s+(?:period|quarter|month|three\s+months|time)\s+(?:in|of)\s+((?:19|20)\d\d)\b")

# The first and the last day, None where one is open or unknown.
Days = tuple[date | None, date | None]
NONE: Days = (None, None)


class Clock(NamedTuple):
    """What words of time are counted from: the day of publication, the last and the latest period of the figures before."""

    published: date | None
    inferred: date | None = None
    last: Days = NONE
    latest: Days = NONE

    def after(self, period: Days) -> Clock:
        """Give the clock behind a figure of a period."""
        later = self.latest[1] is None or (period[1] is not None and period[1] > self.latest[1])
        return self._replace(last=period, latest=period if later and None not in period else self.latest)


def clock(published: date | None, text: str) -> Clock:
    """Give the clock of an article; one without a day of publication counts months by the year that it compares its own with."""
    if published is not None and 2 < published.year < 9997:
        return Clock(published)
    found = YEAR_BEFORE.search(text)
    return Clock(None, date(int(found[1]) + 2, 1, 1) if found else None)


def months(year: int, month: int, count: int) -> Days:
    """Give the first and the last day of some months, `month` counted from 0 in `year` and free to leave it."""
    first = 12 * year + month
    last = first + count
    if not 12 < first < last < 12 * 9999:
        return NONE
    return date(first // 12, first % 12 + 1, 1), date(last // 12, last % 12 + 1, 1) - timedelta(days=1)


def days(time: Time, clock: Clock, public: bool, coming: bool = False) -> Days:
    """Give the first and the last day that words of time mean.

    `public` tells that a fiscal year begins in October, `coming` that a quarter without a year is the next, not the last.
    """
    parts, name, how = time.parts, time.name, time.parts.get("how", "")
    if name == "span":
        return NONE
    if name == "that":
        return that(parts, clock)
    if name in ("same", "before"):
        return year_before(time, clock)
    if name == "later":
        return later(parts, clock.last[0])
    if name in ("years", "year", "decade", "fiscal") or (name == "since" and "month" not in parts):
        found = of_years("year" if name == "since" else name, parts, clock.published, public)
    elif name in ("relative", "weekday", "ago"):
        found = counted(name, parts, clock.published)
    else:
        found = of_months(name, parts, clock.published or clock.inferred, how, coming)
    if name in ("years", "months", "days"):
        return found  # whose first and last are named, or one stands for the whole
    return None if how in AHEAD else found[0], None if how.startswith(OPEN) else found[1]


def that(parts: dict[str, str], clock: Clock) -> Days:
    """Give the period spoken of before: "since then", "in that quarter", "for the year"."""
    first, last = clock.last
    if "how" in parts:
        return first, None
    if parts.get("unit") in ("year", "quarter") and (first is None or last is None or (last - first).days < 80):
        if clock.published is None or parts["unit"] == "quarter":
            return NONE
        return months(clock.published.year - (clock.published.month < 4), 0, 12)
    if parts.get("unit") == "year" and first is not None and last is not None and (last - first).days < 360:
        return months(last.year, 0, 12)
    return clock.last


def later(parts: dict[str, str], last: date | None) -> Days:
    """Give the year or the month some after the one spoken of before."""
    if last is None:
        return NONE
    count = number(parts["count"])
    return months(last.year + count, 0, 12) if parts["unit"] == "year" else months(last.year, last.month - 1 + count, 1)


def number(word: str) -> int:
    """Give the number that a word or digits write."""
    return int(word) if word.isdecimal() else NUMBERS[word]


def of_years(name: str, parts: dict[str, str], published: date | None, public: bool) -> Days:
    """Give the days of calendar and fiscal years, and of decades."""
    if name == "years":
        first, last = int(parts["from"]), int(parts["to"])
        last = last if last > 99 else first // 100 * 100 + last
        return months(first, -3 if public and "fiscal" in parts else 0, 12 * (last - first + 1))
    if name == "decade":
        return months(int(parts["decade"]), 0, 120)
    year = int(parts["year"]) if "year" in parts else 2000 + int(parts["short"]) if "short" in parts else None
    if name == "year":
        return months(year or 0, 0, 12)
    if year is None and published is not None:
        year = published.year + STEPS.get(parts.get("which", ""), 0) + (published.month > 9 and public)
    return NONE if year is None else months(year, -3 if public else 0, 12)


def of_months(name: str, parts: dict[str, str], published: date | None, how: str, coming: bool) -> Days:
    """Give the days of months, quarters and halves, and of a day in a month; the last that has begun without a year."""
    month = MONTHS.index((parts.get("month") or parts.get("month2") or "jan")[:3])
    size = {"quarter": 3, "half": 6}.get(name, 1)
    if name in ("quarter", "half"):
        month = size * (int(parts.get("number") or ORDER[parts["order"]]) - 1)
    elif name == "part":
        month, size = 0, number(parts["count"])
    elif name == "months":
        size = (MONTHS.index(parts["month2"][:3]) - month) % 12 + 1
    step = parts.get("which") or parts.get("that")
    if "year" in parts:
        year = int(parts["year"])
    elif published is None:
        return NONE
    elif step and "month" not in parts:
        year = published.year + STEPS.get(step, 0)
    elif parts.get("that"):
        year = published.year + STEPS.get(parts["that"], 0)
    elif step == "next":
        year = published.year + (month < published.month)
    elif name == "quarter" and coming:
        year = published.year + (month + size < published.month)
    elif name in ("quarter", "half", "part", "months"):
        year = published.year - (month + size > published.month - (name == "part"))
    else:
        year = recent(published, month, how, ahead=name in ("day", "days") or (coming and not step))
    if name == "year_to":
        size = 3 if "quarter" in parts else number(parts.get("count") or "12")
        return months(year, month + 1 - size, size)
    if name in ("day", "days"):
        first = int(parts.get("day") or parts.get("day2") or 1)
        last = int(parts.get("to") or parts.get("to2") or first)
        try:
            return date(year, month + 1, first), date(year, month + 1, max(first, last))
        except ValueError:
            return NONE
    return months(year, month, size)


def recent(published: date, month: int, how: str, ahead: bool) -> int:
    """Give the year of a month named without one: the last that has begun, the next where the words look ahead."""
    now = published.month - 1
    if how in AHEAD:
        return published.year + (now - month > SOON + 1)
    return published.year - (month > now + (SOON if ahead else 0))


def counted(name: str, parts: dict[str, str], published: date | None) -> Days:
    """Give the days of what is counted from the day of publication: last year, this week, two months ago, on Monday."""
    if published is None:
        return NONE
    if name == "weekday":
        return weekday(parts, published)
    step, unit, month = STEPS.get(parts.get("which", ""), 0), parts["unit"], published.month - 1
    if name == "ago":
        step = -number(parts["count"])
    if unit == "year":
        return months(published.year + step, 0, 12)
    if unit == "decade":
        return (
            months(published.year + 10 * step, 0, 12) if name == "ago" else months(published.year // 10 * 10 + 10 * step, 0, 120)
        )
    if unit == "month":
        return months(published.year, month + step, 1)
    if unit == "quarter":
        return months(published.year, month // 3 * 3 + 3 * step, 3)
    if unit in SEASONS:
        begun = SEASONS[unit] <= month
        return months(
            published.year + (step if step > 0 or not begun else 0), SEASONS[unit], 3
        )  # "last summer" may be this year's
    first = published + timedelta(days=step if unit == "day" else 7 * step - published.weekday())
    return first, first if unit == "day" else first + timedelta(days=6)


def weekday(parts: dict[str, str], published: date) -> Days:
    """Give the day: the last of its name up to the day of publication."""
    name = parts["weekday"]
    if name in WEEKDAYS:
        back = (published.weekday() - WEEKDAYS.index(name)) % 7
        day = published - timedelta(days=back - 7 if parts.get("which", "").strip() == "next" else back)
    else:
        day = published + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(name, 0))
    return day, day


def year_before(time: Time, clock: Clock) -> Days:
    """Give the same days a year before the latest period: "a year earlier", "the same period in 2003"."""
    year, (first, last), published = int(time.parts.get("year", 0)), clock.latest, clock.published
    if first is None or last is None:
        ago = published is not None and "ago" in time.text.lower() and time.name == "before"
        return months(published.year - 1, 0, 12) if published and ago else months(year, 0, 12)
    count = 12 * (last.year - first.year) + last.month - first.month + 1
    return months(year or first.year - 1, first.month - 1, count) if count < 2400 else NONE
