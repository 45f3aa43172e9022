r"""医保报销之后，医疗救助再给多少。What medical assistance adds once the insurances have paid.

python examples/medical_assistance.py \
    --is-dibao yes --is-in-extreme-hardship no --is-in-other-hardship-group no \
    --eligible-cost 10000 --basic-insurance-paid 6000 --critical-illness-paid 500
"""

from asking import main

from benefitcalc.rules import medical_assistance

if __name__ == "__main__":
    raise SystemExit(main(medical_assistance))
