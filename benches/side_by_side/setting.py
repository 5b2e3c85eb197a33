"""What has to be there before anything is measured: programs, peers, a place.

Takes the arguments of the script; gives a `Place` with paths to everything
that is run. Installing asks PyPI; nothing else here touches the network.
"""

import dataclasses
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import venv

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# The releases the figures were taken with; another one is another measurement.
PEERS = ["oxigraph==0.5.13", "pyoxigraph==0.5.13", "frictionless==5.21.0"]


class CannotRun(Exception):
    """Something that is needed is missing or failed."""


@dataclasses.dataclass(frozen=True)
class Place:
    """Where everything is that is run."""

    nutgraf: pathlib.Path
    generate: pathlib.Path
    warm: pathlib.Path
    # The peers' programs, or None when only nutgraf is measured.
    peers: "pathlib.Path | None"
    # Holds what this run makes.
    folder: pathlib.Path

    @property
    def oxigraph(self):
        return self.peers / "oxigraph"

    @property
    def python(self):
        return self.peers / "python"


def say(text):
    """Says on standard error what is going on, since it takes long."""
    print(text, file=sys.stderr, flush=True)


def target_folder():
    """Cargo's target folder, where all that can be made again belongs."""
    return pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).absolute()


def prepare(args, work, folder):
    if not sys.platform.startswith("linux"):
        raise CannotRun("memory is measured the way Linux reports it, so this runs on Linux only")
    binaries = args.binaries.resolve() if args.binaries else build()
    place = Place(
        nutgraf=binaries / "nutgraf",
        generate=binaries / "examples" / "generate",
        warm=binaries / "examples" / "warm",
        peers=None if args.without_peers else install(work / "venv"),
        folder=folder,
    )
    for program in (place.nutgraf, place.generate, place.warm):
        if not program.exists():
            raise CannotRun(f"there is no `{program}`")
    return place


def build(examples=("generate", "warm")):
    say("building nutgraf (cargo build --release)")
    cargo = os.environ.get("CARGO", "cargo")
    wanted = [word for example in examples for word in ("--example", example)]
    done = subprocess.run([cargo, "build", "--quiet", "--release", "--bin", "nutgraf", *wanted], cwd=ROOT)
    if done.returncode != 0:
        raise CannotRun("nutgraf could not be built")
    return target_folder() / "release"


def install(folder, peers=PEERS):
    """Makes the peers' environment, unless the same one is there already."""
    ready = folder / "ready"
    wanted = "\n".join(peers)
    if not (ready.exists() and ready.read_text() == wanted):
        say(f"installing {', '.join(peers)} from PyPI into {folder}")
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        pip = [folder / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", *peers]
        if subprocess.run(pip).returncode != 0:
            raise CannotRun("the peers could not be installed")
        ready.write_text(wanted)
    return folder / "bin"


def about(place, args, peers=PEERS):
    """What a reader of the numbers needs to know of where they come from."""

    def said(command):
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()

    return {
        "claims": args.claims,
        "seed": args.seed,
        "rounds": args.rounds,
        "samples": args.samples,
        "timeout_s": args.timeout,
        "budget_s": args.budget,
        "nutgraf": said([place.nutgraf, "--version"]),
        "commit": said(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"]),
        "peers": [] if place.peers is None else peers,
        "cores": len(os.sched_getaffinity(0)),
        "processor": processor(),
        "memory_mb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1_000_000,
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()
