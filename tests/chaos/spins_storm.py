#!/usr/bin/env python3
"""Turntables of many stones from a simulated supplier, while the server is killed in the middle: everything arrives, and no finished frame is fetched twice.

What was on its way when the server died may be fetched again: that many, at most the calls at a time, are allowed per kill. Prints frames a second and the server's peak memory.

Usage: spins_storm.py --program build/dev/vitrine [--stones 6] [--frames 32] [--kills 1] [--at-once 4]     VITRINE_LONG=1: 1,100 stones of 256 frames
"""
import argparse
import os
import pathlib
import re
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[2] / "tools"), str(HERE.parents[1] / "load" / "bench")]
from ceilings import Database  # noqa: E402
from shop import Api, Failed, Shop  # noqa: E402

LONG = bool(os.environ.get("VITRINE_LONG"))
SUM = "select count(*) filter (where f.digest is not null and f.fault is null), count(*) from spins.frames f"


def peak_mib(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def begin(shop, key, options):
    """Says of every product where its turntable is."""
    api = Api(shop.port, "diamonds")
    products = Database(shop).run_sql(f"select vitrine.id_text('prod', id) from catalog.products order by id limit {options.stones}").split()
    if len(products) < options.stones:
        raise Failed(f"there are {len(products)} products only")
    for number, product in enumerate(products):
        body = {"source": f"http://127.0.0.1:{shop.north_port}/turntables/S{number}/{{n}}.jpg", "frames": options.frames, "at_once": options.at_once, "per_second": 200}
        api.must("PUT", f"/api/v1/admin/products/{product}/spin", body, {"Authorization": f"Bearer {key}"})


def counted(shop):
    stored, wanted = Database(shop).run_sql(SUM).strip().split("|")
    return int(stored), int(wanted)


def wait_for(shop, least, limit_s):
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        stored, wanted = counted(shop)
        if stored >= min(least, wanted):
            return stored
        time.sleep(0.2)
    raise Failed(f"{counted(shop)[0]} frames of {least} after {limit_s} s")


def run(shop, options):
    shop.environment["VITRINE_SUPPLIERS_ALLOW_PRIVATE"] = "true"
    shop.start_simulator()
    shop.start_server()
    shop.wait_ready()
    shop.load("diamonds", max(options.stones, 20))
    key = re.search(r"vk_\S+", shop.run("user", "key", "--store", "diamonds", "--permission", "*", "--name", "storm"))[0]
    wanted = options.stones * options.frames
    began = time.monotonic()
    begin(shop, key, options)
    peak, redone = 0.0, 0
    for kill in range(options.kills):
        wait_for(shop, wanted * (kill + 1) // (options.kills + 1), options.limit_s)
        peak = max(peak, peak_mib(shop.server))
        shop.server.kill()
        shop.server.wait()
        Database(shop).run_sql("update jobs.jobs set lease_until = now() where lease_until is not null")  # the lease of the dead would be over in two minutes
        shop.start_server()
        shop.wait_ready()
    wait_for(shop, wanted, options.limit_s)
    shop.wait_until("all turntables are published", lambda: int(Database(shop).run_sql("select count(*) from spins.published")) == options.stones, 60)
    seconds = time.monotonic() - began
    peak = max(peak, peak_mib(shop.server))
    given = Api(shop.north_port).must("GET", "/_control/state").json["frames_given"]
    redone = given - wanted
    allowed = options.kills * options.stones * options.at_once
    print(f"{options.stones} turntables of {options.frames} frames with {options.kills} kills: {wanted / seconds:.1f} frames/s, peak {peak:.0f} MiB, {redone} frames of {wanted} asked for twice (on their way at a kill: at most {min(allowed, options.kills * options.at_once)})")
    if redone > options.kills * options.at_once:
        raise Failed(f"{redone} frames were asked for twice, {options.kills * options.at_once} may be")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default="build/dev/vitrine")
    parser.add_argument("--stones", type=int, default=1_100 if LONG else 6)
    parser.add_argument("--frames", type=int, default=256 if LONG else 32)
    parser.add_argument("--kills", type=int, default=3 if LONG else 1)
    parser.add_argument("--at-once", type=int, default=8 if LONG else 4)
    parser.add_argument("--limit-s", type=float, default=7_200 if LONG else 180)
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="vitrine-spins-"))
    os.chmod(folder, 0o755)  # PostgreSQL runs as an unprivileged user when this is root, and must pass through
    shop = Shop(options.program, folder, threads=2)
    try:
        run(shop, options)
    except Failed as fault:
        print(fault, file=sys.stderr)
        return 1
    finally:
        shop.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
