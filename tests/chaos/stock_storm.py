#!/usr/bin/env python3
"""A random storm of everything that moves stock, over several servers of one shop that are killed now and then.

Places orders (single articles, several, more than there is), pays, cancels, lets expire, moves along, gives money back, adjusts, moves goods between warehouses (all, in part, back), counts,
edits paid orders (pays the difference, withdraws, lets it expire), and changes how articles are sold (promises, safety stock). The same seed makes the same choices. Afterwards `vitrine verify` must be clean: levels, shelves, ledger, reservations, promises,
allocations, orders, payments and books agree.

Usage: stock_storm.py --program build/dev/vitrine [--servers 3] [--operations 600] [--kills 2] [--workers 6] [--seed 1]
"""
import argparse
import collections
import os
import pathlib
import random
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from fleet import ADDRESS, Caller, Failed, judge_on_fleet  # noqa: E402

MOVES = ("process", "pack", "ship", "deliver")
BROKEN = (0, 502, 503, 504)


class Worker(threading.Thread):
    """Does one thing after the other at whatever server answers. What was not answered is repeated with its key."""

    def __init__(self, storm, number):
        super().__init__(daemon=True)
        self.storm, self.number = storm, number
        self.random = random.Random(storm.options.seed * 1000 + number)
        self.callers = [storm.fleet.staff(server) for server in storm.fleet.servers]
        self.orders, self.transfers, self.count = [], [], 0

    def ask(self, method, path, body=None, headers=None):
        """Until somebody answers, or the storm has been over for long."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            status, answer = self.random.choice(self.callers).ask(method, path, body, headers)
            if status not in BROKEN:
                self.storm.note(status)
                if status >= 500:
                    self.storm.strange.append(f"{method} {path}: {status} {answer}")
                return status, answer
            time.sleep(0.05)
        raise Failed(f"nobody answers {method} {path}")

    def key(self):
        self.count += 1
        return {"Idempotency-Key": f"storm-{self.storm.options.seed}-{self.number}-{self.count}"}

    def run(self):
        deeds = [(self.place, 30), (self.pay, 18), (self.cancel, 6), (self.expire, 6), (self.move, 12), (self.give_back, 5), (self.adjust, 9), (self.transfer, 8), (self.count_goods, 3), (self.edit, 8), (self.end_edit, 7), (self.set_policy, 3)]
        choices = [deed for deed, weight in deeds for _ in range(weight)]
        try:
            while self.storm.take_turn():
                deed = self.random.choice(choices)
                self.storm.done[deed.__name__] += 1
                deed()
        except Failed as fault:
            self.storm.strange.append(str(fault))

    def some_order(self):
        return self.random.choice(self.orders) if self.orders else None

    def place(self):
        variants = self.random.sample(self.storm.variants, self.random.choice((1, 1, 1, 2, 3)))
        status, cart = self.ask("POST", "/api/v1/carts", {"variant": variants[0], "quantity": self.random.choice((1, 1, 2, 5))})
        if status != 201:
            return
        token, base = {"X-Cart-Token": cart["token"]}, f"/api/v1/carts/{cart['id']}"
        for variant in variants[1:]:
            self.ask("POST", f"{base}/lines", {"variant": variant, "quantity": self.random.randint(1, 3)}, token)
        if self.ask("PUT", f"{base}/addresses", {"email": "storm@example.com", "shipping": ADDRESS}, token)[0] != 200:
            return
        status, quote = self.ask("GET", f"{base}/quote", headers=token)
        if status != 200 or not quote["lines"]:
            return
        method = self.random.choice(("bank_transfer", "bank_transfer", "cash_on_delivery"))
        if method == "cash_on_delivery":
            status, fees = self.ask("GET", f"{base}/quote?payment_method={method}", headers=token)
            quote = fees if status == 200 else quote
        status, placed = self.ask("POST", "/api/v1/orders", {"cart": cart["id"], "payment_method": method, "expected_total": quote["total"]}, {**token, **self.key()})
        if status == 201:
            order = placed["order"]
            self.orders.append({"id": order["id"], "payment": order["payment"], "total": order["total"], "lines": len(order["lines"])})

    def pay(self):
        if order := self.some_order():
            self.ask("POST", f"/api/v1/admin/payments/{order['payment']}/mark-paid", {"received": order["total"], "note": "storm"})

    def cancel(self):
        if order := self.some_order():
            self.ask("POST", f"/api/v1/admin/orders/{order['id']}/cancellation", {"reason": "storm"})

    def expire(self):
        """Its time is over now: the timer does the rest."""
        if order := self.some_order():
            name = order["id"]
            try:
                self.storm.fleet.database.run_sql(f"update orders.orders set expires_at = now() where vitrine.id_text('ord', id) = '{name}' and state = 'pending_payment';"
                                                  f"update jobs.jobs set due = now() where kind = 'orders.expire' and aggregate = '{name}' and state = 'waiting'")
            except Failed:
                pass  # the job was taken or the database was busy: then it expires another time

    def move(self):
        if order := self.some_order():
            self.ask("PATCH", f"/api/v1/admin/orders/{order['id']}", {"verb": self.random.choice(MOVES), "reason": "storm"})

    def give_back(self):
        if order := self.some_order():
            body = {"reason": "storm"} if self.random.random() < 0.5 else {"lines": [{"position": self.random.randint(1, order["lines"]), "quantity": 1}], "reason": "storm"}
            self.ask("POST", f"/api/v1/admin/orders/{order['id']}/refunds", body, self.key())

    def adjust(self):
        items = [{"variant": variant, "change": self.random.choice((-3, -2, -1, 1, 2, 5, 9))} for variant in self.random.sample(self.storm.variants, self.random.randint(1, 3))]
        body = {"warehouse": self.random.choice(self.storm.warehouses), "reason": self.random.choice(("received", "lost", "damaged", "found", "returned")), "items": items}
        self.ask("POST", "/api/v1/admin/stock/adjustments", body, self.key())

    def transfer(self):
        if self.transfers and self.random.random() < 0.7:
            one = f"/api/v1/admin/transfers/{self.random.choice(self.transfers)}"
            status, seen = self.ask("GET", one)
            if status != 200:
                return
            deed = self.random.choice(("sending", "receipts", "receipts", "cancellation", "closing"))
            body = None
            if deed == "receipts":
                part = [{"variant": line["variant"], "quantity": 1} for line in seen["lines"] if line["quantity"] > line["received"] + line["missing"]]
                body = {"items": part} if part and self.random.random() < 0.5 else {}
            self.ask("POST", f"{one}/{deed}", body, self.key())
            return
        source, target = self.random.sample(self.storm.warehouses, 2)
        items = [{"variant": variant, "quantity": self.random.randint(1, 4)} for variant in self.random.sample(self.storm.variants, self.random.randint(1, 3))]
        status, made = self.ask("POST", "/api/v1/admin/transfers", {"source": source, "target": target, "items": items}, self.key())
        if status == 201:
            self.transfers.append(made["transfer"]["id"])

    def count_goods(self):
        body = {"warehouse": self.random.choice(self.storm.warehouses), "variants": self.random.sample(self.storm.variants, 3)}
        status, opened = self.ask("POST", "/api/v1/admin/stock/counts", body, self.key())
        if status != 201:
            return
        one = f"/api/v1/admin/stock/counts/{opened['count']['id']}"
        items = [{"variant": line["variant"], "counted": max(line["expected"] + self.random.choice((-2, -1, 0, 0, 1)), 0)} for line in opened["lines"]]
        self.ask("PUT", f"{one}/entries", {"items": items})
        self.ask("POST", f"{one}/{self.random.choice(('posting', 'posting', 'cancellation'))}", None, self.key())

    def edit(self):
        """A paid order gets other goods: sometimes cheaper, sometimes dearer, sometimes both at once by two people."""
        if not (order := self.some_order()):
            return
        status, seen = self.ask("GET", f"/api/v1/admin/orders/{order['id']}")
        if status != 200 or seen["state"] not in ("paid", "processing"):
            return
        wanted = collections.Counter()
        for line in seen["lines"]:
            wanted[line["variant"]] += line["quantity"] - line.get("cancelled", 0)
        some = self.random.choice(list(wanted))
        wanted[some] = max(wanted[some] + self.random.choice((-2, -1, 1, 2)), 0)
        if self.random.random() < 0.6:
            wanted[self.random.choice(self.storm.variants)] += self.random.randint(1, 2)
        lines = [{"variant": variant, "quantity": quantity} for variant, quantity in wanted.items() if quantity > 0]
        base = f"/api/v1/admin/orders/{order['id']}/edits"
        status, preview = self.ask("POST", f"{base}/preview", {"lines": lines})
        if status != 200:
            return
        self.ask("POST", base, {"lines": lines, "expected_difference": preview["difference"], "reason": "storm"}, self.key())

    def end_edit(self):
        """Pays what an edit asks for, a part of it, too much or too late; withdraws it; or lets its time be over."""
        if not (order := self.some_order()):
            return
        status, edits = self.ask("GET", f"/api/v1/admin/orders/{order['id']}/edits")
        asking = [edit for edit in edits["items"] if edit.get("payment")] if status == 200 else []
        if not asking:
            return
        edit = self.random.choice(asking)
        deed = self.random.choice(("pay", "pay", "pay", "part", "more", "withdraw", "expire"))
        if deed == "withdraw":
            self.ask("POST", f"/api/v1/admin/orders/{order['id']}/edits/{edit['id']}/withdrawal")
        elif deed == "expire":
            self.expire_payment(edit["payment"])
        else:
            minor = edit["difference"]["minor"] + {"pay": 0, "part": -1, "more": 500}[deed]
            if minor > 0:
                self.ask("POST", f"/api/v1/admin/payments/{edit['payment']}/mark-paid", {"received": {**edit["difference"], "minor": minor}, "note": "storm"}, self.key())

    def expire_payment(self, payment):
        """Its window is over now: the sweeper does the rest."""
        try:
            self.storm.fleet.database.run_sql(f"update payments.payments set pay_by = now() where vitrine.id_text('pay', id) = '{payment}' and state = 'pending';"
                                              f"update jobs.jobs set due = now() where kind = 'payments.sweep' and aggregate = '{payment}' and state = 'waiting'")
        except Failed:
            pass  # the job was taken or the database was busy: then it expires another time

    def set_policy(self):
        body = self.random.choice(({"kind": "stock_only"}, {"kind": "stock_only", "safety": 2}, {"kind": "back_order", "promise_limit": 6, "low_at": 3}))
        self.ask("PUT", f"/api/v1/admin/stock/levels/{self.random.choice(self.storm.variants)}/policy", body)


class Storm:
    def __init__(self, fleet, options):
        self.fleet, self.options = fleet, options
        self.left, self.lock = options.operations, threading.Lock()
        self.done, self.statuses, self.strange = collections.Counter(), collections.Counter(), []

    def note(self, status):
        with self.lock:
            self.statuses[status] += 1

    def take_turn(self):
        with self.lock:
            self.left -= 1
            return self.left >= 0

    def prepare(self):
        _, listing = Caller(self.fleet.first.port).ask("GET", "/api/v1/products?limit=50&in_stock=true")
        self.variants = [item["first_variant"] for item in listing["items"] if not item["has_variants"]][:12]
        staff = self.fleet.staff(self.fleet.first)
        for number, code in enumerate(("lahore", "karachi")):
            body = {"code": code, "name": code, "country": "PK", "priority": 10 * number, "postal_code": ("54000", "75500")[number]}
            status, answer = staff.ask("POST", "/api/v1/admin/warehouses", body)
            if status != 201:
                raise Failed(f"a warehouse cannot be made: {status} {answer}")
        self.warehouses = [one["id"] for one in staff.ask("GET", "/api/v1/admin/warehouses")[1]["items"]]
        staff.ask("PUT", "/api/v1/admin/stock/settings", {"strategy": ("priority", "nearest", "fewest_parcels")[self.options.seed % 3]})

    def run(self):
        self.prepare()
        workers = [Worker(self, number) for number in range(self.options.workers)]
        for worker in workers:
            worker.start()
        chance = random.Random(self.options.seed)
        total = self.options.operations
        for kill in range(self.options.kills):
            while self.left > total * (1 - (kill + 1) / (self.options.kills + 1)):
                time.sleep(0.01)
            server = chance.choice(self.fleet.servers[1:])  # the first one keeps PostgreSQL
            self.fleet.kill(server)
            self.fleet.revive(server)
            print(f"kill {kill + 1} of {self.options.kills}: {total - max(self.left, 0)} operations", flush=True)
        for worker in workers:
            worker.join(600)

    def judge(self):
        wrong = self.strange[:10]
        self.fleet.when_quiet()
        parked = self.fleet.database.run_sql("select kind || ' ' || last_error from jobs.jobs where state = 'parked' limit 3").strip()
        if parked:
            wrong.append(f"parked: {parked}")
        held = self.fleet.database.run_sql("select count(*) filter (where state = 'sold'), count(*) filter (where state = 'released') from stock.reservations").strip()
        print(f"reservations sold and released: {held}")
        return wrong + self.fleet.verify()


def rage(fleet, options):
    storm = Storm(fleet, options)
    begin = time.monotonic()
    storm.run()
    wrong = storm.judge()
    print(f"{options.operations} operations in {time.monotonic() - begin:.0f} s, {options.servers} servers, {options.kills} kills, seed {options.seed}, {len(wrong)} faults")
    print("asked: " + ", ".join(f"{count} {name}" for name, count in sorted(storm.done.items())))
    print("answered: " + ", ".join(f"{count} × {status}" for status, count in sorted(storm.statuses.items())))
    return wrong


def main():
    is_long = bool(os.environ.get("VITRINE_LONG"))
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default="build/dev/vitrine")
    parser.add_argument("--servers", type=int, default=3)
    parser.add_argument("--operations", type=int, default=100_000 if is_long else 600)
    parser.add_argument("--kills", type=int, default=40 if is_long else 2)
    parser.add_argument("--workers", type=int, default=16 if is_long else 6)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    judge_on_fleet("stock", options, lambda fleet: rage(fleet, options))


main()
