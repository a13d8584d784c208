#!/usr/bin/env python3
"""Kills the server, then PostgreSQL, at random moments of a purchase storm, and asks afterwards whether anything was lost.

Afterwards: every answered 201 exists with the total it was answered with, a request repeated with its key gives the same order, nothing is
charged at the gateway without an order, and `vitrine verify` is clean.

Usage: kill_storm.py --program build/dev/vitrine [--server-kills 2] [--postgres-kills 2] [--buyers 8] [--seed 1]
"""
import argparse
import json
import os
import pathlib
import random
import shutil
import signal
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
from shop import BROKEN, Api, Failed, Shop  # noqa: E402


class StormApi(Api):
    """One shopper's view of the shop: status and JSON, no exceptions for broken connections."""

    def ask(self, method, path, body=None, headers=None):
        answer = self.call(method, path, body, headers, timeout_s=10)
        try:
            return answer.status, json.loads(answer.body or b"null")
        except ValueError:
            return answer.status, None


class StormShop(Shop):
    """The shop, with somebody who pulls the plug."""

    def open(self, products):
        self.start_simulator()
        self.start_server()
        self.wait_ready()
        self.load("stationery", products, is_default=True)

    def revive(self):
        """Like a supervisor: starts the server again whenever it has ended, until it is ready."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.server.poll() is not None:
                if self.server.returncode in BROKEN:
                    raise Failed(f"the server broke by itself ({self.server.returncode}):\n{self.last_words('serve', 60)}")
                self.start_server()
            if self.api.call("GET", "/health/ready", timeout_s=2).status == 200:
                return
            time.sleep(0.1)
        raise Failed("the server does not become ready")

    def kill_server(self):
        self.server.kill()
        self.server.wait()
        self.start_server()
        self.revive()

    def kill_postgres(self):
        pid_file = next(self.folder.glob("**/postmaster.pid"))
        os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)
        time.sleep(0.3)
        self.revive()
        deadline = time.monotonic() + 60
        while StormApi(self.port, "stationery").ask("POST", "/api/v1/carts", {})[0] != 201:  # ready is not yet working
            if time.monotonic() > deadline:
                raise Failed("carts cannot be opened after PostgreSQL was killed")
            time.sleep(0.1)


class Buyer(threading.Thread):
    """Buys one article after the other. A request that was not answered is repeated with its key until it is."""

    def __init__(self, shop, variants, seed, stop):
        super().__init__(daemon=True)
        self.api, self.variants, self.random, self.stop = StormApi(shop.port, "stationery"), variants, random.Random(seed), stop
        self.stripe = Api(shop.stripe_port)
        self.answered, self.refused = [], 0

    def until_answered(self, *call, **more):
        while True:
            status, body = self.api.ask(*call, **more)
            if status and status < 500:
                return status, body
            if self.stop.is_set() and status == 0:
                time.sleep(0.2)
            time.sleep(0.05)

    def run(self):
        while not self.stop.is_set():
            self.buy()

    def buy(self):
        status, cart = self.until_answered("POST", "/api/v1/carts", {"variant": self.random.choice(self.variants), "quantity": self.random.randint(1, 3)})
        if status != 201:
            return
        token = {"X-Cart-Token": cart["token"]}
        base = f"/api/v1/carts/{cart['id']}"
        address = {"name": "Storm Buyer", "line1": "1 Mall Road", "city": "Lahore", "country": "PK"}
        status, _ = self.until_answered("PUT", f"{base}/addresses", {"email": "storm@example.com", "shipping": address}, token)
        if status != 200:  # a cart may be lost with the last milliseconds before a kill of PostgreSQL; an order may not
            return
        status, quote = self.until_answered("GET", f"{base}/quote", headers=token)
        if status != 200 or not quote["lines"]:
            return
        key = f"storm-{self.random.getrandbits(64):x}"
        wanted = {"cart": cart["id"], "payment_method": self.random.choice(["stripe", "bank_transfer"]), "expected_total": quote["total"]}
        status, placed = self.until_answered("POST", "/api/v1/orders", wanted, {**token, "Idempotency-Key": key})
        if status != 201:
            self.refused += 1
            return
        self.answered.append({"key": key, "token": token, "wanted": wanted, "placed": placed})
        self.pay(placed["next"])

    def pay(self, todo):
        """As the browser script does it. A payment that the shop could not start yet is left to expire."""
        if todo["kind"] == "client_secret":
            intent = todo["client_secret"].split("_secret_")[0]
            self.stripe.call("POST", f"/v1/payment_intents/{intent}/confirm",
                             form={"key": todo["publishable_key"], "client_secret": todo["client_secret"], "payment_method": "pm_card_visa"})


def storm(shop, options):
    _, listing = StormApi(shop.port, "stationery").ask("GET", "/api/v1/products?limit=50&in_stock=true")
    variants = [item["first_variant"] for item in listing["items"]]
    stop = threading.Event()
    buyers = [Buyer(shop, variants, options.seed * 1000 + i, stop) for i in range(options.buyers)]
    for buyer in buyers:
        buyer.start()
    chance = random.Random(options.seed)
    for what, times in ((shop.kill_server, options.server_kills), (shop.kill_postgres, options.postgres_kills)):
        for n in range(times):
            time.sleep(chance.uniform(0.2, 1.5))
            what()
            print(f"{what.__name__} {n + 1} of {times}: {sum(len(b.answered) for b in buyers)} orders answered", flush=True)
    time.sleep(1)
    stop.set()
    for buyer in buyers:
        buyer.join(60)
    return buyers


def judge(shop, buyers):
    """The list of what is wrong; empty is what we want."""
    wrong = []
    api = StormApi(shop.port, "stationery")
    answered = [one for buyer in buyers for one in buyer.answered]
    for one in answered:
        order = one["placed"]["order"]
        status, seen = api.ask("GET", f"/api/v1/orders/{order['id']}", headers={"X-Order-Token": order["token"]})
        if status != 200 or seen["total"] != order["total"]:
            wrong.append(f"{order['id']} was answered with 201 and is {status} now")
    for one in random.Random(1).sample(answered, min(20, len(answered))):
        status, again = api.ask("POST", "/api/v1/orders", one["wanted"], {**one["token"], "Idempotency-Key": one["key"]})
        if status != 201 or again["order"] != one["placed"]["order"]:
            wrong.append(f"{one['placed']['order']['id']} is not given again for its key ({status})")
    wrong += judge_charges(shop, {one["placed"]["order"]["id"]: one["placed"]["order"] for one in answered})
    try:
        shop.run("verify")
    except Failed as fault:
        wrong.append(str(fault))
    return wrong, len(answered)


def judge_charges(shop, orders):
    """Every charge at the gateway belongs to an answered order, of its amount, and the order knows it."""
    wrong = []
    _, state = StormApi(shop.stripe_port).ask("GET", "/_control/state")
    api = StormApi(shop.port, "stationery")
    charged = [intent for intent in state["payment_intent"] if intent["status"] == "succeeded"]
    for intent in charged:
        order = orders.get(intent["metadata"].get("order"))
        if not order or intent["amount_received"] != order["total"]["minor"]:
            wrong.append(f"{intent['id']} was charged {intent['amount_received']} for {order['total'] if order else 'no answered order'}")
            continue
        token = {"X-Order-Token": order["token"]}
        deadline = time.monotonic() + 60
        while api.ask("GET", f"/api/v1/orders/{order['id']}", headers=token)[1]["state"] != "paid" and time.monotonic() < deadline:
            time.sleep(0.2)
        if time.monotonic() >= deadline:
            wrong.append(f"{order['id']} was charged and is not paid")
    print(f"{len(charged)} charges at the gateway")
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default="build/dev/vitrine")
    kills = 20 if os.environ.get("VITRINE_LONG") else 2
    parser.add_argument("--server-kills", type=int, default=kills)
    parser.add_argument("--postgres-kills", type=int, default=kills)
    parser.add_argument("--buyers", type=int, default=8)
    parser.add_argument("--products", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="vitrine-storm-")
    os.chmod(folder, 0o755)  # PostgreSQL runs as an unprivileged user when this is root, and must pass through
    shop = StormShop(options.program, folder, threads=2)
    failed = True
    try:
        shop.open(options.products)
        buyers = storm(shop, options)
        wrong, answered = judge(shop, buyers)
        print(f"{answered} orders answered, {sum(b.refused for b in buyers)} refused, {options.server_kills} + {options.postgres_kills} kills, {len(wrong)} faults")
        for fault in wrong[:20]:
            print(fault)
        failed = bool(wrong) or answered == 0
    except Failed as fault:
        print(fault)
    finally:
        shop.stop()
        if failed:
            print(f"kept for a look: {shop.folder}")
        else:
            shutil.rmtree(shop.folder, ignore_errors=True)
    sys.exit(1 if failed else 0)


main()
