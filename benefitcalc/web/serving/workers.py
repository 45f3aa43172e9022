"""Answers are computed by a few threads, so that one that takes long holds up nobody's connection."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from benefitcalc.web.replies import texts
from benefitcalc.web.replies.problems import Stopped
from benefitcalc.web.serving.middleware import Limits

Done = TypeVar("Done")


class Workers:
    """So many threads, before which so many may wait for so long; others are told to come back."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.threads = ThreadPoolExecutor(limits.threads, thread_name_prefix="benefitcalc")
        self.held = 0

    async def do(self, task: Callable[[], Done]) -> Done:
        """What a task returns; stopped where too many wait, or it takes too long."""
        if self.held >= self.limits.waiting:
            raise Stopped(503, texts.BUSY)
        self.held += 1
        try:
            future = asyncio.get_running_loop().run_in_executor(self.threads, task)
            # One that takes too long keeps its thread, and no other: what is read is bounded, so it ends.
            return await asyncio.wait_for(future, self.limits.answer_seconds)
        except TimeoutError:
            raise Stopped(503, texts.TOO_LONG) from None
        finally:
            self.held -= 1
