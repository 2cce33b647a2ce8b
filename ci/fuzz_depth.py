# SPDX-License-Identifier: Apache-2.0
"""fuzz_depth.py: lets fuzzers work, and counts the lines of OpenSSL that inputs reach.

    fuzz_depth.py [OPTION...] WORK TARGET...

For ci/fuzz-depth. Every measurement has profiles in a folder of its own: a stray one of a run
that was stopped would be counted in silence.
"""

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
from typing import Dict, List, NamedTuple, Set

# The TLS server, and what it is a part of.
SERVER = ("ssl/statem/statem_srvr.c", "ssl/statem/extensions_srvr.c")
SSL = "/ssl/"
# Files that one process plays; when it dies each of them is played alone.
BATCH = 400
# Findings after which a target is no longer started again.
FINDINGS_MAX = 20
# Kinds of foreign inputs, by their names, and the targets for which they are.
REPLAY = ("server", "server_rsa")


class Count(NamedTuple):
    """Executed lines."""

    ssl: int
    server: int
    ssl_all: int
    server_all: int


class Bench:
    """The builds, and where profiles go."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.profiles: Dict[str, str] = {}  # of what is measured, merged
        self.findings: List[str] = []
        self.objects: List[str] = [self.counting(t) for t in options.targets]
        if options.foreign:
            self.objects.append(self.path("theirs"))

    def path(self, *parts: str) -> str:
        return os.path.join(self.options.work, *parts)

    def counting(self, target: str) -> str:
        return os.path.join(self.options.counting, "fuzz", "fuzz_" + target)

    def running(self, target: str) -> str:
        return os.path.join(self.options.running, "fuzz", "fuzz_" + target)

    def folder(self, *parts: str) -> str:
        path = self.path(*parts)
        os.makedirs(path)
        return path

    # What is played -----------------------------------------------------------------------

    def play(self, name: str, command: List[str], files: List[str]) -> None:
        """Plays files, and keeps the profile under this name."""
        raw = self.folder("raw-" + name)
        environment = dict(os.environ, LLVM_PROFILE_FILE=os.path.join(raw, "%p.profraw"))
        for begin in range(0, len(files), BATCH):
            batch = files[begin:begin + BATCH]
            if run(command + batch, environment) != 0:
                for file in batch:
                    if run(command + [file], environment) != 0:
                        self.findings.append("%s: %s" % (name, file))
        self.merge(name, [os.path.join(raw, entry) for entry in sorted(os.listdir(raw))])

    def merge(self, name: str, profiles: List[str]) -> None:
        merged = self.path(name + ".profdata")
        tool(["llvm-profdata", "merge", "-sparse", "-o", merged] + profiles)
        self.profiles[name] = merged

    def union(self, name: str, names: List[str]) -> None:
        self.merge(name, [self.profiles[n] for n in names])

    def count(self, name: str) -> Count:
        """The same objects every time, so that there are as many lines every time."""
        args = ["llvm-cov", "export", "-summary-only", "-instr-profile=" + self.profiles[name],
                self.objects[0]]
        for other in self.objects[1:]:
            args += ["-object", other]
        files = json.loads(tool(args))["data"][0]["files"]
        ssl = [f for f in files if SSL in f["filename"] and "/openssl" in f["filename"]
               or "/source/ssl/" in f["filename"]]
        server = [f for f in ssl if f["filename"].endswith(SERVER)]
        if len(server) != len(SERVER):
            raise SystemExit("fuzz_depth.py: %s has no lines of %s" % (name, ", ".join(SERVER)))
        return Count(lines(ssl, "covered"), lines(server, "covered"),
                     lines(ssl, "count"), lines(server, "count"))

    # What is fuzzed -----------------------------------------------------------------------

    def seeds(self, target: str) -> str:
        into = self.folder("seeds-" + target)
        tool([self.running(target), "--bytes", into] + self.options.seeds)
        return into

    def fuzz(self, target: str, seeds: str) -> str:
        """Until the CPU time is used up, also behind findings. Returns the corpus."""
        new = self.folder("new-" + target)
        left = float(self.options.seconds)
        with open(self.path("fuzz-%s.log" % target), "wb") as log:
            for number in range(FINDINGS_MAX):
                used, status = run_for(left, [
                    self.running(target) + "-fuzzer", "-len_control=0", "-max_len=4096",
                    "-detect_leaks=0", "-seed=%d" % (number + 1), "-reload=0",
                    "-artifact_prefix=" + self.path("finding-%s-" % target), new, seeds], log)
                left -= used
                if left <= 1 or status == -signal.SIGXCPU:
                    return new
                self.findings.append("fuzz_%s: exit status %d" % (target, status))
        return new


def lines(files: List[dict], what: str) -> int:
    return sum(f["summary"]["lines"][what] for f in files)


def tool(command: List[str]) -> str:
    """What a command says; its failure is ours."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        sys.stderr.write(done.stderr.decode(errors="replace")[-2000:])
        raise SystemExit("fuzz_depth.py: %s: exit status %d" % (command[0], done.returncode))
    return done.stdout.decode()


def run(command: List[str], environment: Dict[str, str]) -> int:
    return subprocess.run(command, env=environment, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL).returncode


def run_for(seconds: float, command: List[str], log) -> "tuple[float, int]":
    """Runs for so much CPU time; says how much it was, and how it ended."""
    limit = max(1, int(seconds))

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    status = subprocess.run(command, stdout=log, stderr=log, preexec_fn=limited).returncode
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, status)


def files_below(folder: str) -> List[str]:
    return sorted(os.path.join(at, name) for at, _, names in os.walk(folder) for name in names)


# The table -------------------------------------------------------------------------------------


def put(bench: Bench, name: str, what: str) -> Count:
    count = bench.count(name)
    print("%-34s %6d of %d   %5d of %d" % (what, count.ssl, count.ssl_all, count.server,
                                           count.server_all), flush=True)
    return count


def replayed(bench: Bench, target: str) -> List[str]:
    return [bench.counting(target), "--some"]


def measure_target(bench: Bench, target: str) -> Count:
    """Its seeds, and what it found."""
    seeds = bench.seeds(target)
    bench.play("seeds-" + target, replayed(bench, target), files_below(seeds))
    put(bench, "seeds-" + target, target + ", seeds")
    new = files_below(bench.fuzz(target, seeds))
    names = ["seeds-" + target]
    if new:  # else it was stopped before it had played its seeds
        names.append("new-" + target)
        bench.play(names[-1], replayed(bench, target), new)
    bench.union(target, names)
    return put(bench, target, "%s, %d s, %d new" % (target, bench.options.seconds, len(new)))


def measure_theirs(bench: Bench) -> Count:
    corpus = files_below(os.path.join(bench.options.foreign, "openssl", "server"))
    bench.play("theirs", [bench.path("theirs")], corpus)
    return put(bench, "theirs", "OpenSSL's harness and corpus, %d" % len(corpus))


def measure_imported(bench: Bench) -> Count:
    """Foreign inputs, of a server and of a client, on each target that plays that end."""
    files = files_below(bench.path("foreign"))
    names: List[str] = []
    for target in bench.options.targets:
        mine = [f for f in files if plays(target, os.path.basename(f))]
        if mine:
            names.append("foreign-" + target)
            bench.play(names[-1], replayed(bench, target), mine)
    bench.union("foreign", names)
    put(bench, "foreign", "imported, %d" % len(files))
    bench.union("everything", ["all", "foreign"])
    return put(bench, "everything", "all targets and imported")


def plays(target: str, name: str) -> bool:
    """Is a foreign input of the end that this target plays?"""
    return target == "slow" or (target in REPLAY and "-server" in name) or (
        target == "client" and "-client" in name)


def judge(what: str, ours: int, theirs: int, goal: float) -> bool:
    ratio = ours / theirs
    print("BENCH fuzz/depth/%s ratio=%.3f goal=%.2f %s" % (
        what, ratio, goal, "met" if ratio >= goal else "missed"))
    return ratio >= goal


def measure(bench: Bench) -> bool:
    targets = bench.options.targets
    theirs = measure_theirs(bench) if bench.options.foreign else None
    counts = {target: measure_target(bench, target) for target in targets}
    bench.union("all", targets)
    union = put(bench, "all", "all targets, %d s each" % bench.options.seconds)
    if theirs is None:
        return True
    everything = measure_imported(bench)
    met: Set[bool] = {judge("all", union.server, theirs.server, 1.20),
                      judge("imported", everything.server, theirs.server, 1.30),
                      judge("imported-ssl", everything.ssl, theirs.ssl, 1.35)}
    if "server" in counts:
        met.add(judge("replay", counts["server"].server, theirs.server, 1.10))
    return met == {True}


def parse(argv: List[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="fuzz_depth.py")
    parser.add_argument("--seconds", type=int, required=True)
    parser.add_argument("--goals", action="store_true")
    parser.add_argument("--foreign")
    parser.add_argument("--running", required=True)
    parser.add_argument("--counting", required=True)
    parser.add_argument("--seeds", action="append", required=True)
    parser.add_argument("work")
    parser.add_argument("targets", nargs="+")
    return parser.parse_args(argv)


def main(argv: List[str]) -> int:
    options = parse(argv)
    bench = Bench(options)
    print("%-34s %-18s %s" % ("", "lines of ssl/", "of the server"))
    met = measure(bench)
    for finding in bench.findings:
        print("finding: " + finding)
    return 1 if options.goals and (bench.findings or not met) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
