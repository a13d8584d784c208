"""What a quote costs in memory, by the number of lines."""
import json
import subprocess

from tools import BUILD, ROOT, Failed


def quote(shop, table):
    """1 to 500 lines under 200 active promotions; a line of 500 may cost at most twice a line of 100."""
    del shop
    done = subprocess.run([BUILD / "quote_bench", "--json"], capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        raise Failed("quote_bench failed: " + done.stderr[-2000:])
    for line in done.stdout.splitlines():
        figures = json.loads(line)
        if "lines" in figures:
            table.fact(f"quote of {figures['lines']} lines, 200 promotions", f"{figures['us']:.1f} µs, {figures['us_per_line']:.2f} µs a line, {figures['us_without_promotions']:.1f} µs without promotions")
        else:
            growth = figures["growth_100_to_500"]
            table.fact("a line of 500 against a line of 100", f"{growth:.2f} times", "≤ 2", growth <= 2)
