#!/usr/bin/env python3
"""Runs the fuzz targets under libFuzzer, AddressSanitizer and UndefinedBehaviorSanitizer, one after the other.

    tests/fuzz/run.py                            every target for a minute of CPU time
    tests/fuzz/run.py --cpu-s 1200 csv xlsx      these two for twenty minutes each
    tests/fuzz/run.py --keep                     and keeps what was found: new inputs that reach new code go, minimised, into tests/fuzz/corpus

What was run is appended to --log, a line a target. The first crash ends its target, is kept beside the log and makes the program fail; it becomes a file in
tests/fuzz/corpus/<target> once it is mended."""
import argparse
import json
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import time

root = pathlib.Path(__file__).resolve().parents[2]
corpus = root / "tests/fuzz/corpus"
largest = {"http_request": 8192, "xlsx": 16384, "csv": 8192, "html": 4096, "shapes": 4096}


def target_names():
    text = (root / "tests/fuzz/target.h").read_text()
    return re.findall(r'\{+"(\w+)", \w+\}', text)


def cpu_s_of_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def figure(name, text):
    found = re.findall(rf"{name}: *(\d+)", text)
    return int(found[-1]) if found else None


def run(name, args, folder):
    program = root / f"build/fuzz/fuzz_{name}"
    grown = folder / "corpus" / name
    grown.mkdir(parents=True, exist_ok=True)
    crashes = folder / "crashes"
    crashes.mkdir(exist_ok=True)
    started, cpu_before, left, said, code = time.time(), cpu_s_of_children(), args.cpu_s, "", 0
    runs = 0
    # -max_total_time counts seconds of the clock; on a machine that others use, the processor's are what was asked for.
    while left > 1 and code == 0:
        command = [program, grown, corpus / name, f"-max_total_time={int(left) + 1}", f"-max_len={largest.get(name, 2048)}", f"-timeout={args.timeout_s}", "-rss_limit_mb=2048", "-print_final_stats=1",
                   f"-artifact_prefix={crashes}/{name}-", "-close_fd_mask=1", "-reload=0"]
        done = subprocess.run([str(part) for part in command], cwd=root, capture_output=True, text=True, errors="replace")
        said, code = done.stderr, done.returncode
        runs += figure("stat::number_of_executed_units", said) or 0
        left = args.cpu_s - (cpu_s_of_children() - cpu_before)
    (folder / f"{name}.txt").write_text(said[-20_000:])
    line = {"target": name, "cpu_s": round(cpu_s_of_children() - cpu_before), "clock_s": round(time.time() - started), "runs": runs, "edges": figure("cov", said), "features": figure("ft", said),
            "inputs": len(list(grown.iterdir())), "crash": code != 0}
    with open(folder / "log.jsonl", "a") as log:
        log.write(json.dumps(line) + "\n")
    print(json.dumps(line), flush=True)
    if code == 0 and args.keep:
        keep(name, program, grown)
    return code == 0


def keep(name, program, grown):
    """The fewest small inputs that reach what all reach; at most 300, 64 KiB each, so that the repository stays small."""
    merged = grown.parent / f"{name}.merged"
    shutil.rmtree(merged, ignore_errors=True)
    merged.mkdir()
    subprocess.run([str(program), "-merge=1", "-close_fd_mask=1", str(merged), str(corpus / name), str(grown)], cwd=root, capture_output=True, check=True)
    files = sorted(merged.iterdir(), key=lambda file: file.stat().st_size)[:300]
    for file in files:
        if file.stat().st_size <= 65536:
            shutil.copy(file, corpus / name / file.name[:16])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", help="all when none is named")
    parser.add_argument("--cpu-s", type=int, default=60, help="processor seconds a target")
    parser.add_argument("--timeout-s", type=int, default=20, help="seconds of the clock that one input may take; more on a machine that lets the run wait")
    parser.add_argument("--folder", type=pathlib.Path, default=root / "build/fuzz/found", help="for logs, crashes and inputs found")
    parser.add_argument("--keep", action="store_true", help="bring what was found into the repository's corpus")
    parser.add_argument("--no-build", action="store_true")
    parser.add_argument("--if-long", action="store_true", help="do nothing, with exit code 77, unless VITRINE_LONG is set")
    args = parser.parse_args()
    if args.if_long and not os.environ.get("VITRINE_LONG"):
        return 77
    unknown = set(args.targets) - set(target_names())
    if unknown:
        parser.error(f"no such target: {', '.join(sorted(unknown))}; there are {', '.join(target_names())}")
    args.folder.mkdir(parents=True, exist_ok=True)
    names = args.targets or target_names()
    if not args.no_build:
        subprocess.run(["cmake", "--preset", "fuzz"], cwd=root, check=True, stdout=subprocess.DEVNULL)
        jobs = os.environ.get("VITRINE_JOBS", str(os.cpu_count()))
        subprocess.run(["cmake", "--build", "--preset", "fuzz", "-j", jobs, "--target", *[f"fuzz_{name}" for name in names]], cwd=root, check=True)
    results = [run(name, args, args.folder) for name in names]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
