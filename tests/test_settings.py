"""Settings: defaults, overlays, errors that name what is wrong, and where the folders are found."""

from pathlib import Path

import pytest

from extractor.checks.profile import load_profiles
from extractor.errors import SettingsError
from extractor.settings import load_settings, resource_folder

REPOSITORY = Path(__file__).parents[1]


def test_configs_are_found_beside_the_package_in_an_editable_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JIXIAO_CONFIGS", raising=False)
    folder = resource_folder("configs")
    assert folder == REPOSITORY / "configs" or "_packaged" in folder.parts
    assert (folder / "default.toml").is_file() and load_profiles(folder / "profiles")


def test_configs_can_be_set_by_hand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JIXIAO_CONFIGS", str(tmp_path))
    assert resource_folder("configs") == tmp_path


def test_a_wrong_variable_is_said_and_no_other_folder_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JIXIAO_CONFIGS", str(tmp_path / "typo"))
    with pytest.raises(SettingsError, match=r"JIXIAO_CONFIGS.*typo"):
        resource_folder("configs")


def test_missing_folder_is_named() -> None:
    with pytest.raises(SettingsError, match="JIXIAO_NOTHERE"):
        resource_folder("nothere")


def test_overlay_changes_one_value_and_keeps_the_others(tmp_path: Path) -> None:
    overlay = tmp_path / "local.toml"
    overlay.write_text("[reader]\nreview_below = 0.5\n", encoding="utf-8")
    base, changed = load_settings(), load_settings(overlay)
    assert changed.reader.review_below == 0.5
    assert (changed.limits, changed.grids) == (base.limits, base.grids)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[limits]\nmax_pagess = 3\n", "max_pagess"),
        ("[limits]\nmax_pages = 0\n", "max_pages"),
        ("[nowhere]\na = 1\n", "nowhere"),
        ("limits = 3\n", "limits"),
        ("[limits\n", "local.toml"),
    ],
)
def test_wrong_overlay_is_refused_by_name(tmp_path: Path, text: str, named: str) -> None:
    overlay = tmp_path / "local.toml"
    overlay.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=named):
        load_settings(overlay)


def test_missing_overlay_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"gone\.toml"):
        load_settings(tmp_path / "gone.toml")


@pytest.mark.parametrize("content", ["title = 3\n", "= \n", 'title = "a"\n', "\n"])
def test_wrong_profile_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "bad.toml").write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"bad\.toml"):
        load_profiles(tmp_path)


def test_folder_without_profiles_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="没有找到"):
        load_profiles(tmp_path)
