"""Whether it is up, and by what it answers: for those who watch over a server. Nothing of anybody is in it."""

from datetime import date

from fastapi import APIRouter, Request
from pydantic import BaseModel

from benefitcalc.engine.provenance import library_version
from benefitcalc.policy.loading import law_of, policies

router = APIRouter(include_in_schema=False)


class Health(BaseModel):
    """The version of the library, the day by which the page answers, and the digest of each document, by its id."""

    version: str
    day: date
    documents: dict[str, str]


@router.get("/health")
async def health(request: Request) -> Health:
    """What is served, and by which documents."""
    documents = {name: law_of(name).digest for name in policies()}
    return Health(version=library_version(), day=request.app.state.day(), documents=documents)
