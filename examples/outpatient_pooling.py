"""全年普通门诊费用，门诊统筹能报销多少。What outpatient pooling pays of a year's ordinary outpatient bills.

python examples/outpatient_pooling.py --has-resident-insurance yes --outpatient-cost 800
"""

from asking import main

from benefitcalc.rules import outpatient_pooling

if __name__ == "__main__":
    raise SystemExit(main(outpatient_pooling))
