"""A program that is forked is a process as any other."""

import os

import pexpect
import programs
import pytest

ENV = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8"}


@pytest.fixture
def script(tmp_path):
    """Write a script and return how it is run."""

    def written(code, *flags):
        file = tmp_path / "script.py"
        file.write_text(code, encoding="utf-8")
        return [str(file), *flags]

    return written


def ran(*how, **more):
    done = programs.run(*how, **more)
    return done.returncode, done.stdout, done.stderr


def test_it_has_its_arguments_input_and_folder_and_both_outputs_apart(script, tmp_path):
    code = "import os, sys; print(sys.argv[1:], input(), os.getcwd()); print('错', file=sys.stderr)"
    assert ran(script(code, "a", "b"), ENV, answers="是\n", folder=tmp_path) == (
        0,
        f"['a', 'b'] 是 {tmp_path}\n",
        "错\n",
    )


def test_without_answers_its_input_is_at_its_end(script):
    assert ran(script("import sys; print(repr(sys.stdin.read()))"), ENV) == (0, "''\n", "")


def test_it_has_the_environment_that_it_is_given_and_nothing_of_the_last(script):
    code = script("import os; print(sorted(os.environ)); os.environ['LAST'] = '1'")
    for _ in range(2):
        assert ran(code, {**ENV, "MINE": "1"}) == (0, "['MINE', 'PATH', 'PYTHONIOENCODING']\n", "")


def test_its_main_module_is_the_script_and_finds_what_lies_beside_it(script, tmp_path):
    (tmp_path / "beside.py").write_text("told = 1", encoding="utf-8")
    assert ran(script("import beside; print(__name__, beside.told)"), ENV) == (0, "__main__ 1\n", "")


@pytest.mark.parametrize(
    ("end", "code"),
    [
        ("raise SystemExit(3)", 3),
        ("1 / 0", 1),
        ("import warnings; warnings.warn('now')", 1),
        ("os.kill(os.getpid(), 9)", -9),
    ],
)
def test_its_exit_code_is_that_of_a_process(script, end, code):
    assert ran(script(f"import os; {end}"), ENV)[0] == code


def test_its_encoding_is_as_its_environment_says(script):
    code = "import sys; print(sys.stdin.encoding, sys.stdout.encoding, sys.stderr.encoding)"
    for name in ("utf-8", "ascii"):
        assert ran(script(code), {**ENV, "PYTHONIOENCODING": name}) == (0, f"{name} {name} {name}\n", "")


def test_a_module_is_run_from_the_folder_in_which_it_starts(tmp_path):
    (tmp_path / "mine.py").write_text("import sys; print(__name__, sys.argv[1:])", encoding="utf-8")
    assert ran(["-m", "mine", "x"], ENV, folder=tmp_path) == (0, "__main__ ['x']\n", "")


ENDS_WITH_7 = """
try:
    print("begins", flush=True)
    while True:
        pass
except KeyboardInterrupt:
    raise SystemExit(7)
"""


def test_in_a_terminal_ctrl_c_reaches_it_and_its_exit_code_is_told(script):
    with programs.terminal(script(ENDS_WITH_7), ENV) as child:
        child.expect_exact("begins")
        child.sendintr()
        child.expect(pexpect.EOF)
    assert child.exitstatus == 7
