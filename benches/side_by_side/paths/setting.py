"""What has to be there before paths are measured: programs, peers, a place."""

import dataclasses
import pathlib
import sys

from side_by_side import setting
from side_by_side.setting import CannotRun

# The releases the figures were taken with; another one is another measurement.
PEERS = [
    "networkx==3.6.1", "networkit==11.3", "igraph==1.0.0", "rustworkx==0.18.1", "kuzu==0.11.3",
    "pyoxigraph==0.5.13", "numpy==2.4.6", "scipy==1.17.1", "ortools==9.15.6755",
]
PEER = pathlib.Path(__file__).with_name("peer.py")


@dataclasses.dataclass(frozen=True)
class Place:
    """Where everything is that is run."""

    nutgraf: pathlib.Path
    # The example that makes path graphs and asks them.
    paths: pathlib.Path
    # The peers' programs, or None when only nutgraf is measured.
    peers: "pathlib.Path | None"
    # Holds what this run makes.
    folder: pathlib.Path

    def peer(self, *words):
        """The command of a peer."""
        return [self.peers / "python", PEER, *words]


def prepare(args, work, folder):
    if not sys.platform.startswith("linux"):
        raise CannotRun("memory is measured the way Linux reports it, so this runs on Linux only")
    binaries = args.binaries.resolve() if args.binaries else setting.build(["paths"])
    peers = None
    if args.environment:
        # Not resolved: an environment is known by its own path, not by what that leads to.
        peers = args.environment.absolute() / "bin"
    elif not args.without_peers:
        peers = setting.install(work / "venv", PEERS)
    place = Place(binaries / "nutgraf", binaries / "examples" / "paths", peers, folder)
    for program in (place.nutgraf, place.paths, *([peers / "python"] if peers else [])):
        if not program.exists():
            raise CannotRun(f"there is no `{program}`")
    return place
