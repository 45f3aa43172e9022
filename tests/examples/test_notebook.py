"""The notebook for actuaries: executed as a reader would, from the first cell to the last."""

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

NOTEBOOK = Path(__file__).parents[2] / "examples" / "actuary.ipynb"
WARNINGS_ARE_ERRORS = "import warnings\n\nwarnings.simplefilter('error')"


@pytest.fixture
def notebook():
    return nbformat.read(NOTEBOOK, as_version=4)


@pytest.fixture
def run(tmp_path):
    """Executes a notebook in a folder of its own; the folder."""

    def execute(notebook):
        folder = tmp_path / "work"
        folder.mkdir()
        notebook.cells.insert(0, nbformat.v4.new_code_cell(WARNINGS_ARE_ERRORS))
        client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}})
        client.execute(env={**os.environ, "IPYTHONDIR": str(tmp_path / "ipython")})
        return folder

    return execute


def outputs(notebook):
    return [each for cell in notebook.cells if cell.cell_type == "code" for each in cell.outputs]


def test_it_runs_from_start_to_end_shows_two_pictures_and_leaves_no_file(notebook, run):
    folder = run(notebook)
    shown = outputs(notebook)
    assert {each.get("name", each.output_type) for each in shown} == {"stdout", "execute_result"}
    assert sum("image/svg+xml" in each.get("data", {}) for each in shown) == 2
    assert list(folder.iterdir()) == []


def test_a_check_that_does_not_hold_stops_it(notebook, run):
    """A median that is another for the closed form than for the library."""
    [at] = [number for number, cell in enumerate(notebook.cells) if "def limited" in cell.source]
    notebook.cells[at].source = f"median = 451\n{notebook.cells[at].source}"
    with pytest.raises(CellExecutionError, match="AssertionError"):
        run(notebook)


def test_it_is_committed_well_formed_and_without_outputs(notebook):
    nbformat.validate(notebook)
    assert outputs(notebook) == []
    assert all(cell.execution_count is None for cell in notebook.cells if cell.cell_type == "code")


def test_below_each_heading_stands_a_line_of_chinese(notebook):
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    headings = [text.splitlines() for text in texts if text.startswith("#")]
    assert len(headings) == 11
    assert all(not lines[2].isascii() and lines[2].endswith("。") for lines in headings)
