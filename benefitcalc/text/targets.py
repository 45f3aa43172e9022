"""Write files atomically: a target appears complete or not at all, even if writing fails.

The content is written to a hidden file beside the target and forced to disk; then the file replaces the target. A
symbolic link stays, and its destination is replaced. An existing target keeps its mode, and its owner where the
system allows it.
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
"""The first bytes of every CSV file of this library. Without it, Excel in China reads UTF-8 as GBK."""

LONGEST_STEM = 20
"""The greatest part of the target's name in the hidden file's name: a name has about 250 bytes, a character up to 4."""


def path_of(file: object) -> Path:
    """Return the path of a file to write; raise `Refused` if the argument is not a path."""
    if isinstance(file, str | Path):
        return Path(file)
    raise Refused(say(N_("give the path of a file, not '{given}'"), given=shown(file)))


def write(target: Path, content: bytes) -> None:
    """Write one file; raise `Refused` if it cannot be written."""
    with written_whole(target) as [opened], _naming(target):
        opened.write(content)


def write_csv_text(target: Path, text: str) -> None:
    """Write a CSV file with a byte order mark."""
    with _naming(target):  # half of a surrogate pair cannot be encoded
        content = BYTE_ORDER_MARK + text.encode()
    write(target, content)


@contextmanager
def written_whole(*targets: Path) -> Iterator[list[BinaryIO]]:
    """Open one file per target; all replace their targets together once they are on disk, the first target last.

    Raises `Refused` if a target cannot be written. If anything fails, no target has changed and no file is left.
    """
    with ExitStack() as stack:
        parts = [stack.enter_context(_beside(target)) for target in targets]
        yield [part.file for part in parts]
        for part in parts:
            part.finish()
        for part in reversed(parts):
            part.take_its_place()


class _Part(NamedTuple):
    """A hidden file, its target, and the state of the earlier target."""

    file: BinaryIO
    target: Path
    place: Path
    """The target, or its destination if it is a symbolic link."""
    before: os.stat_result | None

    def finish(self) -> None:
        """Force the content to disk, and set the mode and the owner of the earlier target."""
        with _naming(self.target):
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()
            if self.before:
                _make_alike(self.file.name, self.before)

    def take_its_place(self) -> None:
        with _naming(self.target):
            Path(self.file.name).replace(self.place)
            _sync_folder(self.place)


@contextmanager
def _beside(target: Path) -> Iterator[_Part]:
    with _naming(target):
        place = Path(os.path.realpath(target))
        before = _before(target)
        hidden = place.with_name(f".{place.stem[:LONGEST_STEM]}.{secrets.token_hex(6)}.part{place.suffix}")
    try:
        with _naming(target):
            # A file that others could not read before must not become readable to them.
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
        with suppress(OSError):  # a full disk may fail here again
            file.close()


def _before(target: Path) -> os.stat_result | None:
    """Return the state of an earlier target; None if there is none. Raises `Refused` if it must not be overwritten."""
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
            with suppress(PermissionError):  # few users may change the owner
                os.chown(file, user, group)
    Path(file).chmod(stat.S_IMODE(before.st_mode))


def _sync_folder(file: Path) -> None:
    """Force the new name of a file to disk, if the system can open a folder."""
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(file.absolute().parent, os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def _naming(target: Path) -> Iterator[None]:
    try:
        yield
    except Refused:
        raise
    except (OSError, ValueError) as error:
        raise Refused(_cannot(target, why(error))) from error


def _cannot(target: Path, because: Message) -> Problem:
    return say(N_("cannot be written: {why}"), why=because).at(target.name)
