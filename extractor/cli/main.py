"""The `jixiao` command: starts fast, and turns every error into a sentence and an exit code."""

import gc
import os
import sys
from collections.abc import Sequence

DONE, UNREAD, INTERRUPTED = 0, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line with `arguments` (default: the process's own) and returns its exit code.

    Nothing ever ends in a traceback, unless JIXIAO_DEBUG is set.
    """
    _start_fast()
    _speak_utf8()
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return _say("已中断。", INTERRUPTED)
    except (BrokenPipeError, SystemExit):
        # the reader of our output (head, less) is gone; Typer and Rich turn that into an exit of their own
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return DONE
    except MemoryError:
        return _say("错误：内存不够，请拆分文件或一次少读几个。", UNREAD)
    except Exception as error:  # the last line of defence: a user must not meet a traceback
        if os.environ.get("JIXIAO_DEBUG"):
            raise
        said = f"内部错误：{type(error).__name__}：{error}\n请报告此问题；设 JIXIAO_DEBUG=1 再运行一次可得到详细信息。"
        return _say(said, UNREAD)


def _run(arguments: Sequence[str] | None) -> int:
    from typer import Abort, TyperException

    from extractor.cli.chinese import in_chinese
    from extractor.cli.commands import app
    from extractor.errors import JixiaoError

    try:
        chosen = list(arguments) if arguments is not None else None
        outcome = app(args=chosen, prog_name="jixiao", standalone_mode=False)
        sys.stdout.flush()
        return outcome if isinstance(outcome, int) else DONE
    except TyperException as error:
        return _say(in_chinese(error), error.exit_code)
    except JixiaoError as error:
        return _say(f"错误：{error}", UNREAD)
    except Abort:
        return _say("已中断。", INTERRUPTED)


def _say(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


def _start_fast() -> None:
    """Spares a short-lived command work that only long-lived programs profit from: about 0.08 s of 0.6 s."""
    # importing makes many objects that live to the end; the default of 700 walks them all again and again
    gc.set_threshold(50_000, 20, 20)
    # pydantic looks for plugins in the metadata of every installed distribution; this program has none
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def _speak_utf8() -> None:
    """Makes output UTF-8 whatever the console's code page (Windows: cp936), and lets unprintable names through."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
