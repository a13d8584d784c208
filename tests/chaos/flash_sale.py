#!/usr/bin/env python3
"""A sale that everybody wants: many buyers, few pieces, several servers with one queue in Redis, which is killed half-way and comes back.

Afterwards: exactly as many orders as there were pieces, no level below zero, every loser was told the truth (sold out, a number in the queue, or too late), other articles
were sold meanwhile, and `vitrine verify` is clean.

Usage: flash_sale.py --program build/dev/vitrine [--servers 3] [--buyers 300] [--pieces 20] [--clients 24] [--without-redis] [--seed 1]
"""
import argparse
import collections
import os
import pathlib
import queue
import random
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from fleet import Caller, Failed, judge_on_fleet, place, ready_cart  # noqa: E402

HONEST = {"stock.sold_out", "stock.queued", "stock.short"}


class Sale:
    def __init__(self, fleet, options):
        self.fleet, self.options, self.chance = fleet, options, random.Random(options.seed)
        self.lock = threading.Lock()
        self.orders, self.said, self.times, self.others, self.strange = [], collections.Counter(), [], [], []
        self.patience = time.monotonic() + 3600

    def prepare(self):
        _, listing = Caller(self.fleet.first.port).ask("GET", "/api/v1/products?limit=50&in_stock=true")
        variants = [item["first_variant"] for item in listing["items"] if not item["has_variants"]]
        self.lamp, self.rest = variants[0], variants[1:]
        staff = self.fleet.staff(self.fleet.first)
        deadline = time.monotonic() + 20
        status, level = staff.ask("GET", f"/api/v1/admin/stock/levels/{self.lamp}")
        while status == 401 and time.monotonic() < deadline:  # the server hears of a new key within seconds
            time.sleep(0.1)
            status, level = staff.ask("GET", f"/api/v1/admin/stock/levels/{self.lamp}")
        if status != 200:
            raise Failed(f"the level cannot be read: {status} {level}")
        change = self.options.pieces - level["level"]["available"]
        if change:
            status, answer = staff.ask("POST", "/api/v1/admin/stock/adjustments", {"reason": "correction", "items": [{"variant": self.lamp, "change": change}]},
                                       {"Idempotency-Key": "pieces"})
            if status != 201:
                raise Failed(f"the stock cannot be set: {status} {answer}")
        status, answer = staff.ask("PUT", f"/api/v1/admin/stock/lanes/{self.lamp}", {})
        if status != 200:
            raise Failed(f"the lane cannot be opened: {status} {answer}")
        time.sleep(1)  # every process hears of it
        self.carts = self.in_parallel(self.options.buyers, self.one_cart)

    def one_cart(self, number, caller):
        cart = ready_cart(caller, self.lamp)
        if not cart:
            raise Failed("a cart cannot be made ready")
        return cart

    def in_parallel(self, count, work):
        """work(number, caller) for all numbers, on a few threads, each with a connection to one of the servers."""
        todo, results, faults = queue.SimpleQueue(), [None] * count, []
        for number in range(count):
            todo.put(number)

        def loop(index):
            caller = Caller(self.fleet.servers[index % len(self.fleet.servers)].port)
            while True:
                try:
                    number = todo.get_nowait()
                except queue.Empty:
                    return
                try:
                    results[number] = work(number, caller)
                except Exception as fault:  # told at the end
                    faults.append(fault)
                    return

        threads = [threading.Thread(target=loop, args=(index,), daemon=True) for index in range(self.options.clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if faults:
            raise faults[0]
        return results

    def buy(self, number, caller):
        """Tries once, then as often as he is told that he is in the queue."""
        cart, key = self.carts[number], f"flash-{self.options.seed}-{number}"
        while True:
            begin = time.monotonic()
            status, answer = place(caller, cart, key)
            took = time.monotonic() - begin
            with self.lock:
                if status == 201:
                    self.orders.append(answer["order"]["id"])
                    self.said["order"] += 1
                    return
                code = (answer or {}).get("code", f"status {status}")
                self.said[code] += 1
                if code in HONEST:
                    self.times.append(took)
                elif status not in (0, 503):
                    self.strange.append(f"{status} {code}")
                    return
            if code in ("stock.sold_out", "stock.short"):
                return
            if code == "stock.queued" and time.monotonic() > self.patience:
                return
            time.sleep(0.3)

    def shop_around(self, stop):
        """Somebody who buys other things meanwhile."""
        caller = Caller(self.fleet.servers[-1].port)
        number = 0
        while not stop.is_set():
            number += 1
            cart = ready_cart(caller, self.chance.choice(self.rest))
            if not cart:
                continue
            begin = time.monotonic()
            status, _ = place(caller, cart, f"other-{self.options.seed}-{number}")
            if status == 201:
                self.others.append(time.monotonic() - begin)
            time.sleep(0.02)

    def pull_the_plug(self):
        """Half of the pieces are sold: Redis dies. A little later it is back, empty."""
        while len(self.orders) < self.options.pieces // 2:
            time.sleep(0.005)
        self.fleet.redis.kill()
        print(f"Redis killed after {len(self.orders)} orders", flush=True)
        time.sleep(1.5)
        self.fleet.redis.start()

    def run(self):
        self.prepare()
        stop = threading.Event()
        other = threading.Thread(target=self.shop_around, args=(stop,), daemon=True)
        other.start()
        if self.fleet.redis:
            threading.Thread(target=self.pull_the_plug, daemon=True).start()
        begin = time.monotonic()
        self.patience = begin + self.options.patience_s
        self.in_parallel(self.options.buyers, self.buy)
        self.seconds = time.monotonic() - begin
        stop.set()
        other.join(30)

    def judge(self):
        wrong = list(self.strange[:5])
        pieces = self.options.pieces
        if len(self.orders) != pieces or len(set(self.orders)) != pieces:
            wrong.append(f"{len(self.orders)} orders for {pieces} pieces")
        _, level = self.fleet.staff(self.fleet.first).ask("GET", f"/api/v1/admin/stock/levels/{self.lamp}")
        if level["level"]["available"] != 0:
            wrong.append(f"{level['level']['available']} pieces are left")
        if not self.others:
            wrong.append("nothing else was sold meanwhile")
        if self.options.loser_p95_ms and p95(self.times) * 1000 > self.options.loser_p95_ms:
            wrong.append(f"losers waited {p95(self.times) * 1000:.0f} ms at the 95th percentile")
        self.fleet.when_quiet()
        return wrong + self.fleet.verify()


def p95(times):
    return sorted(times)[int(len(times) * 0.95)] if times else 0.0


def hold(fleet, options):
    sale = Sale(fleet, options)
    sale.run()
    wrong = sale.judge()
    told = ", ".join(f"{count} {word}" for word, count in sorted(sale.said.items()))
    print(f"{options.buyers} buyers, {options.pieces} pieces, {options.servers} servers, {sale.seconds:.1f} s: {told}")
    print(f"losers were told within {p95(sale.times) * 1000:.0f} ms (95th percentile); {len(sale.others)} other orders, {p95(sale.others) * 1000:.0f} ms")
    return wrong


def main():
    is_long = bool(os.environ.get("VITRINE_LONG"))
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default="build/dev/vitrine")
    parser.add_argument("--servers", type=int, default=3)
    parser.add_argument("--buyers", type=int, default=10_000 if is_long else 300)
    parser.add_argument("--pieces", type=int, default=100 if is_long else 20)
    parser.add_argument("--clients", type=int, default=48 if is_long else 24)
    parser.add_argument("--patience-s", type=float, default=60 if is_long else 15, help="How long a buyer in the queue asks again")
    parser.add_argument("--loser-p95-ms", type=float, default=0, help="Fails when losers wait longer; 0: only says it")
    parser.add_argument("--without-redis", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    judge_on_fleet("flash", options, lambda fleet: hold(fleet, options), with_redis=not options.without_redis)


main()
