"""What the long tier needs beside Python's packages is found, or named with how to install it."""

import pytest

from tools import find_programs


@pytest.mark.parametrize("package", find_programs.PROGRAMS)
def test_a_program_that_is_not_there_is_named_with_how_to_install_it(monkeypatch, package):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(find_programs, "SERVERS", ())
    with pytest.raises(find_programs.Missing, match=f"apt-get install {package}"):
        find_programs.PROGRAMS[package]()


def test_what_cannot_be_installed_is_said_and_ends_with_1(monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(find_programs, "SERVERS", ())
    assert find_programs.main() == 1
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_what_is_there_is_not_installed_again(monkeypatch, tmp_path):
    for name in ("chromium", "postgres"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(find_programs, "SERVERS", (str(tmp_path),))
    assert find_programs.chromium() == tmp_path / "chromium"
    assert find_programs.main() == 0
