"""A running shop for scripts: the server, its private PostgreSQL, the simulators, and the presets in it.

Used by tools/demo (bin/demo), tests/load/bench (bin/bench). Starts and stops processes by their ids, nothing by name.
"""
import hashlib
import json
import os
import pathlib
import secrets
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[1]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# What a process ends with that broke by itself: signals of faults, and what sanitizers end with (bin/test sets 99; LeakSanitizer 23, ThreadSanitizer 66).
BROKEN = {-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS, -signal.SIGILL, -signal.SIGFPE, 23, 66, 99}


class Failed(Exception):
    """Said to the person; no traceback."""


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)


class Api:
    """Asks one server. A broken connection is status 0, never an exception."""

    def __init__(self, port, store=None):
        self.base, self.store = f"http://127.0.0.1:{port}", store

    def call(self, method, path, body=None, headers=None, form=None, timeout_s=15):
        sent = dict(headers or {})
        data = None
        if self.store:
            sent["X-Store"] = self.store
        if body is not None:
            data, sent["Content-Type"] = json.dumps(body).encode(), "application/json"
        if form is not None:
            data, sent["Content-Type"] = urllib.parse.urlencode(form).encode(), "application/x-www-form-urlencoded"
        request = urllib.request.Request(self.base + path, data=data, method=method, headers=sent)
        try:
            with urllib.request.urlopen(request, timeout=timeout_s) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as fault:
            return Answer(fault.code, fault.headers, fault.read())
        except OSError:
            return Answer(0, {}, b"")

    def must(self, method, path, body=None, headers=None, status=200, **more):
        """The same, and anything but `status` ends the script with what was answered."""
        answer = self.call(method, path, body, headers, **more)
        if answer.status != status:
            raise Failed(f"{method} {path} was answered {answer.status}, not {status}: {answer.body[:600].decode(errors='replace')}")
        return answer


class Shop:
    """One server with its state in `folder`. Ports 0 mean free ones."""

    def __init__(self, program, folder, port=0, stripe_port=0, threads=None, razorpay_port=0, jazzcash_port=0, easypaisa_port=0, shiprocket_port=0, leopards_port=0, tcs_port=0, postbox_port=0, smtp_port=0, north_port=0, south_port=0):
        self.program, self.folder = str(pathlib.Path(program).resolve()), pathlib.Path(folder).resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port, self.stripe_port, self.threads = port or free_port(), stripe_port or free_port(), threads
        self.razorpay_port = razorpay_port or free_port()
        self.jazzcash_port = jazzcash_port or free_port()
        self.easypaisa_port = easypaisa_port or free_port()
        self.shiprocket_port, self.leopards_port, self.tcs_port = shiprocket_port or free_port(), leopards_port or free_port(), tcs_port or free_port()
        self.postbox_port, self.smtp_port = postbox_port or free_port(), smtp_port or free_port()
        self.north_port, self.south_port = north_port or free_port(), south_port or free_port()
        self.server = self.simulator = None
        self.environment = dict(os.environ, VITRINE_VAR=str(self.folder)) | self._settings()
        self.api, self.stripe, self.razorpay = Api(self.port, "stationery"), Api(self.stripe_port), Api(self.razorpay_port)
        self.postbox = Api(self.postbox_port)

    def _settings(self):
        """Keys of this folder's shop: random, made once, readable by their owner only."""
        keys_file = self.folder / "keys.json"
        if not keys_file.exists():
            with open(os.open(keys_file, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as file:
                json.dump({name: secrets.token_hex(32) for name in ("master", "stripe", "webhook")}, file)
        keys = json.loads(keys_file.read_text())
        self.webhook_secret = "whsec_" + keys["webhook"][:32]
        self.razorpay_webhook_secret, self.razorpay_secret = keys["webhook"][32:64], keys["stripe"][48:64]
        self.jazzcash_password, self.jazzcash_salt = keys["stripe"][:10], keys["webhook"][:10]
        easypaisa = hashlib.sha256(b"easypaisa " + keys["stripe"].encode()).hexdigest()
        self.easypaisa_hash_key, self.easypaisa_password = easypaisa[:16], easypaisa[16:40]
        self.sms_token = hashlib.sha256(b"sms " + keys["stripe"].encode()).hexdigest()[:32]
        couriers = hashlib.sha256(b"couriers " + keys["stripe"].encode()).hexdigest()
        self.courier_password, self.courier_token = couriers[:24], couriers[24:56]
        return self._courier_settings() | {
            "VITRINE_PUBLIC_URL": f"http://localhost:{self.port}",
            "VITRINE_STRIPE_API": f"http://127.0.0.1:{self.stripe_port}",
            "VITRINE_STRIPE_SCRIPT": f"http://127.0.0.1:{self.stripe_port}/v3/stripe.js",
            "VITRINE_STRIPE_SECRET_KEY": "sk_test_" + keys["stripe"][:24],
            "VITRINE_STRIPE_PUBLISHABLE_KEY": "pk_test_" + keys["stripe"][24:48],
            "VITRINE_STRIPE_WEBHOOK_SECRET": self.webhook_secret,
            "VITRINE_RAZORPAY_API": f"http://127.0.0.1:{self.razorpay_port}",
            "VITRINE_RAZORPAY_SCRIPT": f"http://127.0.0.1:{self.razorpay_port}/v1/checkout.js",
            "VITRINE_RAZORPAY_KEY_ID": "rzp_test_simulator",
            "VITRINE_RAZORPAY_KEY_SECRET": self.razorpay_secret,
            "VITRINE_RAZORPAY_WEBHOOK_SECRET": self.razorpay_webhook_secret,
            "VITRINE_JAZZCASH_URL": f"http://127.0.0.1:{self.jazzcash_port}",
            "VITRINE_JAZZCASH_MERCHANT_ID": "MC00001",
            "VITRINE_JAZZCASH_PASSWORD": self.jazzcash_password,
            "VITRINE_JAZZCASH_SALT": self.jazzcash_salt,
            "VITRINE_JAZZCASH_MERCHANT_MPIN": "1234",
            "VITRINE_EASYPAISA_BASE": f"http://127.0.0.1:{self.easypaisa_port}",
            "VITRINE_EASYPAISA_STORE_ID": "12345",
            "VITRINE_EASYPAISA_ACCOUNT": "20102023",
            "VITRINE_EASYPAISA_USER": "simulator",
            "VITRINE_EASYPAISA_PASSWORD": self.easypaisa_password,
            "VITRINE_EASYPAISA_HASH_KEY": self.easypaisa_hash_key,
            "VITRINE_SMTP_URL": f"smtp://127.0.0.1:{self.smtp_port}",
            "VITRINE_SMS_URL": f"http://127.0.0.1:{self.postbox_port}",
            "VITRINE_SMS_TOKEN": self.sms_token,
            "VITRINE_MASTER_KEY": keys["master"],
        }

    def _courier_settings(self):
        return {
            "VITRINE_SHIPROCKET_API": f"http://127.0.0.1:{self.shiprocket_port}/v1/external",
            "VITRINE_SHIPROCKET_EMAIL": "api@shop.example",
            "VITRINE_SHIPROCKET_PASSWORD": self.courier_password,
            "VITRINE_SHIPROCKET_WEBHOOK_TOKEN": self.courier_token,
            "VITRINE_LEOPARDS_API": f"http://127.0.0.1:{self.leopards_port}/api",
            "VITRINE_LEOPARDS_API_KEY": "simulated_key",
            "VITRINE_LEOPARDS_API_PASSWORD": self.courier_password,
            "VITRINE_LEOPARDS_WEBHOOK_TOKEN": self.courier_token,
            "VITRINE_TCS_API": f"http://127.0.0.1:{self.tcs_port}",
            "VITRINE_TCS_CLIENT_ID": "simulator",
            "VITRINE_TCS_CLIENT_SECRET": self.courier_password,
            "VITRINE_TCS_USERNAME": "simulator",
            "VITRINE_TCS_PASSWORD": self.courier_password,
        }

    def run(self, *arguments, stdout=subprocess.PIPE):
        """One command of the program, to its end; gives what it printed."""
        done = subprocess.run([self.program, *arguments], cwd=ROOT, env=self.environment, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode != 0:
            raise Failed(f"vitrine {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout or ''}{done.stderr}")
        return done.stdout

    def _launch(self, name, *arguments):
        with open(self.folder / f"{name}.log", "ab") as log:
            return subprocess.Popen([self.program, *arguments], cwd=ROOT, env=self.environment, stdout=log, stderr=log)

    def _next_seed(self):
        """Simulators forget everything when they end; the shop does not: each start in this folder gets ids of its own."""
        file = self.folder / "simulator-starts"
        count = int(file.read_text()) + 1 if file.exists() else 1
        file.write_text(str(count))
        return count

    def start_simulator(self):
        webhooks = f"http://127.0.0.1:{self.port}/webhooks/"
        self.simulator = self._launch("simulate", "simulate", "--seed", str(self._next_seed()), "--stripe-port", str(self.stripe_port), "--stripe-webhook-url", webhooks + "stripe",
                                      "--stripe-webhook-secret", self.webhook_secret, "--razorpay-port", str(self.razorpay_port),
                                      "--razorpay-key-secret", self.razorpay_secret, "--razorpay-webhook-url", webhooks + "razorpay",
                                      "--razorpay-webhook-secret", self.razorpay_webhook_secret, "--jazzcash-port", str(self.jazzcash_port),
                                      "--jazzcash-password", self.jazzcash_password, "--jazzcash-salt", self.jazzcash_salt,
                                      "--jazzcash-webhook-url", webhooks + "jazzcash", "--easypaisa-port", str(self.easypaisa_port),
                                      "--easypaisa-hash-key", self.easypaisa_hash_key, "--easypaisa-password", self.easypaisa_password,
                                      "--postbox-port", str(self.postbox_port), "--smtp-port", str(self.smtp_port), "--sms-token", self.sms_token,
                                      "--easypaisa-ipn-url", f"http://stationery.localhost:{self.port}/webhooks/easypaisa",
                                      "--shiprocket-port", str(self.shiprocket_port), "--shiprocket-password", self.courier_password,
                                      "--shiprocket-webhook-url", f"http://ghee.localhost:{self.port}/webhooks/parcels/aggregator", "--shiprocket-webhook-token", self.courier_token,
                                      "--leopards-port", str(self.leopards_port), "--leopards-api-password", self.courier_password,
                                      "--leopards-webhook-url", f"http://stationery.localhost:{self.port}/webhooks/parcels/leopards", "--leopards-webhook-token", self.courier_token,
                                      "--tcs-port", str(self.tcs_port), "--tcs-client-secret", self.courier_password, "--tcs-password", self.courier_password,
                                      "--north-port", str(self.north_port), "--south-port", str(self.south_port))

    def start_server(self):
        self.server = self._launch("serve", "serve", "--port", str(self.port), *(["--threads", str(self.threads)] if self.threads else []))

    def wait_until(self, what, is_so, limit_s=120):
        deadline = time.monotonic() + limit_s
        while not is_so():
            if self.server.poll() is not None:
                raise Failed(f"the server ended with {self.server.returncode}; its last words:\n{self.last_words('serve')}")
            if time.monotonic() > deadline:
                raise Failed(f"waited {limit_s} s for {what}")
            time.sleep(0.02)

    def wait_ready(self, limit_s=120):
        self.wait_until("the server to be ready", lambda: self.api.call("GET", "/health/ready", timeout_s=5).status == 200, limit_s)

    def last_words(self, name, lines=12):
        return "\n".join((self.folder / f"{name}.log").read_text(errors="replace").splitlines()[-lines:])

    def products(self, store):
        answer = Api(self.port, store).call("GET", "/api/v1/products?limit=1")
        return answer.json.get("total", 0) if answer.status == 200 else 0

    def sample(self, preset, count, seed=7):
        """The preset's catalog as a CSV file, made once, with its category tree beside it."""
        path = self.folder / f"{preset}-{count}.csv"
        if not path.exists():
            growing = path.with_suffix(".new")
            with open(growing, "w", encoding="utf-8") as file:
                self.run("sample", "--preset", preset, "--count", str(count), "--seed", str(seed),
                         "--categories", str(self.categories(preset)), stdout=file)
            growing.rename(path)
        return path

    def categories(self, preset):
        return self.folder / f"{preset}-categories.csv"

    def load(self, preset, count, is_default=False):
        """Opens the preset's store and imports its catalog; what is there already is left alone."""
        self.run("store", "load", f"presets/{preset}", *(["--default"] if is_default else []))
        catalog = self.sample(preset, count)
        for file in (self.categories(preset), catalog):
            self.run("import", "--store", preset, str(file))
        self.wait_until(f"{count} products of {preset}", lambda: self.products(preset) >= count)

    def stop_server(self):
        self._end(self.server, "serve")

    def stop(self):
        try:
            self._end(self.server, "serve")
        finally:
            self._end(self.simulator, "simulate")

    def _end(self, process, name):
        """Stops it; Failed when it does not end well, for then something was wrong with it before."""
        if end(process) not in (None, 0, -signal.SIGTERM):
            raise Failed(f"{name} ended with {process.returncode}; its last words:\n{self.last_words(name, 60)}")


def end(process, limit_s=60):
    """Asks it to stop; insists when it does not. Gives what it ended with; None when it had ended before."""
    if process is None or process.poll() is not None:
        return None
    process.terminate()
    try:
        process.wait(limit_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    return process.returncode
