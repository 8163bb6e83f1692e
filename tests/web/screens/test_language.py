import json
import re
from pathlib import Path

from extractor.web.screens.language import language_of, languages

WEB = Path(__file__).parents[3] / "extractor" / "web"
SOURCES = [*WEB.glob("templates/*.html"), *WEB.glob("static/js/**/*.js")]
PLACES = re.compile(r"\{(\w+)\}")


def test_all_languages_say_the_same_things():
    chinese = languages()["zh"].strings
    for language in languages().values():
        assert language.strings.keys() == chinese.keys(), language.code
        for key, said in language.strings.items():
            assert set(PLACES.findall(said)) == set(PLACES.findall(chinese[key])), key


def test_what_pages_and_scripts_say_is_in_the_catalogue():
    known = languages()["zh"].strings
    called = re.compile(r"""\b(?:t|text)\(\s*["']([a-z_]+\.\w+)["']\s*[,)]""")
    used = {(key, path.name) for path in SOURCES for key in called.findall(path.read_text(encoding="utf-8"))}
    assert len(used) > 150
    assert [(key, name) for key, name in sorted(used) if key not in known] == []


def test_no_page_has_words_of_its_own():
    chinese = re.compile(r"[\u4e00-\u9fff]+")
    comments = re.compile(r"//.*|/\*.*?\*/|\{#.*?#\}")
    written = {path.name: chinese.findall(comments.sub("", path.read_text(encoding="utf-8"))) for path in SOURCES}
    # what a probe of a model says of itself when it is well
    assert {name: words for name, words in written.items() if set(words) - {"好"}} == {}


def test_an_unknown_language_is_chinese():
    assert language_of("xx").code == language_of(None).code == "zh"


def test_every_page_has_the_words_of_its_scripts(empty):
    """A script that says what its page was not given breaks where it says it."""
    imported = re.compile(r"""(?:from|import\()\s*["'](\.[^"']+)["']""")
    said = re.compile(r"""\b(?:t|text)\(\s*["']([a-z_]+)\.\w+["']""")
    missing: dict[str, set[str]] = {}
    for path in ("/", "/upload", "/projects", "/review", "/findings", "/ask", "/rules", "/settings", "/accuracy"):
        page = empty.get(path).text
        given = set(json.loads(re.search(r'id="strings">(.*?)</script>', page, re.DOTALL)[1]))
        sections = {key.split(".")[0] for key in given}
        scripts = [WEB / one.lstrip("/") for one in re.findall(r'type="module" src="/(static/[^"]+)"', page)]
        for script in scripts:
            source = script.read_text(encoding="utf-8")
            scripts += [
                new for one in imported.findall(source) if (new := (script.parent / one).resolve()) not in scripts
            ]
            own = set(said.findall(source))
            # modules of the desk that other pages take one function from
            if script.parent.name != "review" or path == "/review":
                missing.setdefault(path, set()).update(own - sections)
    assert {path: names for path, names in missing.items() if names} == {}
