"""The figures as a table: on the screen and in docs/measurements.md."""

HEAD = ("work", "requests/s", "p50", "p99", "ceiling", "ratio", "budget", "")


def milliseconds(microseconds):
    return f"{microseconds / 1000:.2f} ms" if microseconds else "–"


class Table:
    def __init__(self):
        self.rows = []

    def add(self, work, figures, ceiling=None, budget=None, ceiling_name=""):
        """A measured row. `budget` is the least ratio to the ceiling."""
        ratio = figures["per_second"] / ceiling["per_second"] if ceiling and ceiling["per_second"] else None
        verdict = "" if budget is None or ratio is None else "met" if ratio >= budget else f"missed by {(1 - ratio / budget) * 100:.0f} %"
        failed = f", {figures['failed']} failed" if figures.get("failed") else ""
        self._row(work, f"{figures['per_second']:,}{failed}", milliseconds(figures["p50_us"]), milliseconds(figures["p99_us"]),
                  f"{ceiling_name} {ceiling['per_second']:,}" if ceiling else "–", f"{ratio:.2f}" if ratio else "–", f"≥ {budget}" if budget else "–", verdict)

    def fact(self, work, value, budget="–", is_met=None):
        """A row that is not a rate."""
        self._row(work, value, "–", "–", "–", "–", budget, "" if is_met is None else "met" if is_met else "missed")

    def _row(self, *cells):
        self.rows.append(cells)
        print("  ".join(cell for cell in cells if cell != "–"), flush=True)

    def text(self):
        widths = [max(len(row[i]) for row in [HEAD, *self.rows]) for i in range(len(HEAD))]
        lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in [HEAD, *self.rows]]
        return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])
