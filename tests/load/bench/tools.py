"""nginx and wrk without installing them: Debian's packages, unpacked below var/tools. psql and pgbench come with PostgreSQL."""
import glob
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
BUILD = ROOT / "build" / os.environ.get("VITRINE_BENCH_BUILD", "release")  # another build while trying things out
sys.path.insert(0, str(ROOT / "tools"))
from shop import Failed  # noqa: E402

PACKAGES = {"nginx": "nginx-light", "wrk": "wrk"}
LIBRARIES = {"wrk": ["libluajit-5.1-2", "libluajit-5.1-common"]}


def program(name):
    """Path of nginx or wrk; fetched by package name on first use."""
    for folder in os.environ["PATH"].split(":") + ["/usr/sbin"]:
        if os.access(os.path.join(folder, name), os.X_OK):
            return os.path.join(folder, name)
    home = ROOT / "var" / "tools"
    found = sorted(home.glob(f"usr/*bin/{name}"))
    if not found:
        home.mkdir(parents=True, exist_ok=True)
        fetched = subprocess.run(["apt-get", "download", "-qq", PACKAGES[name], *LIBRARIES.get(name, [])], cwd=home, capture_output=True, text=True, check=False)
        if fetched.returncode:
            raise Failed(f"cannot fetch the package {PACKAGES[name]}: {fetched.stderr}")
        for package in home.glob("*.deb"):
            subprocess.run(["dpkg", "-x", str(package), str(home)], check=True)
            package.unlink()
        found = sorted(home.glob(f"usr/*bin/{name}"))
    return str(found[0])


def library_path():
    folders = glob.glob(str(ROOT / "var/tools/usr/lib/*-linux-gnu"))
    return os.pathsep.join(folders)


def postgres_program(name):
    found = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), key=lambda path: int(path.split("/")[4]))
    if not found:
        raise Failed(f"{name} is not installed (package postgresql-15)")
    return found[-1]
