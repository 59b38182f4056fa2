"""Files that nothing has touched are not read again; whatever touches one is seen."""

from __future__ import annotations

import os
import shutil
from datetime import date

import pytest

from pipelines import lake, landing, retiring, untouched

DAY = date(2026, 9, 1)


@pytest.fixture
def reads(monkeypatch):
    """The files that are read, in order; all lie still for long enough."""
    monkeypatch.setattr(untouched, "SETTLED_NS", -(10**12))
    names, own = [], lake.keep

    def keep(home, day, file, known):
        names.append(os.path.basename(file.name))
        return own(home, day, file, known)

    monkeypatch.setattr(lake, "keep", keep)
    return names


def land(settings, on=DAY):
    return landing.land(settings, [settings.inbox], on=on)


def test_a_file_that_nothing_has_touched_is_not_read_again_and_stands_where_it_landed(settings, reads):
    (settings.inbox / "a.txt").write_text("one")
    (settings.inbox / "b.txt").write_text("two")
    first = land(settings)
    assert land(settings, date(2026, 9, 2)) == first
    assert reads == ["a.txt", "b.txt"]


def write_in_place(file):
    with file.open("r+b") as there:
        there.write(b"two")


def write_and_set_the_time_back(file):
    before = file.stat()
    write_in_place(file)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def put_another_in_its_place(file):
    before = file.stat()
    other = file.with_name(".other")
    other.write_bytes(b"two")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    os.replace(other, file)


@pytest.mark.parametrize("change", [write_in_place, write_and_set_the_time_back, put_another_in_its_place])
def test_whatever_changes_a_file_is_seen_also_with_the_same_size_and_time(settings, reads, change):
    file = settings.inbox / "a.txt"
    file.write_bytes(b"one")
    land(settings)
    change(file)
    (item,) = land(settings)
    assert item.read(settings.home) == b"two"


def test_a_file_that_changed_shortly_before_is_read_again(settings, reads, monkeypatch):
    monkeypatch.setattr(untouched, "SETTLED_NS", 3600 * 10**9)
    (settings.inbox / "a.txt").write_text("one")
    assert land(settings) == land(settings)
    assert reads == ["a.txt", "a.txt"]


def test_what_the_landing_zone_has_lost_lands_again(settings, reads):
    (settings.inbox / "a.txt").write_text("one")
    land(settings)
    shutil.rmtree(lake.folder(settings.home, lake.LANDING, DAY))
    (again,) = land(settings)
    assert again.read(settings.home) == b"one"


@pytest.mark.parametrize("kept", ["", "{", "[]"])
def test_what_is_kept_can_be_lost_or_broken(settings, reads, kept):
    (settings.inbox / "a.txt").write_text("one")
    first = land(settings)
    (file,) = (settings.home / "landing" / "untouched").iterdir()
    file.write_text(kept) if kept else file.unlink()
    assert land(settings) == first


def test_a_file_of_a_day_that_was_taken_out_is_not_read_and_does_not_land_again(settings, reads):
    (settings.inbox / "a.txt").write_text("one")
    land(settings)
    retiring.take_out(settings, [DAY])
    retiring.forget_bytes(settings, [DAY])
    assert land(settings, date(2026, 9, 2)) == []
    assert reads == ["a.txt"]


def test_files_that_are_gone_are_forgotten(settings, reads):
    for name in ("a.txt", "b.txt"):
        (settings.inbox / name).write_text(name)
    land(settings)
    (settings.inbox / "a.txt").unlink()
    land(settings)
    (file,) = (settings.home / "landing" / "untouched").iterdir()
    assert "b.txt" in file.read_text() and "a.txt" not in file.read_text()
