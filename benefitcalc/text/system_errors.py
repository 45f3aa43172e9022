"""The system's errors for a file or a port, in the languages of the library."""

import errno

from benefitcalc.text.message import N_, Message, say

_SAID = {
    errno.ENOENT: N_("No such file or directory"),
    errno.EISDIR: N_("Is a directory"),
    errno.ENOTDIR: N_("Not a directory"),
    errno.EACCES: N_("Permission denied"),
    errno.EPERM: N_("Operation not permitted"),
    errno.EROFS: N_("Read-only file system"),
    errno.EEXIST: N_("File exists"),
    errno.ENAMETOOLONG: N_("File name too long"),
    errno.EFBIG: N_("File too large"),
    errno.ENOSPC: N_("No space left on device"),
    errno.EADDRINUSE: N_("Address already in use"),
}
"""The errors that users meet most; any other error keeps the system's own text."""


def why(error: Exception) -> Message:
    """Return in one line why the system, or a library that works with files, failed."""
    if isinstance(error, OSError) and error.errno in _SAID:
        return say(_SAID[error.errno])
    own = error.strerror if isinstance(error, OSError) else None
    return say("{why}", why=(own or str(error)).strip().partition("\n")[0])
