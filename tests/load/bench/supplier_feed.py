"""A supplier's feed of 200,000 rows: into an empty shop, again, and with half of its rows missing; beside what PostgreSQL alone needs for the same bytes."""
import os
import random
import shutil
import time

from ceilings import Database
from imports import copy_seconds
from tools import BUILD, ROOT, Failed
from shop import Api, Shop

ROWS = int(os.environ.get("VITRINE_BENCH_FEED", "200000"))
COLUMNS = ["Stock #", "Availability", "Shape", "Weight", "Color", "Clarity", "Cut Grade", "Polish", "Symmetry", "Fluorescence Intensity", "Lab", "Certificate #", "$/ct", "Depth %", "Table %", "Measurements"]


def row(number, rng):
    weight = rng.randrange(30, 315) / 100
    return [f"V-{number}", "G", rng.choice(["RBC", "PS", "EM", "OV", "CU"]), f"{weight:.2f}", rng.choice("DEFGHIJ"), rng.choice(["IF", "VVS1", "VVS2", "VS1", "VS2", "SI1"]), rng.choice(["EX", "VG"]),
            rng.choice(["EX", "VG"]), rng.choice(["EX", "VG"]), rng.choice(["NON", "FNT", "MED"]), "GIA", str(2_000_000_000 + number), str(rng.randrange(900, 20_000)),
            f"{rng.randrange(580, 640) / 10}", str(rng.randrange(53, 63)), "6.41 x 6.44 x 3.98"]


def write_feed(path, keep=lambda number: True):
    rng = random.Random(20)
    with open(path, "w", encoding="utf-8") as file:
        file.write(",".join(COLUMNS) + "\n")
        for number in range(ROWS):
            cells = row(number, rng)
            if keep(number):
                file.write(",".join(cells) + "\n")


def peak_mb_of(process):
    with open(f"/proc/{process.pid}/status", encoding="utf-8") as status:
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM"))


class Feed:
    """One feed of one supplier, through the admin API as a person would use it."""

    def __init__(self, shop, folder):
        self.shop, self.folder = shop, folder
        key = shop.run("user", "key", "--store", "diamonds", "--name", "bench", "--permission", "*").strip().split()[-1]
        self.client = Api(shop.port, "diamonds")
        self.headers = {"Authorization": f"Bearer {key}"}
        supplier = self.must("POST", "/api/v1/admin/suppliers", {"code": "north", "name": "North", "currency": "USD"}, 201)
        feed = {"supplier": supplier["id"], "code": "north", "name": "North", "source": {"kind": "drop"}, "layout": {"format": "csv", "goods": "diamonds", "profile": "rapnet", "category": "natural-diamonds"},
                "pricing": {"bands": [{"up_to_minor": 500_000, "markup_ppm": 250_000}, {"markup_ppm": 150_000}], "round_to_minor": 100}}
        self.id = self.must("POST", "/api/v1/admin/supplier-feeds", feed, 201)["id"]

    def must(self, method, path, body=None, status=200):
        return self.client.must(method, path, body=body, headers=self.headers, status=status)

    def run(self, name, limit_s=1800):
        """Drops the file and runs it: the run as it ended, and its seconds from the moment it was asked for."""
        place = self.folder / "drop" / "diamonds" / "north"
        place.mkdir(parents=True, exist_ok=True)
        for old in place.iterdir():
            old.unlink()
        shutil.copy(self.folder / name, place / name)
        begin = time.monotonic()
        run = self.must("POST", f"/api/v1/admin/supplier-feeds/{self.id}/runs", {}, 201)
        while run["state"] not in ("applied", "failed", "held", "cancelled"):
            if time.monotonic() - begin > limit_s:
                raise Failed(f"the run of {name} is still {run['state']}: {run['counts']}")
            time.sleep(0.2)
            run = self.must("GET", f"/api/v1/admin/supplier-runs/{run['id']}")
        return run, time.monotonic() - begin


def supplier_feed(shop, table):
    """Rows a second and peak memory of the process that serves and works."""
    del shop
    folder = ROOT / "var" / "bench-feed"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    write_feed(folder / "whole.csv")
    write_feed(folder / "half.csv", keep=lambda number: number % 2 == 0)
    fresh = Shop(BUILD / "vitrine", folder / "shop")
    fresh.environment["VITRINE_SUPPLIER_DROP_FOLDER"] = str(folder / "drop")
    try:
        fresh.start_server()
        fresh.wait_ready()
        fresh.run("store", "load", "presets/diamonds", "--default")
        fresh.run("import", "--store", "diamonds", str(fresh.categories("diamonds")))
        feed = Feed(fresh, folder)
        copied = copy_seconds(Database(fresh), folder / "whole.csv")
        before_mb = peak_mb_of(fresh.server)
        first, seconds = feed.run("whole.csv")
        peak_mb = peak_mb_of(fresh.server)
        size_mb = (folder / "whole.csv").stat().st_size / 1e6
        table.fact(f"\\copy of the same {size_mb:.0f} MB, {ROWS:,} rows, texts without an index", f"{copied:.2f} s, {ROWS / copied:,.0f} rows/s")
        table.fact(f"feed of {ROWS:,} rows into an empty shop", f"{seconds:.1f} s, {ROWS / seconds:,.0f} rows/s, process from {before_mb} to {peak_mb} MB with its snapshot", "all applied",
                   first["state"] == "applied" and first["counts"]["new_rows"] == ROWS)
        again, seconds_again = feed.run("whole.csv")
        table.fact("the same feed again", f"{seconds_again:.1f} s, {ROWS / seconds_again:,.0f} rows/s, {again['counts']['applied']} offers written", "nothing written",
                   again["state"] == "applied" and again["counts"]["applied"] == 0 and again["counts"]["unchanged"] == ROWS)
        half, seconds_half = feed.run("half.csv")
        table.fact("the same feed with half of its rows missing", f"{half['state']} after {seconds_half:.1f} s: {half['detail']}", "stops and says so", half["state"] == "held" and half["why"] == "vanishing")
    finally:
        fresh.stop()
        shutil.rmtree(folder, ignore_errors=True)
