"""The front end wears its own dress, is small, and asks nothing of anyone else's server."""

import importlib.util
import re
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from budgettracker.delivery import fingerprint

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "budgettracker" / "static" / "built"
STYLESHEET = BUILT / fingerprint() / "app.css"
LARGEST_STYLESHEET = 110_000

INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "a javascript: address": re.compile(r"javascript:", re.I),
    "a script without nonce": re.compile(r"<script\b(?![^>]*\bnonce=)", re.I),
    "an address on another server": re.compile(r"""(?:src|href)\s*=\s*["'](?:https?:)?//""", re.I),
}


def what_a_strict_policy_refuses(markup: str) -> list[str]:
    """The kinds of inline code in a template's text; comments do not count."""
    text = re.sub(r"{#.*?#}", "", markup, flags=re.S)
    return [kind for kind, pattern in INLINE.items() if pattern.search(text)]


@pytest.fixture(scope="module")
def stylesheet() -> str:
    assert STYLESHEET.is_file(), "The stylesheet is not built: run python hatch_build.py"
    return STYLESHEET.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("mark", ["crown", "crest", "transport", "gds", "@font-face", "@import", "url(http", "url(//"])
def test_the_stylesheet_carries_no_mark_of_government_and_no_outside_address(stylesheet: str, mark: str) -> None:
    assert mark not in re.sub(r"[\"']", "", stylesheet.lower())


def test_the_stylesheet_stays_small(stylesheet: str) -> None:
    assert 50_000 < len(stylesheet.encode()) < LARGEST_STYLESHEET


def test_the_stylesheet_has_our_colours_and_the_classes_the_widgets_use(stylesheet: str) -> None:
    for part in ("--govuk-brand-colour:#0b5157", ".masthead", ".position__bar", ".scrolling", ".room--over"):
        assert part in stylesheet.replace(": ", ":")


def test_the_stylesheet_names_no_picture(stylesheet: str) -> None:
    assert [
        name for name in re.findall(r"url\(([^)]*)\)", stylesheet) if not name.strip("\"'").startswith("data:")
    ] == []


def test_every_file_has_its_compressed_copies() -> None:
    names = {path.name for path in (BUILT / fingerprint()).iterdir()}
    plain = {name for name in names if not name.endswith((".br", ".gz"))}
    assert {"app.css", "start.js", "icon.svg", "govuk-frontend.min.js"} <= plain
    assert names == plain | {f"{name}{kind}" for name in plain for kind in (".br", ".gz")}


def test_no_built_or_third_party_file_is_in_the_repository() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    listed = subprocess.run(
        ["git", "ls-files", "budgettracker/static", "node_modules"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert listed == []


def test_the_package_lock_names_versions_and_digests_but_no_server() -> None:
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity"' in lock
    assert "://" not in lock


def test_templates_hold_nothing_inline() -> None:
    templates = sorted((ROOT / "templates").rglob("*.html"))
    assert len(templates) > 100
    inline = {str(path.relative_to(ROOT)): what_a_strict_policy_refuses(path.read_text("utf-8")) for path in templates}
    assert {path: kinds for path, kinds in inline.items() if kinds} == {}


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="color: red">',
        "<button class='a' onclick='go()'>",
        "<script>go()</script>",
        '<style nonce="x">p{}</style>',
        '<a href="javascript:go()">',
        '<script src="//cdn.example/x.js" nonce="{{ n }}"></script>',
    ],
)
def test_the_guard_sees_what_is_inline(markup: str) -> None:
    assert what_a_strict_policy_refuses(markup)


def test_the_guard_lets_a_nonce_and_a_comment_pass() -> None:
    assert what_a_strict_policy_refuses('{# <p style="x"> #}<script type="module" nonce="{{ n }}" src="/a.js">') == []


def test_our_scripts_write_no_markup_and_call_no_other_server() -> None:
    for script in (ROOT / "frontend" / "js").glob("*.js"):
        text = script.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|://", text), script.name


def test_a_second_build_does_nothing(hook: ModuleType) -> None:
    if (BUILT / "stamp.txt").read_text() != hook.stamp_of(ROOT, hook.INPUTS):
        pytest.skip("the front end changed since it was built")
    assert hook.build(ROOT) is False


def test_the_stamp_changes_with_any_input(hook: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "frontend").mkdir()
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "frontend" / "app.scss").write_text("a{}")
    before = hook.stamp_of(tmp_path, hook.INPUTS)
    assert hook.stamp_of(tmp_path, hook.INPUTS) == before
    (tmp_path / "frontend" / "app.scss").write_text("b{}")
    changed = hook.stamp_of(tmp_path, hook.INPUTS)
    (tmp_path / "frontend" / "app.scss").rename(tmp_path / "frontend" / "other.scss")
    assert len({before, changed, hook.stamp_of(tmp_path, hook.INPUTS)}) == 3


def test_without_node_the_build_says_what_to_do(hook: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(hook.sys, "path", [])
    monkeypatch.setattr(hook.sysconfig, "get_paths", dict)
    assert not hook.machine_has_node()
    with pytest.raises(SystemExit, match="Node 18 or newer"):
        hook.find_tools()
