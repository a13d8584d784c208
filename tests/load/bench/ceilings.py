"""What other programs reach on this machine in this run: nginx with the same bytes, pgbench with the same rows."""
import json
import os
import pathlib
import re
import signal
import subprocess
import time

import mirror
from tools import Failed, library_path, postgres_program, program
from shop import Api, free_port

NGINX = """
{user}
worker_processes {workers};
worker_rlimit_nofile 65536;
pid {folder}/nginx.pid;
daemon off;
events {{ worker_connections 16384; multi_accept on; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; keepalive_timeout 600s;
  open_file_cache max=100000 inactive=600s; open_file_cache_valid 600s; default_type {default_type};
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3; uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{ listen 127.0.0.1:{port} reuseport backlog=8192; root {folder}/files; }}
}}
"""


class Nginx:
    """Serves `bodies` (a list of bytes) as /0, /1, …"""

    def __init__(self, folder, bodies, content_type):
        self.folder, self.port = pathlib.Path(folder), free_port()
        (self.folder / "files").mkdir(parents=True, exist_ok=True)
        for number, body in enumerate(bodies):
            (self.folder / "files" / str(number)).write_bytes(body)
        user = "user root;" if os.getuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(NGINX.format(user=user, workers=os.cpu_count(), folder=self.folder, default_type=content_type, port=self.port))

    def __enter__(self):
        self.process = subprocess.Popen([program("nginx"), "-c", str(self.folder / "nginx.conf"), "-e", str(self.folder / "error.log")])
        api = Api(self.port)
        for _ in range(200):
            if api.call("GET", "/0").status == 200:
                return self
            time.sleep(0.02)
        raise Failed(f"nginx does not answer; see {self.folder}/error.log")

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


WRK_SCRIPT = """
-- Asks for random ones of the paths in the file VITRINE_PATHS; every thread has its own dice.
local requests, threads = {}, 0
function setup(thread) threads = threads + 1; thread:set("seed", threads) end
function init()
  math.randomseed(seed)
  for path in io.lines(os.getenv("VITRINE_PATHS")) do requests[#requests + 1] = wrk.format("GET", path) end
end
function request() return requests[math.random(#requests)] end
function done(summary, latency)
  local failed = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  io.write(string.format('\\n{"per_second": %d, "p50_us": %d, "p95_us": %d, "p99_us": %d, "failed": %d}\\n', summary.requests * 1000000 / summary.duration,
    latency:percentile(50), latency:percentile(95), latency:percentile(99), failed))
end
"""


def wrk(folder, port, host, paths, seconds, connections=64, threads=2):
    """Random paths on 127.0.0.1:port for some seconds."""
    folder = pathlib.Path(folder)
    (folder / "random.lua").write_text(WRK_SCRIPT)
    (folder / "paths.txt").write_text("\n".join(paths) + "\n")
    asker = program("wrk")  # first: its libraries come with it
    environment = os.environ | {"VITRINE_PATHS": str(folder / "paths.txt"), "LD_LIBRARY_PATH": library_path()}
    done = subprocess.run([asker, f"-c{connections}", f"-t{threads}", f"-d{seconds}s", "-H", f"Host: {host}", "-s", str(folder / "random.lua"), f"http://127.0.0.1:{port}"],
                          env=environment, capture_output=True, text=True, check=False)
    figures = re.search(r"^\{.*\}$", done.stdout, re.M)
    if done.returncode or not figures:
        raise Failed(f"wrk ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return json.loads(figures[0])


class Database:
    """The running shop's database, for its owner and for pgbench as the runtime role."""

    def __init__(self, shop):
        self.folder = shop.folder
        lines = next(shop.folder.glob("**/postmaster.pid")).read_text().splitlines()
        self.socket, self.port = lines[4], lines[3]

    def _run(self, name, *arguments, user, stdin=None):
        command = [postgres_program(name), "-h", self.socket, "-p", self.port, "-U", user, *arguments]
        planning = os.environ | {"PGOPTIONS": "-c enable_seqscan=off"}  # as the shop's own connections (io/pg/libpq.cpp)
        done = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False, env=planning)
        if done.returncode:
            raise Failed(f"{name} ended with {done.returncode}:\n{done.stdout[-1500:]}{done.stderr[-3000:]}")
        return done.stdout

    def run_sql(self, text):
        return self._run("psql", "-d", "vitrine", "-XqAt", "-v", "ON_ERROR_STOP=1", "-f", "-", user="vitrine_owner", stdin=text)

    def pgbench(self, script, clients=32, transactions=None, seconds=None, variables=()):
        """Runs the script on `clients` connections; gives transactions per second and latencies from its log."""
        path = self.folder / "pgbench.sql"
        path.write_text(script)
        for old in self.folder.glob("pgbench_log.*"):
            old.unlink()
        how_long = ["-t", str(transactions)] if transactions else ["-T", str(seconds)]
        defined = [argument for name, value in (("k", 0), *variables) for argument in ("-D", f"{name}={value}")]
        said = self._run("pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", "2", *how_long, *defined, "-l", f"--log-prefix={self.folder}/pgbench_log", "-f", str(path), "vitrine",
                         user="vitrine_app")
        per_second = float(re.search(r"tps = ([\d.]+) \(without", said)[1])
        lines = [line.split() for log in self.folder.glob("pgbench_log.*") for line in log.read_text().splitlines()]
        latencies = sorted(int(line[2]) for line in lines if line[2] != "failed")  # a deadlock ends one of the two; pgbench's rate leaves it out as well
        return {"per_second": round(per_second), "p50_us": at(latencies, 50), "p95_us": at(latencies, 95), "p99_us": at(latencies, 99), "failed": 0}


def at(sorted_values, percent):
    return sorted_values[min(len(sorted_values) - 1, len(sorted_values) * percent // 100)] if sorted_values else 0


__all__ = ["Nginx", "wrk", "Database", "mirror"]
