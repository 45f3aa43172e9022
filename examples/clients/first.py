"""A first answer through a generated client: ``python first.py http://127.0.0.1:8000``."""

import sys

from benefitcalc_client import Client
from benefitcalc_client.api.benefits import batch, estimate, screen
from benefitcalc_client.models import (
    BatchAnswer,
    BatchAsked,
    EstimateAnswer,
    EstimateAsked,
    Facts,
    ProblemDetails,
    Question,
    RuleName,
    ScreenAnswer,
    ScreenAsked,
)

client = Client(base_url=sys.argv[1])
facts = Facts(age=82, care_need="partial", is_in_economic_hardship=True, care_home_cost="36000")
rule, on = RuleName.CARE_HOME_SUBSIDY, "2023-05-01"

answer = estimate.sync(client=client, body=EstimateAsked(rule=rule, facts=facts, on=on), lang="en")
assert isinstance(answer, EstimateAnswer)
found = answer.estimate
print(f"{found.at_least} to {found.at_most}, missing: {', '.join(found.missing)}")

screened = screen.sync(client=client, body=ScreenAsked(facts=facts, on=on), lang="en")
assert isinstance(screened, ScreenAnswer)
assert isinstance(screened.screening.next_question, Question)
print(screened.screening.next_question.says.text)

facts.care_home_stars = 2
people = batch.sync(client=client, body=BatchAsked(rule=rule, people=[facts, Facts()], on=on), lang="en")
assert isinstance(people, BatchAnswer)
print(*(each.amount for each in people.people), sep="\n")

refused = estimate.sync(client=client, body=EstimateAsked(rule=rule, facts=Facts(age=-1)), lang="en")
assert isinstance(refused, ProblemDetails)
print(refused.status, refused.problems[0].pointer)
