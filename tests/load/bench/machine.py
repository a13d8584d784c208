"""What the machine itself costs, beside every figure: a call of the kernel and a write that is safe on the disk. Milliseconds of two machines compare only when these do."""
import os
import tempfile
import time

CALLS, SAFE_WRITES_S = 200_000, 0.5


def call_ns():
    """One call of the kernel that does nothing, in nanoseconds; the interpreter's own part, about 50 ns, is in it."""
    begin = time.perf_counter()
    for _ in range(CALLS):
        os.getppid()
    return (time.perf_counter() - begin) / CALLS * 1e9


def safe_writes_per_second(folder):
    """How often a second 8 KiB reach the disk one after the other (fdatasync), as a commit does."""
    count, page = 0, b"\0" * 8192
    with tempfile.NamedTemporaryFile(dir=folder, buffering=0) as file:
        file.write(page)
        os.fsync(file.fileno())
        begin = time.perf_counter()
        while (took := time.perf_counter() - begin) < SAFE_WRITES_S:
            file.seek(0)
            file.write(page)
            os.fdatasync(file.fileno())
            count += 1
    return count / took


def describe(folder):
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), "unknown processor")
    load_before = os.getloadavg()[0]
    return (f"{os.cpu_count()} cores ({model}), load {load_before:.1f} before the run, a call of the kernel {call_ns():.0f} ns, "
            f"{safe_writes_per_second(folder):.0f} safe writes a second")
