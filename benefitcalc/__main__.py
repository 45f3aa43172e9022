"""`python -m benefitcalc`: the command line."""

import sys

from benefitcalc.cli import main

sys.exit(main())
