"""Compare benefitcalc with other rule engines by running them: the tables of `docs/comparison.md`.

    python benchmarks/comparison.py [--alone PYTHON] [--openfisca PYTHON] [--policyengine PYTHON] [--gettsim PYTHON]
        [--taxcalc PYTHON] [--catala PYTHON] [--rows 1000000] [--rounds 7]

Each PYTHON belongs to a separate environment; an engine without one is left out. `--alone` is an environment that has
only benefitcalc, for the cold start and the size. `README.md` has the method and the results; the scripts for the
other engines are in `comparison/`.
"""

import argparse
import os
import subprocess
import sys
from contextlib import ExitStack
from functools import partial
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from one_person import Row, interleaved, of_process, seconds, show
from people import people
from populations import timed
from simulations import child, save

import benefitcalc as bc
from benefitcalc.core.rates import Rate
from benefitcalc.core.words import share
from benefitcalc.rules import care_home_subsidy, medical_assistance, outpatient_pooling

HERE = Path(__file__).parent / "comparison"
sys.path.append(str(HERE))

from benefitcalc_side import RESIDENT

SIDES = {
    "OpenFisca": ("openfisca", "openfisca_side.py"),
    "PolicyEngine": ("policyengine", "policyengine_side.py"),
    "ttsim": ("gettsim", "ttsim_side.py"),
    "GETTSIM": ("gettsim", "gettsim_side.py"),
    "Tax-Calculator": ("taxcalc", "taxcalc_side.py"),
    "Catala's runtime": ("catala", "catala_side.py"),
}
"""Of each engine: the option that names its Python, and its script."""

OWN_LAW = {"GETTSIM": "German child benefit", "Tax-Calculator": "US income tax"}
"""What an engine answers that has a country's law built in, and so none of ours."""

MONEY = {
    "OpenFisca": {"float": "float32 yuan", "int": "int32 fen"},
    "PolicyEngine": {"float": "float32 yuan", "int": "int32 fen"},
    "ttsim": {"float": "float64 yuan, rounded to 0.01", "int": "float64 whole fen"},
}
HELD = MONEY | {"ttsim": MONEY["ttsim"] | {"even": "... beside exact amounts, half to even"}}
"""The same for the count of wrong amounts, which knows two ways to round a half."""

RULES = (care_home_subsidy, outpatient_pooling)

TRAPS = {
    "up": "0.07, up to 0.01",
    "down": "0.29, down to 0.01",
    "nearest": "0.125, 1.005, 2.675, to the nearest 0.01",
    "great": "20000001, read back",
    "wide, situation": "2147483700 fen as an integer, one case",
    "wide, array": "2147483700 fen as an integer, an array",
}
MISSING = {
    "forgotten": "a fact that matters is left out",
    "stars": "the star rating is left out",
    "birth": "no birth date, no age",
    "nan": "NaN",
    "negative": "a cost, wage or hours of -5",
    "age": "an age of -10",
    "misspelt": "a misspelt fact",
    "late": "the year 2050",
    "early": "the year 1990",
}


# Our own side.


def said(rule, **facts):
    """Return an estimate as a table cell: the amount, or the range and the missing facts; or that it refuses."""
    try:
        found = rule.estimate(**facts)
    except bc.Refused as refused:
        return f"refused: {refused}"
    amount = str(found.amount) if found.amount is not None else f"{found.at_least} to {found.at_most}"
    return f"{amount}; missing: {', '.join(found.missing)}" if found.missing else amount


def dated(**facts):
    """Return the amount, and the notice for a day outside the terms."""
    return f"{said(care_home_subsidy, **facts)}, with a notice: {care_home_subsidy.estimate(**facts).notices[0]}"


def without(*names):
    """Return the resident without some of the facts."""
    return {name: value for name, value in RESIDENT.items() if name not in names}


def given_back(yuan):
    """Return an amount as it was parsed."""
    return str(care_home_subsidy.estimate(**RESIDENT | {"care_home_cost": yuan}).facts["care_home_cost"])


def our_traps():
    """Return our amounts for inputs that are hard to round. They are whole fen, so 0.07 and 0.29 are never rounded."""
    half = Rate.of("0.5")
    wide = pl.DataFrame({"has_resident_insurance": [True], "outpatient_cost_fen": [2_147_483_700]})
    return {
        "up": given_back("0.07"),
        "down": given_back("0.29"),
        "nearest": ", ".join(f"{share(half, of=fen) / 100:.2f}" for fen in (25, 201, 535)),
        "great": given_back(20_000_001),
        "wide, situation": given_back(21_474_837),
        "wide, array": str(bc.assess_table(wide, rules=[outpatient_pooling])["outpatient_cost_fen"][0]),
    }


def our_missing():
    """Return our answers to missing and wrong facts."""
    patient = {"is_dibao": True, "is_in_extreme_hardship": False, "is_in_other_hardship_group": False}
    read = partial(said, care_home_subsidy)
    return {
        "forgotten": said(medical_assistance, **patient, eligible_cost=10_000),
        "stars": read(**without("care_home_stars")),
        "birth": read(**without("age")),
        "nan": read(**RESIDENT | {"care_home_cost": float("nan")}),
        "negative": read(**RESIDENT | {"care_home_cost": -5}),
        "age": read(**RESIDENT | {"age": -10}),
        "misspelt": read(**RESIDENT, care_ned="full"),
        "late": dated(**RESIDENT, on="2050-01-01"),
        "early": dated(**RESIDENT, on="1990-01-01"),
    }


def ours(frame):
    """Compute two rules for all people."""
    return bc.assess_table(frame, rules=RULES, detail="amount")


# Tables.


def named(engine):
    """Return the name of an engine, with the law that it includes."""
    return f"{engine} ({OWN_LAW[engine]})" if engine in OWN_LAW else engine


def cell(found, what):
    """Return the result of an engine as a table cell."""
    value = found.get(what, "")
    return ", ".join(value) if isinstance(value, list) else value


def show_found(kind, rows, own, told):
    """Print a table of results: a row for each trial, a column for each engine that answers any."""
    engines = {"benefitcalc": own} | {named(engine): each[kind] for engine, each in told.items() if kind in each}
    table = [(title, *(cell(found, what) for found in engines.values())) for what, title in rows.items()]
    show(("tried", *engines), table)


def show_wrong(told, rows):
    """Print how many amounts are not exact, and for how many people."""
    table = [("benefitcalc", "whole fen", "0", "0")]
    for engine, each in told.items():
        for money, wrong in each.get("wrong", {}).items():
            table.append((engine, HELD[engine][money], *(f"{count:,}" for count in wrong.values())))
    show(("engine", "money held as", f"care-home subsidy, of {rows:,}", f"outpatient pooling, of {rows:,}"), table)


def megabytes(python):
    """Return the size on disk of the packages of an environment, without pip and setuptools."""
    code = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    packages = Path(subprocess.check_output([python, "-c", code], text=True).strip())
    common = ("pip", "setuptools", "_distutils_hack", "pkg_resources")
    files = (file for file in packages.rglob("*") if file.is_file() and not file.is_symlink())
    return (
        sum(file.stat().st_size for file in files if not file.relative_to(packages).parts[0].startswith(common)) / 1e6
    )


def show_cold(scripts, rounds, environment, folder):
    """Print the times of cold answers as processes, and the sizes of the environments."""
    times = interleaved(
        {name: partial(of_process, command, environment, folder) for name, command in scripts.items()}, rounds
    )
    mine = times["benefitcalc"]
    rows = []
    for name, command in scripts.items():
        row = Row(asked_of(name), "", times[name], mine).cells()
        rows.append((name, asked_of(name), row[1], row[4], f"{megabytes(command[0]):.0f} MB"))
    show(("engine", "asked", "time", "beside benefitcalc: median (least to greatest)", "environment"), rows)


def asked_of(engine):
    """Return how the answer for one person is computed."""
    return OWN_LAW.get(engine, "care-home subsidy")


def show_one(asks, rounds):
    """Print the times for one person, warm."""
    calls = {"benefitcalc": partial(seconds, partial(care_home_subsidy.estimate, **RESIDENT), 40)}
    calls |= {engine: partial(ask, "one") for engine, ask in asks.items()}
    times = interleaved(calls, rounds)
    mine = times.pop("benefitcalc")
    rows = [
        Row("one `estimate()`", named(name), mine, theirs, at_least=1).cells()[:5] for name, theirs in times.items()
    ]
    show(("ours", "time", "beside", "its time", "ratio: median (least to greatest)"), rows)


def show_people(frame, asks, rounds):
    """Print the times for a population."""
    calls = {("benefitcalc", ""): partial(timed, ours, frame)}
    for engine, kinds in MONEY.items():
        if engine in asks:
            calls |= {(engine, what): partial(asks[engine], money) for money, what in kinds.items()}
    if "Tax-Calculator" in asks:
        calls["Tax-Calculator", OWN_LAW["Tax-Calculator"]] = partial(asks["Tax-Calculator"], "people")
    times = interleaved(calls, rounds)
    mine = times.pop(("benefitcalc", ""))
    rows = [
        Row(f"{len(frame):,} people", f"{engine}, {what}", mine, theirs, at_least=1).cells()[:5]
        for (engine, what), theirs in times.items()
    ]
    show(("ours: `assess_table`", "time", "beside", "its time", "ratio: median (least to greatest)"), rows)


def main():
    """Run the trials, measure, and print."""
    parser = argparse.ArgumentParser(description="benefitcalc beside other engines of rules.")
    parser.add_argument("--alone", metavar="PYTHON", default=sys.executable)
    for option in dict.fromkeys(option for option, _ in SIDES.values()):
        parser.add_argument(f"--{option}", metavar="PYTHON")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    pythons = {engine: getattr(asked, option) for engine, (option, _) in SIDES.items()}
    left_out = [engine for engine, python in pythons.items() if not python]
    scripts = {"benefitcalc": [str(Path(asked.alone).absolute()), str(HERE / "benefitcalc_side.py")]}
    scripts |= {
        engine: [str(Path(python).absolute()), str(HERE / SIDES[engine][1])]
        for engine, python in pythons.items()
        if python
    }
    frame = people(asked.rows, wrong=0)
    told, asks = {}, {}
    with TemporaryDirectory() as name, ExitStack() as stack:
        save(frame, Path(name))
        environment = os.environ | {"PYTHONPYCACHEPREFIX": str(Path(name, "bytecode"))}
        for engine, (python, script) in list(scripts.items())[1:]:
            told[engine], asks[engine] = stack.enter_context(child(python, script, name))
        versions = [f"CPython {sys.version.split()[0]}", f"benefitcalc {version('benefitcalc')}"]
        versions += [f"{engine} {each['version']}" for engine, each in told.items()]
        print(f"{', '.join(versions)}; {os.cpu_count()} cores; {asked.rounds} rounds.\n")
        if left_out:
            print(f"Left out, for want of an environment: {', '.join(left_out)}.\n")
        asks.pop("Catala's runtime", None)
        print("Wrong amounts.\n")
        show_wrong(told, len(frame))
        print("\nRounding.\n")
        show_found("traps", TRAPS, our_traps(), told)
        print("\nMissing and wrong facts.\n")
        show_found("missing", MISSING, our_missing(), told)
        print("\nCold: a process from start to answer.\n")
        cold = {engine: [*command, "cold"] for engine, command in scripts.items() if engine != "Catala's runtime"}
        show_cold(cold, asked.rounds, environment, name)
        print("\nOne person.\n")
        show_one(asks, asked.rounds)
        print("\nA population.\n")
        show_people(frame, asks, asked.rounds)


if __name__ == "__main__":
    main()
