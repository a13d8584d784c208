"""Prints each step with the time it took."""
import contextlib
import time


class Steps:
    def __init__(self):
        self.begin = time.monotonic()
        self.count = 0

    @contextlib.contextmanager
    def step(self, text):
        """Runs a step; what it appends to the yielded list is printed behind it."""
        notes = []
        start = time.monotonic()
        self.count += 1
        try:
            yield notes
        except BaseException:
            print(f"{self.count:3}  {text} … failed after {time.monotonic() - start:.2f} s", flush=True)
            raise
        said = f"  ({'; '.join(notes)})" if notes else ""
        print(f"{self.count:3}  {time.monotonic() - start:7.2f} s  {text}{said}", flush=True)

    def total_s(self):
        return time.monotonic() - self.begin
