"""Files to be written: a target appears complete or not at all, even where writing it fails.

The content goes into a hidden file beside the target, is forced to disk, and takes the target's place. A link stays a
link, and what it points to is replaced; a target that was there keeps its mode, and its owner where the system lets it.
"""

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from benefitcalc.text.message import N_, Message, Problem, Refused, say, shown
from benefitcalc.text.system_errors import why

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""How every CSV file of this library begins: without it, Excel in China takes Chinese in UTF-8 for GBK."""

LONGEST_STEM = 20
"""So much of a target's name stands in that of its hidden file: a name may have some 250 bytes, a character four."""


def path_of(file: object) -> Path:
    """Where a file is to be written; Refused for what is no path."""
    if isinstance(file, str | Path):
        return Path(file)
    raise Refused(say(N_("give the path of a file, not '{given}'"), given=shown(file)))


def write(target: Path, content: bytes) -> None:
    """Write one file; Refused where it cannot be written."""
    with written_whole(target) as [opened], _told_of(target):
        opened.write(content)


def write_csv_text(target: Path, text: str) -> None:
    """Write a CSV file, with its mark."""
    with _told_of(target):  # half of a character cannot be written
        content = BYTE_ORDER_MARK + text.encode()
    write(target, content)


@contextmanager
def written_whole(*targets: Path) -> Iterator[list[BinaryIO]]:
    """Files to be filled, one for each target, which take their places when all are on disk, the first one last.

    Refused where a target cannot be written. Where anything fails, no target has changed and nothing is left.
    """
    with ExitStack() as stack:
        parts = [stack.enter_context(_beside(target)) for target in targets]
        yield [part.file for part in parts]
        for part in parts:
            part.finish()
        for part in reversed(parts):
            part.take_its_place()


class _Part(NamedTuple):
    """A hidden file, what it is to become, and what was there before."""

    file: BinaryIO
    target: Path
    place: Path
    """The target, or what it points to where it is a link."""
    before: os.stat_result | None

    def finish(self) -> None:
        """All of it on disk, with the mode and the owner of what was there before."""
        with _told_of(self.target):
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()
            if self.before:
                _make_alike(self.file.name, self.before)

    def take_its_place(self) -> None:
        with _told_of(self.target):
            Path(self.file.name).replace(self.place)
            _sync_folder(self.place)


@contextmanager
def _beside(target: Path) -> Iterator[_Part]:
    with _told_of(target):
        place = Path(os.path.realpath(target))
        before = _before(target)
        hidden = place.with_name(f".{place.stem[:LONGEST_STEM]}.{secrets.token_hex(6)}.part{place.suffix}")
    try:
        with _told_of(target):
            # Nobody else may read what nobody else could read before.
            mode = 0o600 if before else 0o666
            file = open(hidden, "xb", opener=lambda name, flags: os.open(name, flags, mode))  # noqa: SIM115 - Path.open takes no opener; closed below
        with _closed(file):
            yield _Part(file, target, place, before)
    finally:
        with suppress(OSError):
            hidden.unlink()


@contextmanager
def _closed(file: BinaryIO) -> Iterator[None]:
    try:
        yield
    finally:
        with suppress(OSError):  # of a full disk, once more
            file.close()


def _before(target: Path) -> os.stat_result | None:
    """What is known of an earlier target; None where there is none. Refused where it is not to be written over."""
    try:
        found = target.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        raise Refused(_cannot(target, say(N_("it is a folder or a device"))))
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return found


def _make_alike(file: str, before: os.stat_result) -> None:
    if hasattr(os, "chown"):
        for user, group in ((-1, before.st_gid), (before.st_uid, -1)):
            with suppress(PermissionError):  # only some may give a file away
                os.chown(file, user, group)
    Path(file).chmod(stat.S_IMODE(before.st_mode))


def _sync_folder(file: Path) -> None:
    """Have the disk keep a file's new name, where the system lets a folder be opened."""
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(file.absolute().parent, os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def _told_of(target: Path) -> Iterator[None]:
    try:
        yield
    except Refused:
        raise
    except (OSError, ValueError) as error:
        raise Refused(_cannot(target, why(error))) from error


def _cannot(target: Path, because: Message) -> Problem:
    return say(N_("cannot be written: {why}"), why=because).at(target.name)
