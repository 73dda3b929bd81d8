#!/bin/sh
# Starts generate, waits until its proof sleeps in a scratch database, and interrupts it.
python3 - <<'PYTHON'
import os, signal, subprocess, time
run = subprocess.Popen(["corm-migrate", "generate", "more"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
ask = ["psql", "-qAtX", os.environ["PG_URL"], "-c",
       "SELECT count(*) FROM pg_stat_activity AS a JOIN pg_stat_activity AS home ON a.datname LIKE "
       "'corm\\_scratch\\_' || home.pid || '\\_%' WHERE home.datname = current_database() AND a.query LIKE 'INSERT%'"]
while run.poll() is None and subprocess.run(ask, capture_output=True, text=True).stdout.strip() == "0":
    time.sleep(0.1)
run.send_signal(signal.SIGINT)
print(run.communicate()[0], end="")
print("status", run.returncode)
PYTHON
