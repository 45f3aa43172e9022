r"""入住养老机构的费用能补贴多少。What part of a care home's bill is subsidised.

python examples/care_home_subsidy.py \
    --age 82 --care-need partial --is-in-economic-hardship yes \
    --care-home-stars 2 --care-home-cost 36000
"""

from asking import main

from benefitcalc.rules import care_home_subsidy

if __name__ == "__main__":
    raise SystemExit(main(care_home_subsidy))
