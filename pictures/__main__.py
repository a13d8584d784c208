"""Makes the pictures of the presets: see pictures/README.md."""
import argparse
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import diamonds
import ghee
import jewellery
import stationery

ROOT = pathlib.Path(__file__).resolve().parents[1]
PRESETS = {"diamonds": diamonds, "jewellery": jewellery, "ghee": ghee, "stationery": stationery}


def smaller(scene):
    """The same scene on two thirds of the points a side."""
    return re.sub(r"^size (\d+) (\d+)$", lambda size: f"size {int(size[1]) * 2 // 3} {int(size[2]) * 2 // 3}", scene, flags=re.M)


def render(look, file, options):
    with tempfile.TemporaryDirectory() as folder:
        scene = pathlib.Path(folder) / "scene"
        scene.write_text(smaller(look.scene) if options.draft else look.scene)
        for name, drawing in look.drawings.items():
            (pathlib.Path(folder) / name).write_text(drawing)
        subprocess.run(["nice", "-n", "19", options.renderer, scene, file, "--drawings", folder, "--quality", str(look.quality), *(["--quick"] if options.quick else [])], check=True)


def spun(subject, folder):
    """Names of a stone's frames that are there, in order."""
    return sorted(file.name for file in folder.glob(f"spin-{subject}-??.webp"))


def entry(look, folder):
    words = {"file": f"{look.name}.webp", "place": look.place, "category": look.category, "must": look.must, "may": look.may, "alt": look.alt, "focus": look.focus, "order": look.order, "subject": look.subject}
    frames = spun(look.subject, folder) if look.subject and look.order == 0 else []
    return {key: value for key, value in words.items() if value or key == "file"} | ({"spin": frames} if frames else {})


def make(preset, options):
    """Renders what is not there yet, or is there for another scene; then says in pictures.json what there is."""
    folder = options.out / preset / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    known_file = folder / "scenes.json"
    known = json.loads(known_file.read_text()) if known_file.exists() else {}
    looks = list(PRESETS[preset].looks())
    for look in looks:
        digest = hashlib.sha256(repr((look.scene, look.drawings)).encode()).hexdigest()[:16]
        file = folder / f"{look.name}.webp"
        if not re.search(options.only, look.name) or (file.exists() and known.get(look.name) == digest) or options.manifest:
            continue
        print(f"{preset}: {look.name}", flush=True)
        render(look, file, options)
        known[look.name] = "draft" if options.draft else digest
        known_file.write_text(json.dumps(known, indent=0, sort_keys=True))
    there = [entry(look, folder) for look in looks if look.place != "spin" and (folder / f"{look.name}.webp").exists()]
    (options.out / preset / "pictures.json").write_text("[\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in there) + "\n]\n")


def main():
    parser = argparse.ArgumentParser(prog="python3 pictures", description=__doc__)
    parser.add_argument("presets", nargs="*", help="which; all unless said: " + ", ".join(PRESETS))
    parser.add_argument("--renderer", default=str(ROOT / "build/release/picture_render"), help="built with: ninja picture_render")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "presets", help="folder of the presets")
    parser.add_argument("--only", default="", help="pictures whose name this regular expression finds")
    parser.add_argument("--quick", action="store_true", help="96 points wide and noisy: for tests")
    parser.add_argument("--draft", action="store_true", help="two thirds of the size, in half the time; a later run without it renders them anew")
    parser.add_argument("--manifest", action="store_true", help="render nothing, write pictures.json anew")
    options = parser.parse_args()
    for preset in options.presets or PRESETS:
        make(preset, options)


sys.exit(main())
