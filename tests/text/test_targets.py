"""Targets, whoever writes them: whole or not at all, a link kept, mode and owner as they were."""

import errno
import os
import stat
import sys
from pathlib import Path

import polars as pl
import pytest

import benefitcalc as bc
from benefitcalc.cli.main import main
from benefitcalc.rules import outpatient_pooling
from benefitcalc.text import targets

INSURED = {"has_resident_insurance": True}
POOLING = ["curve", "outpatient_pooling", "--over", "outpatient_cost", "--has-resident-insurance", "yes"]


def people():
    pl.DataFrame({"has_resident_insurance": True, "outpatient_cost_fen": [800_00, -1]}).write_parquet("people.parquet")
    return "people.parquet"


WRITERS = {
    "table.csv": lambda file: bc.assess_file(people(), file, rules=outpatient_pooling),
    "table.parquet": lambda file: bc.assess_file(people(), file, rules=outpatient_pooling),
    "problems.csv": lambda file: bc.assess_file(people(), "t.csv", rules=outpatient_pooling, problems=file),
    "report.csv": lambda file: bc.write_csv(outpatient_pooling.curve(over="outpatient_cost", **INSURED), file),
    "chart.svg": lambda file: bc.chart(outpatient_pooling, "outpatient_cost", file, lang="en", **INSURED),
    "chart.png": lambda file: bc.chart(outpatient_pooling, "outpatient_cost", file, lang="en", **INSURED),
    "curve.csv": lambda file: main([*POOLING, "--out", str(file)]),
}
every_writer = pytest.mark.parametrize("name", WRITERS)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def mode(file):
    return stat.S_IMODE(Path(file).stat().st_mode)


@every_writer
@pytest.mark.parametrize("before", [0o600, 0o640, 0o664])
def test_a_target_keeps_its_mode(name, before):
    Path(name).write_bytes(b"of an earlier run")
    Path(name).chmod(before)
    WRITERS[name](name)
    assert mode(name) == before
    assert b"earlier" not in Path(name).read_bytes()


@every_writer
def test_a_new_target_has_the_mode_that_every_new_file_has(name):
    Path("plain").touch()
    WRITERS[name](name)
    assert mode(name) == mode("plain")


@every_writer
def test_a_link_stays_one_and_the_file_that_it_points_to_is_replaced(folder, name):
    (folder / "below").mkdir()
    real = folder / "below" / f"real{Path(name).suffix}"
    real.write_bytes(b"of an earlier run")
    Path(name).symlink_to(real)
    WRITERS[name](name)
    assert Path(name).readlink() == real
    assert b"earlier" not in real.read_bytes()
    assert [file.name for file in (folder / "below").iterdir()] == [real.name]


def test_a_link_to_a_file_that_is_not_there_yet_makes_that_file():
    Path("link.csv").symlink_to("new.csv")
    targets.write(Path("link.csv"), b"new")
    assert Path("link.csv").is_symlink()
    assert Path("new.csv").read_bytes() == b"new"


def test_a_link_that_leads_to_itself_is_refused():
    Path("link.csv").symlink_to("link.csv")
    with pytest.raises(bc.Refused, match=r"link.csv: cannot be written: "):
        targets.write(Path("link.csv"), b"new")
    assert Path("link.csv").is_symlink()


@every_writer
def test_a_disk_that_is_full_leaves_the_earlier_target_and_nothing_else(folder, name, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    Path(name).write_bytes(b"of an earlier run")
    people()
    monkeypatch.setattr(os, "fsync", full)
    if name == "curve.csv":
        assert WRITERS[name](name) == 1
    else:
        with pytest.raises(bc.Refused, match=r": cannot be written: No space left on device"):
            WRITERS[name](name)
    assert Path(name).read_bytes() == b"of an earlier run"
    assert {file.name for file in folder.iterdir()} == {name, "people.parquet"}


def test_while_a_private_file_is_written_over_nobody_else_may_read_what_it_becomes(monkeypatch):
    Path("a.csv").touch(0o600)
    monkeypatch.setattr(targets, "_make_alike", lambda *_: None)  # so that the mode stays the one it was filled with
    targets.write(Path("a.csv"), b"new")
    assert mode("a.csv") == 0o600


@pytest.mark.skipif(not hasattr(os, "chown") or os.geteuid() != 0, reason="only root may give files away")
def test_a_target_of_somebody_else_stays_theirs():
    Path("a.csv").touch()
    os.chown("a.csv", 1234, 5678)
    targets.write(Path("a.csv"), b"new")
    assert (Path("a.csv").stat().st_uid, Path("a.csv").stat().st_gid) == (1234, 5678)


def test_where_a_file_cannot_be_given_away_it_is_written_all_the_same(monkeypatch):
    def refuse(*_):
        raise PermissionError

    Path("a.csv").touch()
    monkeypatch.setattr(os, "chown", refuse, raising=False)
    targets.write(Path("a.csv"), b"new")
    assert Path("a.csv").read_bytes() == b"new"


def test_a_system_without_owners_and_without_folders_that_open_is_written_to_all_the_same(monkeypatch):
    Path("a.csv").touch()
    for name in ("chown", "O_DIRECTORY"):
        monkeypatch.delattr(os, name, raising=False)
    targets.write(Path("a.csv"), b"new")
    assert Path("a.csv").read_bytes() == b"new"


def test_a_file_that_may_not_be_written_is_not_replaced_either(monkeypatch):
    Path("a.csv").write_bytes(b"kept")
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everything
    with pytest.raises(bc.Refused, match=r"a.csv: cannot be written: Permission denied"):
        targets.write(Path("a.csv"), b"new")
    assert Path("a.csv").read_bytes() == b"kept"


def test_a_folder_in_which_nothing_may_be_written_is_told_of_the_target_and_not_of_the_source(monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    source = people()
    monkeypatch.setattr(targets, "open", refuse, raising=False)
    with pytest.raises(bc.Refused) as told:
        bc.assess_file(source, "answers.csv", rules=outpatient_pooling)
    assert str(told.value) == "answers.csv: cannot be written: Permission denied"
    assert told.value.explain("zh") == "answers.csv：无法写入：没有权限"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such folder")
def test_a_folder_that_the_system_keeps_to_itself_is_told_too():
    with pytest.raises(bc.Refused, match=r"^answers.csv: cannot be written: "):
        bc.assess_file(people(), "/proc/answers.csv", rules=outpatient_pooling)


def test_a_pipe_is_no_target():
    os.mkfifo("pipe.csv")
    with pytest.raises(bc.Refused, match=r"pipe.csv: cannot be written: it is a folder or a device"):
        targets.write(Path("pipe.csv"), b"new")


@pytest.mark.parametrize("stem", ["x" * 250, "居" * 83])
def test_a_name_may_be_as_long_as_the_system_lets_it_be(stem):
    targets.write(Path(f"{stem}.csv"), b"new")
    assert Path(f"{stem}.csv").read_bytes() == b"new"


def test_half_of_a_character_cannot_be_written():
    with pytest.raises(bc.Refused, match=r"a.csv: cannot be written: 'utf-8' codec"):
        targets.write_csv_text(Path("a.csv"), "\ud800")
    assert not Path("a.csv").exists()


def test_an_error_of_whoever_writes_passes_through_and_nothing_is_left(folder):
    with pytest.raises(KeyError), targets.written_whole(Path("a.csv"), Path("b.csv")):
        raise KeyError
    assert list(folder.iterdir()) == []
