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
