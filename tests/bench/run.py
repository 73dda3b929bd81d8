#!/usr/bin/env python3
"""Measures the program against floors on this machine, in one run, and prints ratios: no number here is a test.

usage: run PROGRAM [TABLES ...]        (default: 100 1000 5000)

Floors: libyaml's events of the same model (events.c), and one bulk read of the catalogue by sqlite3 or psql.
CORM_TEST_PG, a libpq conninfo without dbname, adds PostgreSQL (one transaction that makes 5,000 tables needs
max_locks_per_transaction = 4096 there); RUNS (default 5) repeats what is measured.

Seconds are the processor's, of the process alone, so that other work on the machine does not count; with PostgreSQL,
whose server works too, they are the clock's.  The peak of a small process is that of this script before it starts."""

import os
import resource
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
RUNS = int(os.environ.get("RUNS", "5"))
PG = os.environ.get("CORM_TEST_PG")

SQLITE_CATALOGUE = (
    "SELECT s.name, s.sql, c.* FROM sqlite_schema s, pragma_table_xinfo(s.name) c WHERE s.type = 'table';"
    "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type <> 'table'"
)
PG_CATALOGUE = """
SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
 WHERE c.relkind = 'r' AND n.nspname = 'public' AND a.attnum > 0;
SELECT conrelid::regclass, conname, contype, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace;
SELECT indrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
 WHERE relnamespace = 'public'::regnamespace;"""

CONFIG = """corm: 1
model: model.yaml
migrations: migrations
engines: [%s]
default_environment: dev
environments: {dev: {url: "%s"}}
"""


def once(command, folder, clock=False):
    """Seconds and peak megabytes of one process."""
    before = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    with process.stderr:
        trouble = process.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - before if clock else usage.ru_utime + usage.ru_stime
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit("%s in %s: exit %d\n%s" % (" ".join(command), folder, process.returncode, trouble))
    return seconds, usage.ru_maxrss / 1024


def best(command, folder, clock=False):
    """The least of several runs."""
    measured = [once(command, folder, clock) for _ in range(RUNS)]
    return min(seconds for seconds, _ in measured), max(peak for _, peak in measured)


def show(what, tables, measured, floor=None):
    seconds, peak = measured
    ratio = "" if floor is None else "%6.2f x" % (seconds / floor)
    print("%-24s %6d  %9.1f ms  %7.1f MB  %s" % (what, tables, seconds * 1000, peak, ratio), flush=True)


def build_events(folder):
    program = os.path.join(folder, "events")
    flags = subprocess.run(
        ["pkg-config", "--cflags", "--libs", "yaml-0.1"], check=True, capture_output=True, text=True
    ).stdout.split()
    subprocess.run(["cc", "-O2", "-o", program, os.path.join(HERE, "events.c"), *flags], check=True)
    return program


def write_model(folder, tables, shape="spread"):
    os.makedirs(folder)
    with open(os.path.join(folder, "model.yaml"), "wb") as out:
        subprocess.run([sys.executable, os.path.join(HERE, "model.py"), str(tables), shape], check=True, stdout=out)


def write_config(folder, engine, url):
    with open(os.path.join(folder, "corm.yaml"), "w", encoding="utf-8") as out:
        out.write(CONFIG % (engine, url))


def measure_engine(program, events, folder, tables, engine, catalogue):
    clock = engine == "postgresql"

    def line(words, floor=None, repeat=True):
        measured = (best if repeat else once)([program, *words], folder, clock)
        show(engine + " " + " ".join(words[:1] + [word for word in words if word == "--check"]), tables, measured, floor)

    line(["generate", "init", "--version", "20260101000000"], repeat=False)
    line(["up"], repeat=False)
    read = best(catalogue, folder, clock)
    show(engine + " catalogue (floor)", tables, read)
    line(["diff"], read[0] + best([events, "model.yaml"], folder, clock)[0])
    line(["generate", "nothing", "--check"])
    line(["lint"])


def measure(program, events, work, tables):
    folder = os.path.join(work, "sqlite%d" % tables)
    write_model(folder, tables)
    write_config(folder, "sqlite", "sqlite:corm.db")
    floor = best([events, "model.yaml"], folder)
    show("events (floor)", tables, floor)
    show("lint", tables, best([program, "lint"], folder), floor[0])
    if tables >= 1000:
        hub = os.path.join(work, "hub%d" % tables)
        write_model(hub, tables, "hub")
        write_config(hub, "sqlite", "sqlite:corm.db")
        show("lint, all at one table", tables, best([program, "lint"], hub), floor[0])
    measure_engine(program, events, folder, tables, "sqlite", ["sqlite3", "-readonly", "corm.db", SQLITE_CATALOGUE])
    if PG:
        measure_postgresql(program, events, work, tables)


def measure_postgresql(program, events, work, tables):
    name = "bench_%d_%d" % (os.getpid(), tables)
    subprocess.run(["psql", "-qX", PG + " dbname=postgres", "-c", "CREATE DATABASE " + name], check=True)
    try:
        folder = os.path.join(work, "postgresql%d" % tables)
        write_model(folder, tables)
        write_config(folder, "postgresql", "${BENCH_URL}")
        os.environ["BENCH_URL"] = PG + " dbname=" + name
        catalogue = ["psql", "-qXAt", PG + " dbname=" + name, "-c", PG_CATALOGUE]
        measure_engine(program, events, folder, tables, "postgresql", catalogue)
    finally:
        subprocess.run(["psql", "-qX", PG + " dbname=postgres", "-c", "DROP DATABASE " + name], check=True)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    program = os.path.abspath(sys.argv[1])
    sizes = [int(word) for word in sys.argv[2:]] or [100, 1000, 5000]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory(prefix="corm-bench-") as work:
        events = build_events(work)
        show("version", 0, best([program, "version"], work))
        for tables in sizes:
            measure(program, events, work, tables)


main()
