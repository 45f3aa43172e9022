"""特困人员能得到哪一种供养。Which support a person in extreme hardship is promised.

python examples/extreme_hardship_support.py --is-in-extreme-hardship yes --age 45 --wants-placement yes
"""

from asking import main

from benefitcalc.rules import extreme_hardship_support

if __name__ == "__main__":
    raise SystemExit(main(extreme_hardship_support))
