"""Ceilings and figures in one run. Usage: bench [name…] — names: reads search cart order growth idle start import edits payments orders-list accounts live suppliers; none means all.

Needs build/release/vitrine and vitrine_load (bin/bench builds them). Prints a table; with --write it goes into docs/measurements.md too; --full adds what takes long.
"""
import datetime
import os
import shutil
import signal
import subprocess
import sys

import accounts
import growth
import live
import machine
import measures
import orders_list
import supplier_feed
from tools import BUILD
import payments
from shop import ROOT, Failed, Shop
from table import Table

PRODUCTS = int(os.environ.get("VITRINE_BENCH_PRODUCTS", "10000"))


measures.ALL |= {"payments": payments.payments, "growth": growth.growth, "orders-list": orders_list.orders_list, "accounts": accounts.accounts, "live": live.live, "suppliers": supplier_feed.supplier_feed}


def write(table, about):
    path = ROOT / "docs" / "measurements.md"
    text = path.read_text(encoding="utf-8")
    begin, end = "<!-- bench -->\n", "<!-- /bench -->"
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    path.write_text(f"{before}{begin}{about}\n\n{table.text()}\n{end}{after}", encoding="utf-8")


def main(arguments):
    names = [name for name in arguments if not name.startswith("-")] or list(measures.ALL)
    unknown = set(names) - set(measures.ALL)
    if unknown:
        print(__doc__)
        return 2
    revision = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    folder = ROOT / "var" / "bench"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    about = f"`bin/bench` at {revision}, {datetime.date.today()}, {machine.describe(folder)}; server, database and load share the machine."
    print(about, flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started is stopped on the way out
    table, shop = Table(), Shop(BUILD / "vitrine", folder)
    try:
        shop.start_simulator()
        shop.start_server()
        shop.wait_ready()
        shop.load("stationery", PRODUCTS, is_default=True)
        for name in names:
            measures.ALL[name](shop, table)
    except Failed as fault:
        print(f"bench: {fault}", file=sys.stderr)
        return 1
    finally:
        shop.stop()
        print("\n" + table.text())
    if "--write" in arguments:
        write(table, about)
    return 0


sys.exit(main(sys.argv[1:]))
