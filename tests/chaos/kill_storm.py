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
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Api:
    """One shopper's view of the shop: JSON in and out, no exceptions for broken connections."""

    def __init__(self, port):
        self.base = f"http://127.0.0.1:{port}"

    def call(self, method, path, body=None, headers=None, timeout=10):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data=data, method=method, headers={"Content-Type": "application/json", "X-Store": "stationery", **(headers or {})})
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as fault:
            try:
                return fault.code, json.loads(fault.read() or b"null")
            except ValueError:
                return fault.code, None
        except (OSError, ValueError):
            return 0, None


class Shop:
    """The programs under test, in a folder of their own."""

    def __init__(self, program, products):
        self.program = str(pathlib.Path(program).resolve())
        self.folder = tempfile.mkdtemp(prefix="vitrine-storm-")
        os.chmod(self.folder, 0o755)
        self.port, self.stripe_port = free_port(), free_port()
        self.environment = dict(os.environ, VITRINE_VAR=self.folder)
        self.server = self.simulator = None
        self.products = products

    def run(self, *arguments, check=True):
        done = subprocess.run([self.program, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True)
        if check and done.returncode != 0:
            sys.exit(f"vitrine {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")
        return done

    def open(self):
        webhook = f"http://127.0.0.1:{self.port}/webhooks/stripe"
        self.environment |= {
            "VITRINE_STRIPE_API": f"http://127.0.0.1:{self.stripe_port}",
            "VITRINE_STRIPE_SCRIPT": f"http://127.0.0.1:{self.stripe_port}/v3/stripe.js",
            "VITRINE_STRIPE_SECRET_KEY": "sk_test_storm",
            "VITRINE_STRIPE_PUBLISHABLE_KEY": "pk_test_storm",
            "VITRINE_STRIPE_WEBHOOK_SECRET": "whsec_storm",
            "VITRINE_MASTER_KEY": "5" * 64,
        }
        self.simulator = subprocess.Popen(
            [self.program, "simulate", "--stripe-port", str(self.stripe_port), "--stripe-webhook", webhook, "--stripe-webhook-secret", "whsec_storm"],
            cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.start_server()
        self.run("store", "load", "presets/stationery", "--default")
        catalog = os.path.join(self.folder, "catalog.csv")
        with open(catalog, "w", encoding="utf-8") as file:
            subprocess.run([self.program, "sample", "--preset", "stationery", "--count", str(self.products), "--seed", "7"], cwd=ROOT, env=self.environment, stdout=file, check=True)
        self.run("import", "--store", "stationery", catalog)
        self.wait_ready(min_products=self.products // 2)

    def start_server(self):
        log = open(os.path.join(self.folder, "server.log"), "ab")
        self.server = subprocess.Popen([self.program, "serve", "--port", str(self.port), "--threads", "2"], cwd=ROOT, env=self.environment, stdout=log, stderr=log)

    def wait_ready(self, min_products=0, limit=60):
        api = Api(self.port)
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            if self.server.poll() is not None:
                self.start_server()
            status, _ = api.call("GET", "/health/ready", timeout=2)
            if status == 200:
                _, found = api.call("GET", "/api/v1/products?limit=1")
                if not min_products or (found and found.get("total", 0) >= min_products):
                    return
            time.sleep(0.1)
        sys.exit("the server does not become ready")

    def kill_server(self):
        self.server.kill()
        self.server.wait()
        self.start_server()
        self.wait_ready()

    def kill_postgres(self):
        pid_file = pathlib.Path(self.folder, "pg", "data", "postmaster.pid")
        os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)
        time.sleep(0.3)
        self.wait_ready()

    def close(self):
        for process in (self.server, self.simulator):
            if process and process.poll() is None:
                process.terminate()
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    process.kill()


class Buyer(threading.Thread):
    """Buys one article after the other. A request that was not answered is repeated with its key until it is."""

    def __init__(self, shop, variants, seed, stop):
        super().__init__(daemon=True)
        self.api, self.variants, self.random, self.stop = Api(shop.port), variants, random.Random(seed), stop
        self.answered, self.refused = [], 0

    def until_answered(self, *call, **more):
        while True:
            status, body = self.api.call(*call, **more)
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
        if status == 201:
            self.answered.append({"key": key, "token": token, "wanted": wanted, "placed": placed})
        else:
            self.refused += 1


def storm(shop, options):
    _, listing = Api(shop.port).call("GET", "/api/v1/products?limit=50&in_stock=true")
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
    api = Api(shop.port)
    answered = [one for buyer in buyers for one in buyer.answered]
    for one in answered:
        order = one["placed"]["order"]
        status, seen = api.call("GET", f"/api/v1/orders/{order['id']}", headers={"X-Order-Token": order["token"]})
        if status != 200 or seen["total"] != order["total"]:
            wrong.append(f"{order['id']} was answered with 201 and is {status} now")
    for one in random.Random(1).sample(answered, min(20, len(answered))):
        status, again = api.call("POST", "/api/v1/orders", one["wanted"], {**one["token"], "Idempotency-Key": one["key"]})
        if status != 201 or again["order"] != one["placed"]["order"]:
            wrong.append(f"{one['placed']['order']['id']} is not given again for its key ({status})")
    status, intents = Api(shop.stripe_port).call("GET", "/_control/payment_intents")
    known = {one["placed"]["order"]["id"] for one in answered}
    for intent in (intents or {}).get("data", []):
        if intent["status"] == "succeeded" and intent["metadata"].get("order") not in known:
            wrong.append(f"{intent['id']} was charged without an answered order")
    verdict = shop.run("verify", check=False)
    if verdict.returncode != 0:
        wrong.append("vitrine verify:\n" + verdict.stdout + verdict.stderr)
    return wrong, len(answered)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default="build/dev/vitrine")
    parser.add_argument("--server-kills", type=int, default=2)
    parser.add_argument("--postgres-kills", type=int, default=2)
    parser.add_argument("--buyers", type=int, default=8)
    parser.add_argument("--products", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    shop = Shop(options.program, options.products)
    failed = True
    try:
        shop.open()
        buyers = storm(shop, options)
        wrong, answered = judge(shop, buyers)
        print(f"{answered} orders answered, {sum(b.refused for b in buyers)} refused, {options.server_kills} + {options.postgres_kills} kills, {len(wrong)} faults")
        for fault in wrong[:20]:
            print(fault)
        failed = bool(wrong) or answered == 0
    finally:
        shop.close()
        if failed:
            print(f"kept for a look: {shop.folder}")
        else:
            shutil.rmtree(shop.folder, ignore_errors=True)
    sys.exit(1 if failed else 0)


main()
