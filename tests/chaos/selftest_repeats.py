"""`vitrine selftest payments` for some seeds: each clean, the first one twice with the same bytes.

Usage: selftest_repeats.py --program build/dev/vitrine [--orders 60] [--seeds 2] [--first 1]. Exit code 1 when anything is unreconciled or differs.
"""
import argparse
import json
import subprocess
import sys
import time


def report(program, orders, seed):
    done = subprocess.run([program, "selftest", "payments", "--orders", str(orders), "--faults", "all", "--seed", str(seed), "--json"], stdout=subprocess.PIPE, check=False)
    return done.returncode, done.stdout


def tell(seed, code, text, took_s):
    if not text:
        print(f"seed {seed}: ended with {code} and said nothing")
        return
    figures = json.loads(text)
    mishaps = sum(one["count"] for one in figures["mishaps"])
    print(f"seed {seed}: exit {code}, {figures['orders']} orders, {mishaps} mishaps, {len(figures['unreconciled'])} unreconciled, {figures['double_captures']} double captures, "
          f"ledger off by {figures['ledger_off']}, {took_s:.0f} s", flush=True)
    for loose in figures["unreconciled"]:
        print(f"  {loose['what']}  {loose['subject']}  {loose['detail']}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--orders", type=int, default=60)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--first", type=int, default=1)
    asked = parser.parse_args()
    bad, first = 0, None
    for seed in range(asked.first, asked.first + asked.seeds):
        begin = time.monotonic()
        code, text = report(asked.program, asked.orders, seed)
        tell(seed, code, text, time.monotonic() - begin)
        bad += code != 0
        first = first or text
    _, again = report(asked.program, asked.orders, asked.first)
    if again != first:
        print(f"seed {asked.first} told two different stories")
        bad += 1
    print(f"{asked.seeds} seeds, {bad} of them not in order")
    return 1 if bad else 0


sys.exit(main())
