"""The pictures of the front page and the README: made by their script, in both languages."""

from pictures import IMAGES, draw, opened

READERS = ("clerk", "district", "integrator", "programmer", "resident")


def test_the_script_makes_each_picture_in_both_languages(chromium, tmp_path):
    draw(chromium, tmp_path)
    names = {
        f"{name}{end}"
        for name in (*(f"door-{reader}" for reader in READERS), "curve", "kept")
        for end in (".png", ".zh_CN.png")
    }
    assert {file.name for file in tmp_path.iterdir()} == names
    for file in tmp_path.iterdir():
        assert opened(file).size == opened(IMAGES / file.name).size
