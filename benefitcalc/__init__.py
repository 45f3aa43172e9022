"""What a policy document promises one person, to the fen, with the reasons and the clause."""

from benefitcalc.estimate import Estimate
from benefitcalc.messages import Refused
from benefitcalc.policy import Policy, policies, policy
from benefitcalc.receipt import verify
from benefitcalc.rule import Rule
from benefitcalc.rules import RULES
from benefitcalc.words import CareNeed, Sex

__all__ = ["RULES", "CareNeed", "Estimate", "Policy", "Refused", "Rule", "Sex", "policies", "policy", "verify"]
