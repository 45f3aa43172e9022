"""Compute answers on a few threads, so that a slow one does not block other connections."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from benefitcalc.web.replies import texts
from benefitcalc.web.replies.problems import Stopped
from benefitcalc.web.serving.middleware import Limits

Done = TypeVar("Done")


class Workers:
    """A limited number of threads and waiting tasks; further requests are asked to come back."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.threads = ThreadPoolExecutor(limits.threads, thread_name_prefix="benefitcalc")
        self.held = 0

    async def do(self, task: Callable[[], Done]) -> Done:
        """Return the result of a task. Raises `Stopped` if too many tasks wait, or if it takes too long."""
        if self.held >= self.limits.waiting:
            raise Stopped(503, texts.BUSY)
        self.held += 1
        try:
            future = asyncio.get_running_loop().run_in_executor(self.threads, task)
            # A slow task keeps only its own thread. Its input is bounded, so it ends.
            return await asyncio.wait_for(future, self.limits.answer_seconds)
        except TimeoutError:
            raise Stopped(503, texts.TOO_LONG) from None
        finally:
            self.held -= 1
