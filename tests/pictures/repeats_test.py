"""The presets' pictures: the same scene gives the same bytes, every kind of goods has a picture, and pictures.json tells what is there.

Usage: repeats_test.py --renderer build/dev/picture_render
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import tomllib
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "pictures"))
import diamonds  # noqa: E402
import ghee  # noqa: E402
import jewellery  # noqa: E402
import stationery  # noqa: E402

PRESETS = {"diamonds": diamonds, "jewellery": jewellery, "ghee": ghee, "stationery": stationery}
LOOKS = {preset: list(module.looks()) for preset, module in PRESETS.items()}
RENDERER = None
LIMIT_S = 120


def ask(scene, drawings=None):
    """Renders quickly; gives the exit code, the picture's bytes and what was said."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "scene").write_text(scene)
        for name, drawing in (drawings or {}).items():
            (folder / name).write_text(drawing)
        done = subprocess.run([RENDERER, folder / "scene", folder / "out.webp", "--drawings", folder, "--quick"], capture_output=True, text=True, timeout=LIMIT_S, check=False)
        out = folder / "out.webp"
        return done.returncode, out.read_bytes() if out.exists() else b"", done.stderr


class Renderer(unittest.TestCase):
    def test_same_scene_same_bytes(self):
        for preset, looks in LOOKS.items():
            banner = next(look for look in looks if look.name == "banner")
            first, second = ask(banner.scene, banner.drawings), ask(banner.scene, banner.drawings)
            self.assertEqual(first[0], 0, f"{preset}: {first[2]}")
            self.assertEqual(first[1][8:12], b"WEBP", preset)
            self.assertEqual(first[1], second[1], preset)

    def test_another_seed_other_bytes(self):
        scene = next(look for look in LOOKS["jewellery"] if look.name.startswith("ring-")).scene
        self.assertIn("\nseed 1\n", scene)
        self.assertNotEqual(ask(scene)[1], ask(scene.replace("\nseed 1\n", "\nseed 2\n"))[1])

    def test_a_turn_repeats_itself(self):
        """Why a round stone has four frames: after an eighth of a turn nothing has changed but rounding."""
        here, there = (diamonds.loose("round", diamonds.WHITE, 3, turn) for turn in (0, 45))
        self.assertNotEqual(here, there)
        self.assertLess(abs(len(ask(here)[1]) - len(ask(there)[1])), 200)

    def test_faults_name_their_line(self):
        for fault in ("cube m 1", "stone m0 heart 1", "move 1 2", "box nobody nobody 1 1 1 0"):
            code, picture, said = ask(f"size 10 10\nmaterial m0 gem 0 0 0 2.42 1\n{fault}\n")
            self.assertEqual((code, picture), (1, b""), fault)
            self.assertIn("line 3", said)


class Looks(unittest.TestCase):
    def test_names_are_unique_and_texts_are_there(self):
        for preset, looks in LOOKS.items():
            self.assertEqual(len({look.name for look in looks}), len(looks), preset)
            for look in looks:
                if look.place != "spin":
                    self.assertTrue(look.alt.get("en"), f"{preset}: {look.name}")

    def test_every_kind_of_goods_has_a_picture(self):
        for preset, looks in LOOKS.items():
            recipe = tomllib.loads((ROOT / "presets" / preset / "recipe.toml").read_text(encoding="utf-8"))
            shown = {slug for look in looks if look.place == "product" for slug in look.category}
            self.assertEqual({kind["category"] for kind in recipe["kind"]} - shown, set(), preset)

    def test_the_manifest_tells_what_is_there(self):
        for preset in PRESETS:
            folder = ROOT / "presets" / preset
            entries = json.loads((folder / "pictures.json").read_text(encoding="utf-8"))
            named = [file for entry in entries for file in [entry["file"], *entry.get("spin", [])]]
            self.assertEqual(sorted(set(named)), sorted(file.name for file in (folder / "pictures").glob("*.webp")), preset)
            self.assertEqual(len(entries), len({entry["file"] for entry in entries}), preset)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--renderer", required=True)
    asked, rest = parser.parse_known_args()
    RENDERER = str(pathlib.Path(asked.renderer).resolve())
    unittest.main(argv=[sys.argv[0], *rest])
