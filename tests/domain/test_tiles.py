"""The layout in which the record is published: the examples of its specification and both sides of each limit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timonel.domain.tiles import ENTRIES, Tile, bundle, holds, parse_path, tiles_of, width_at


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "0/000"),
        (Tile(0, 999), "0/999"),
        (Tile(0, 1000), "0/x001/000"),
        (Tile(0, 1234067), "0/x001/x234/067"),
        (Tile(2, 5, 17), "2/005.p/17"),
        (Tile(ENTRIES, 1234067, 1), "entries/x001/x234/067.p/1"),
        (Tile(63, 0, 255), "63/000.p/255"),
    ],
)
def test_a_path_is_written_and_read_in_one_way(tile, path):
    assert tile.path == path
    assert parse_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "",
        "0",
        "0/",
        "0/0",
        "0/00",
        "0/0000",
        "00/000",
        "0/x000/001",
        "0/001/002",
        "0/x001/x234",
        "0/000.p/0",
        "0/000.p/256",
        "0/000.p/01",
        "0/000.p/",
        "-1/000",
        "entries/",
        "x/000",
        "0/０００",
        "100/000",
        "0/000.p/999",
        "entries/x000/000",
        "0/000\n",
    ],
)
def test_any_other_way_to_write_it_is_no_path(path):
    assert parse_path(path) is None


@settings(deadline=None)
@given(st.integers(-1, 63), st.integers(0, 10**12), st.integers(1, 256))
def test_every_tile_has_a_path_that_reads_back(level, index, width):
    assert parse_path(Tile(level, index, width).path) == Tile(level, index, width)


def test_a_tree_of_seventy_thousand_has_the_tiles_of_the_specification():
    widths = {level: [tile.width for tile in tiles_of(70_000, level)] for level in range(4)}
    assert widths == {0: [256] * 273 + [112], 1: [256, 17], 2: [1], 3: []}
    assert list(tiles_of(70_000, ENTRIES))[-1] == Tile(ENTRIES, 273, 112)


@pytest.mark.parametrize(
    ("size", "level", "width"), [(255, 0, 255), (256, 0, 256), (255, 1, 0), (256, 1, 1), (65_536, 2, 1), (65_535, 2, 0)]
)
def test_a_tile_grows_only_by_full_tiles_below(size, level, width):
    assert width_at(level, 0, size) == width


def test_a_tree_holds_the_parts_of_what_is_full_by_now_but_nothing_beyond_its_edge():
    assert holds(300, Tile(0, 0, 200))
    assert holds(300, Tile(0, 1, 44))
    assert not holds(300, Tile(0, 1, 45))
    assert not holds(300, Tile(0, 2, 1))
    assert not holds(300, Tile(0, 0, 0))


def test_a_bundle_writes_each_length_in_two_bytes():
    assert bundle([b"", b"ab", b"x" * 65_535]) == b"\x00\x00\x00\x02ab\xff\xff" + b"x" * 65_535
