"""Named degradations, from a clean scan to what can hardly be read."""

from dataclasses import replace

from evals.degradation.degradation import Degradation

_SCAN = Degradation(name="scan-200", skew=0.8, blur=0.7, noise=3.0, specks=5, uneven=0.03, jpeg=80)
_PHOTO = Degradation(
    name="photo",
    dpi=230,
    skew=3.0,
    tilt=9.0,
    curl=0.012,
    blur=0.9,
    noise=5.0,
    uneven=0.22,
    cast=0.05,
    background="desk",
    jpeg=85,
)

_ALL = (
    # scanners
    replace(_SCAN, name="scan-300", dpi=300, skew=0.5, blur=0.8, jpeg=88),
    _SCAN,
    replace(_SCAN, name="scan-150", dpi=150, blur=0.6, noise=4.0, jpeg=75),
    replace(_SCAN, name="scan-100", dpi=100, blur=0.5, noise=4.0, jpeg=75),
    replace(_SCAN, name="scan-72", dpi=72, blur=0.4, noise=3.0, jpeg=80),
    replace(_SCAN, name="grey", colour="grey", paper=(240, 240, 240), bleed=0.06, jpeg=70),
    replace(_SCAN, name="cmyk", colour="cmyk"),
    replace(_SCAN, name="skewed", skew=4.0, background="black"),
    replace(_SCAN, name="noisy", noise=14.0, specks=150, streaks=2, blur=1.0, jpeg=55),
    replace(_SCAN, name="turned", turns=(90, 180, 270)),
    replace(_SCAN, name="seal", seal="table"),
    replace(_SCAN, name="seal-corner", seal="corner"),
    replace(_SCAN, name="seal-grey", seal="table", colour="grey"),
    replace(_SCAN, name="faint", ink=0.5, rulings=0.55, ruling_gaps=0.12, dropouts=0.12, spread=-0.05),
    replace(_SCAN, name="broken-rulings", rulings=0.6, ruling_gaps=0.35),
    replace(_SCAN, name="copied", spread=0.12, dropouts=0.03, specks=300, streaks=3, colour="grey", jpeg=70),
    replace(_SCAN, name="folded", folds=2, uneven=0.08),
    replace(_SCAN, name="newsprint", paper=(226, 216, 196), bleed=0.1, uneven=0.1),
    Degradation(
        name="fax", dpi=200, skew=1.0, blur=0.8, noise=10.0, specks=220, dropouts=0.03, colour="bilevel", jpeg=None
    ),
    Degradation(name="scan-bilevel", dpi=300, skew=0.6, blur=0.9, noise=4.0, specks=40, colour="bilevel", jpeg=None),
    # cameras
    _PHOTO,
    replace(_PHOTO, name="photo-shadow", shadows=0.45),
    replace(_PHOTO, name="photo-steep", tilt=24.0, skew=8.0),
    replace(_PHOTO, name="photo-folded", folds=2, curl=0.008),
    replace(_PHOTO, name="photo-seal", seal="table", shadows=0.2),
    replace(_PHOTO, name="photo-chat", resave=60, jpeg=65, noise=4.0),
    replace(_PHOTO, name="photo-exif", exif=6),
    replace(_PHOTO, name="photo-shaken", motion=5.0, blur=1.2),
    replace(_PHOTO, name="curl", curl=0.05, tilt=6.0),
    replace(_PHOTO, name="photo-dark", uneven=0.4, cast=0.1, noise=13.0, shadows=0.3, blur=1.1),
)

PRESETS: dict[str, Degradation] = {one.name: one for one in _ALL}
"""All presets by name."""


def preset(name: str) -> Degradation:
    """The preset `name`. Raises `ValueError` that lists all names for an unknown one."""
    if name not in PRESETS:
        raise ValueError(f"no preset {name!r}; there are: {', '.join(PRESETS)}")
    return PRESETS[name]
