"""A large catalog file in, beside what PostgreSQL alone needs for the same bytes."""
import json
import os
import pathlib
import shutil
import subprocess
import time

from ceilings import Database
from tools import BUILD, ROOT, Failed
from shop import Shop

PRODUCTS = int(os.environ.get("VITRINE_BENCH_IMPORT", "100000"))


def import_catalog(shop, table):
    """100,000 products with their variants into an empty shop that is open, twice; then \\copy of the same file into one table of texts."""
    del shop
    folder = ROOT / "var" / "bench-import"
    shutil.rmtree(folder, ignore_errors=True)
    fresh = Shop(BUILD / "vitrine", folder)
    try:
        fresh.start_server()
        fresh.wait_ready()
        fresh.run("store", "load", "presets/stationery", "--default")
        catalog = fresh.sample("stationery", PRODUCTS)
        fresh.run("import", "--store", "stationery", str(fresh.categories("stationery")))
        first, seconds, peak_mb = timed_import(fresh, catalog)
        again, seconds_again, peak_again_mb = timed_import(fresh, catalog)
        rows = first["counts"]["rows"]
        copied = copy_seconds(Database(fresh), catalog)
        size_mb = catalog.stat().st_size / 1e6
        table.fact(f"\\copy of the same {size_mb:.0f} MB, {rows:,} rows, texts without an index", f"{copied:.2f} s, {rows / copied:,.0f} rows/s")
        table.fact(f"import of {PRODUCTS:,} products, {rows:,} rows", f"{seconds:.1f} s, {rows / seconds:,.0f} rows/s, peak {peak_mb} MB, {copied / seconds:.3f} of \\copy", "< 60 s, < 256 MB",
                   seconds < 60 and peak_mb < 256)
        written = again["counts"]["created"] + again["counts"]["updated"] + again["counts"]["levels_set"]
        table.fact("import of the same file again", f"{seconds_again:.1f} s, peak {peak_again_mb} MB, {written} written", "faster, nothing written", seconds_again < seconds and written == 0)
        fresh.wait_until("all products in the shop", lambda: fresh.products("stationery") >= PRODUCTS)
    finally:
        fresh.stop()
        shutil.rmtree(folder, ignore_errors=True)


def timed_import(shop, catalog):
    """The report, the seconds and the most memory (MB) the command ever held."""
    begin = time.monotonic()
    process = subprocess.Popen([shop.program, "import", "--json", "--store", "stationery", str(catalog)], cwd=ROOT, env=shop.environment, stdout=subprocess.PIPE, text=True)
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - begin
    if status:
        raise Failed(f"vitrine import ended with {os.waitstatus_to_exitcode(status)}: {said[-2000:]}")
    return json.loads(said), seconds, usage.ru_maxrss // 1024


def copy_seconds(database, catalog):
    """Best of three: the ceiling of any import into PostgreSQL."""
    with open(catalog, encoding="utf-8") as file:
        columns = file.readline().count(",") + 1
    database.run_sql("create table public.copied (" + ", ".join(f"c{number} text" for number in range(columns)) + ")")
    best = None
    for _ in range(3):
        database.run_sql("truncate public.copied")
        begin = time.monotonic()
        database.run_sql(f"\\copy public.copied from '{pathlib.Path(catalog)}' with (format csv, header)")
        best = min(best or 1e9, time.monotonic() - begin)
    database.run_sql("drop table public.copied")
    return best
