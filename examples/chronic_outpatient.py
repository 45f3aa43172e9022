r"""全年门诊慢特病费用能报销多少。What is paid of a year's outpatient bills for a chronic or special disease.

python examples/chronic_outpatient.py \
    --has-resident-insurance yes --has-chronic-recognition yes --chronic-cost 10000
"""

from asking import main

from benefitcalc.rules import chronic_outpatient

if __name__ == "__main__":
    raise SystemExit(main(chronic_outpatient))
