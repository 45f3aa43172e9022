"""`python -m benefitcalc`: the command line."""

import sys

from benefitcalc.cli.main import main

sys.exit(main())
