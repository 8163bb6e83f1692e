"""Documents as an office program prints or saves them, through LibreOffice, where it is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path

_SECONDS = 120


def office_available() -> bool:
    """Whether LibreOffice is on the path."""
    return shutil.which("soffice") is not None


def print_to_pdf(source: Path, target: Path) -> None:
    """Prints the workbook or document `source` to the PDF `target`; raises as `save_as` does."""
    save_as(source, target, "pdf")


def save_as(source: Path, target: Path, kind: str) -> None:
    """Saves the workbook or document `source` as `target`, in the format whose suffix is `kind` (xls, pdf ...).

    Raises `RuntimeError` when LibreOffice is absent, fails, or takes longer than two minutes.
    """
    if not office_available():
        raise RuntimeError(f"cannot convert {source.name}: LibreOffice (soffice) is not installed")
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind]
        try:
            done = subprocess.run(
                [*command, "--outdir", folder, str(source)], capture_output=True, timeout=_SECONDS, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise RuntimeError(f"cannot convert {source.name}: no result after {_SECONDS} seconds") from error
        printed = Path(folder) / f"{source.stem}.{kind}"
        if not printed.exists():
            raise RuntimeError(f"cannot convert {source.name}: {done.stderr.decode(errors='replace').strip()}")
        shutil.move(printed, target)
