"""cost.py RUNS COMMAND...: runs a command RUNS times; wall and CPU (rusage of children) of each run in ms, as JSON."""
import json, resource, subprocess, sys, time

runs, command = int(sys.argv[1]), sys.argv[2:]
wall, cpu, codes = [], [], []
for _ in range(runs):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall.append((time.perf_counter() - began) * 1e3)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1e3)
    codes.append(done.returncode)
print(json.dumps({"wall": wall, "cpu": cpu, "codes": sorted(set(codes))}))
