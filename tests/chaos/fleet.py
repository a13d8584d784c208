"""Several servers of one shop on one database, for storms: each can be killed and comes back. With a Redis of their own where wanted."""
import http.client
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[2] / "tools"), str(HERE.parents[1] / "load" / "bench")]
from ceilings import Database  # noqa: E402
from shop import Api, Failed, Shop, free_port  # noqa: E402


class Redis:
    """Keeps nothing on disk; killed by its process id."""

    def __init__(self, folder):
        self.folder, self.port, self.process = folder, free_port(), None
        if not shutil.which("redis-server"):
            raise Failed("redis-server is missing: bin/setup names the package")

    def start(self):
        self.process = subprocess.Popen(["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(self.folder)],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                connection = http.client.socket.create_connection(("127.0.0.1", self.port), 1)
                connection.close()
                return
            except OSError:
                time.sleep(0.02)
        raise Failed("redis-server does not answer")

    def kill(self):
        if self.process:
            self.process.kill()
            self.process.wait()
        self.process = None

    @property
    def url(self):
        return f"redis://127.0.0.1:{self.port}"


class Server(Shop):
    """Another server of the first one's shop, with a folder of its own."""

    def __init__(self, program, folder, first, threads):
        super().__init__(program, folder, threads=threads)
        lines = next(first.folder.glob("**/postmaster.pid")).read_text().splitlines()
        self.environment = dict(first.environment, VITRINE_VAR=str(self.folder), VITRINE_PUBLIC_URL=f"http://localhost:{self.port}",
                                DATABASE_URL=f"host={lines[4]} port={lines[3]} dbname=vitrine user=vitrine_owner")


class Fleet:
    def __init__(self, program, folder, servers, threads=1, with_redis=False):
        self.program, self.folder, self.count, self.threads = program, pathlib.Path(folder), servers, threads
        self.first = Shop(program, self.folder / "first", threads=threads)
        self.servers = [self.first]
        self.redis = Redis(self.folder) if with_redis else None
        if self.redis:
            self.first.environment["VITRINE_REDIS_URL"] = self.redis.url
        self.first.environment["VITRINE_RATE_LIMIT_FACTOR"] = "0"

    def open(self, products):
        if self.redis:
            self.redis.start()
        self.first.start_simulator()
        self.first.start_server()
        self.first.wait_ready()
        self.first.load("stationery", products, is_default=True)
        for number in range(1, self.count):
            server = Server(self.program, self.folder / f"server{number}", self.first, self.threads)
            server.start_server()
            self.servers.append(server)
        for server in self.servers:
            server.wait_ready()
        self.database = Database(self.first)
        self.key = self.first.run("user", "key", "--store", "stationery", "--name", "storm", "--permission", "*").strip().splitlines()[-1]

    def staff(self, server):
        return Caller(server.port, {"Authorization": f"Bearer {self.key}"})

    def revive(self, server):
        server.start_server()
        server.wait_ready()

    def kill(self, server):
        server.server.kill()
        server.server.wait()

    def when_quiet(self, limit_s=120):
        """Waits until nothing is left to be done that is due."""
        deadline = time.monotonic() + limit_s
        while time.monotonic() < deadline:
            left = self.database.run_sql("select count(*) from jobs.jobs where state in ('waiting', 'claimed', 'behind') and due <= now() + interval '1 second'").strip()
            if left == "0":
                return
            time.sleep(0.2)
        raise Failed(f"jobs are still due after {limit_s} s")

    def verify(self):
        """What `vitrine verify` finds wrong; empty is what we want."""
        try:
            self.first.run("verify")
        except Failed as fault:
            return [str(fault)]
        return []

    def stop(self):
        for server in self.servers[1:]:
            server.stop()
        self.first.stop()
        if self.redis:
            self.redis.kill()


class Caller:
    """One keep-alive connection of one thread. A broken connection is status 0, never an exception."""

    def __init__(self, port, headers=None):
        self.port, self.headers, self.connection = port, dict(headers or {}, **{"X-Store": "stationery"}), None

    def ask(self, method, path, body=None, headers=None, timeout_s=15):
        sent = dict(self.headers, **(headers or {}))
        data = None
        if body is not None:
            data, sent["Content-Type"] = json.dumps(body), "application/json"
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout_s)
            self.connection.request(method, path, data, sent)
            answer = self.connection.getresponse()
            text = answer.read()
            if answer.will_close:
                self.close()
            return answer.status, json.loads(text) if text else None
        except (OSError, http.client.HTTPException, ValueError):
            self.close()
            return 0, None

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None


ADDRESS = {"name": "Storm Buyer", "line1": "1 Mall Road", "city": "Lahore", "country": "PK", "postal_code": "54000"}


def ready_cart(caller, variant, quantity=1):
    """A cart that can be ordered, or nothing."""
    status, cart = caller.ask("POST", "/api/v1/carts", {"variant": variant, "quantity": quantity})
    if status != 201:
        return None
    token = {"X-Cart-Token": cart["token"]}
    base = f"/api/v1/carts/{cart['id']}"
    if caller.ask("PUT", f"{base}/addresses", {"email": "storm@example.com", "shipping": ADDRESS}, token)[0] != 200:
        return None
    status, quote = caller.ask("GET", f"{base}/quote", headers=token)
    if status != 200 or not quote["lines"]:
        return None
    return {"id": cart["id"], "token": token, "total": quote["total"]}


def place(caller, cart, key, method="bank_transfer", timeout_s=15):
    body = {"cart": cart["id"], "payment_method": method, "expected_total": cart["total"]}
    return caller.ask("POST", "/api/v1/orders", body, {**cart["token"], "Idempotency-Key": key}, timeout_s)


__all__ = ["Api", "Caller", "Failed", "Fleet", "place", "ready_cart"]


def judge_on_fleet(name, options, story, with_redis=False):
    """Opens a fleet in a folder of its own and ends the program by what `story(fleet)` finds wrong, a list of words; the folder is kept for a look then."""
    folder = tempfile.mkdtemp(prefix=f"vitrine-{name}-")
    os.chmod(folder, 0o755)
    fleet = Fleet(options.program, folder, options.servers, with_redis=with_redis)
    failed = True
    try:
        fleet.open(products=100)
        wrong = story(fleet)
        for fault in wrong[:20]:
            print(fault)
        failed = bool(wrong)
    except Failed as fault:
        print(fault)
    finally:
        fleet.stop()
        if failed:
            print(f"kept for a look: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    sys.exit(1 if failed else 0)
