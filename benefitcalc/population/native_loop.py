"""The loop around a rule's instructions, compiled for this machine by LLVM.

It is a function of the first row, the row after the last, the sums that it writes, the figures of the law view after
view, and the columns: how many people a row stands for, and the facts.
"""

from collections.abc import Callable, Mapping, Sequence
from ctypes import CFUNCTYPE, c_int64, c_void_p
from functools import lru_cache
from typing import Any, NamedTuple

import llvmlite.binding as llvm
from llvmlite import ir

from benefitcalc.core.words import Kind
from benefitcalc.facts.fact import FACTS
from benefitcalc.population.native_program import FUSED, NUMBER, NativeProgram, least, most, number
from benefitcalc.population.summing import AMOUNTS

TYPES = {"int8": ir.IntType(8), "int16": ir.IntType(16), "int32": ir.IntType(32), "float64": NUMBER}
"""The types of columns, as NumPy calls them."""

IN_ANY_ORDER = ("reassoc", "nsz", *FUSED)
"""Sums of whole numbers are exact, so several people may be added at once."""

_PLACE = ir.IntType(64)


class Compiled(NamedTuple):
    """A loop, ready to run."""

    run: Callable[..., None]
    engine: Any
    """What holds the code."""


@lru_cache(maxsize=256)
def compiled(program: NativeProgram, types: Sequence[str], views: int) -> Compiled:
    """Return the loop of a program, for columns of these types and a law of so many different views."""
    engine = _engine(str(_module(program, types, views)))
    run = CFUNCTYPE(None, c_int64, c_int64, *[c_void_p] * (2 + len(types)))
    return Compiled(run(engine.get_function_address("run")), engine)


def _engine(text: str) -> Any:
    """Compile a module."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    features = llvm.get_host_cpu_features().flatten()
    target = llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=features, opt=3, jit=True
    )
    module = llvm.parse_assembly(text)
    passes = llvm.create_pass_builder(target, llvm.create_pipeline_tuning_options(speed_level=3))
    passes.getModulePassManager().run(module, passes)
    engine = llvm.create_mcjit_compiler(module, target)
    engine.finalize_object()
    return engine


def _module(program: NativeProgram, types: Sequence[str], views: int) -> ir.Module:
    """Write the loop."""
    module, columns = ir.Module(), [TYPES[each].as_pointer() for each in types]
    given = [_PLACE, _PLACE, NUMBER.as_pointer(), NUMBER.as_pointer(), *columns]
    function = ir.Function(module, ir.FunctionType(ir.VoidType(), given), "run")
    start, stop, sums, law, *columns = function.args
    before, test, body, after = (function.append_basic_block() for _ in range(4))

    to = ir.IRBuilder(before)
    place, found = to.alloca(_PLACE), [to.alloca(NUMBER) for _ in AMOUNTS]
    to.store(start, place)
    for each in found:
        to.store(number(0), each)
    laws = [_law(to, program, law, view) for view in range(views)]
    to.branch(test)

    to.position_at_end(test)
    row = to.load(place)
    to.cbranch(to.icmp_signed("<", row, stop), body, after)

    to.position_at_end(body)
    values = [to.load(to.gep(each, [row])) for each in columns]
    for each, amount in zip(found, _amounts(to, program, laws, values), strict=True):
        to.store(to.fadd(to.load(each), amount, flags=IN_ANY_ORDER), each)
    to.store(to.add(row, ir.Constant(_PLACE, 1)), place)
    to.branch(test)

    to.position_at_end(after)
    for at, each in enumerate(found):
        to.store(to.load(each), to.gep(sums, [ir.Constant(_PLACE, at)]))
    to.ret_void()
    return module


def _law(to: Any, program: NativeProgram, law: Any, view: int) -> dict[str, Any]:
    """Write the reading of the figures of the law by one view."""
    columns = program.columns()
    first = view * len(columns)
    read = {name: to.load(to.gep(law, [ir.Constant(_PLACE, at)])) for at, name in enumerate(columns, start=first)}
    found = {name: _holds(to, each) if isinstance(columns[name], bool) else each for name, each in read.items()}
    return {**program.figures(), **found}


def _amounts(to: Any, program: NativeProgram, laws: Sequence[Mapping[str, Any]], row: Sequence[Any]) -> list[Any]:
    """Write what one row adds to the sums, in the order of `AMOUNTS`."""
    weight, *values = [each if each.type == NUMBER else to.sitofp(each, NUMBER) for each in row]
    facts = {
        name: _holds(to, each) if FACTS[name].kind is Kind.YES_NO else each
        for name, each in zip(program.facts(), values, strict=True)
    }
    payouts = [program.payout(to, facts, law) for law in laws]
    views = payouts[0], least(to, *payouts), most(to, *payouts)
    totals = [to.fmul(each, weight, flags=FUSED) for each in views]
    return [*totals, *(to.select(to.fcmp_ordered(">", each, number(0)), weight, number(0)) for each in views)]


def _holds(to: Any, value: Any) -> Any:
    return to.fcmp_ordered("!=", value, number(0))
