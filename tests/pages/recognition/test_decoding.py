"""Best paths, look-alike marks, marks by the white around them, single strokes, doubts."""

import numpy as np
import pytest

from extractor.pages.recognition.decoding import Alphabet, LineReading
from extractor.pages.recognition.doubts import confidence, is_remnant, weighed
from extractor.pages.recognition.marks import with_seen_marks
from extractor.pages.recognition.strokes import stroke_as_seen

ALPHABET = Alphabet(["项", "目", ",", "，", "1"])
BLANK, ITEM, EYE, COMMA, WIDE_COMMA, ONE, SPACE = range(7)


def output(*steps: dict[int, float]) -> np.ndarray:
    scores = np.zeros((1, len(steps), 7), np.float32)
    for number, step in enumerate(steps):
        for index, score in step.items():
            scores[0, number, index] = score
    return scores


def decode(*steps: dict[int, float]) -> LineReading:
    best, scores = ALPHABET.best_path(output(*steps))
    return ALPHABET.decode(best[0], scores[0], len(steps))


def reading(text: str, *scores: float, places: tuple[float, ...] | None = None) -> LineReading:
    own = scores or (1.0,) * len(text)
    return LineReading(text=text, scores=own, places=places or tuple((n + 0.5) / len(text) for n in range(len(text))))


def test_repeats_blanks_and_spaces_are_dropped() -> None:
    found = decode({ITEM: 0.9}, {ITEM: 0.8}, {BLANK: 1}, {SPACE: 0.9}, {ITEM: 0.7}, {EYE: 0.95})
    assert found.text == "项项目"
    assert found.scores == pytest.approx((0.9, 0.7, 0.95))
    assert found.lowest == pytest.approx(0.7)
    assert found.places == pytest.approx((0.5 / 6, 4.5 / 6, 5.5 / 6))


def test_marks_that_look_the_same_share_their_probability() -> None:
    found = decode({ITEM: 1.0}, {COMMA: 0.55, WIDE_COMMA: 0.4}, {ONE: 1.0})
    assert found.text == "项,1"
    assert found.scores[1] == pytest.approx(0.95)


def test_nothing_read_is_not_sure() -> None:
    assert decode({BLANK: 1.0}).lowest == 0.0


def blocks(*spans: tuple[int, int], height: int = 30) -> np.ndarray:
    picture = np.full((height, spans[-1][1] + 5), 255, np.uint8)
    for start, end in spans:
        picture[5:25, start:end] = 0
    return picture


def seen(text: str, *spans: tuple[int, int]) -> str:
    picture = blocks(*spans)
    places = tuple((start + end) / 2 / picture.shape[1] for start, end in spans)
    (found,) = with_seen_marks([reading(text, places=places)], [picture], [0], 20.0)
    return found.text


def test_the_white_around_a_mark_tells_its_width() -> None:
    assert seen("项，目", (2, 20), (22, 26), (29, 48)) == "项,目"
    assert seen("项,目", (2, 20), (22, 26), (42, 61)) == "项，目"
    assert seen("项，目", (2, 20), (22, 26), (35, 54)) == "项,目"


def test_a_mark_at_the_end_of_a_line_is_as_the_others() -> None:
    pictures = [blocks((2, 20), (22, 26), (42, 61)), blocks((2, 20), (22, 26))]
    lines = [reading("项,目", places=(0.15, 0.36, 0.78)), reading("项,", places=(0.35, 0.77))]
    assert [one.text for one in with_seen_marks(lines, pictures, [0, 1], 20.0)] == ["项，目", "项，"]


def test_white_that_may_be_either_is_as_the_others() -> None:
    between = (2, 20), (24, 28), (37, 56)
    for page, width in (((2, 20), (22, 26), (29, 48)), "项,目"), (((2, 20), (22, 26), (42, 61)), "项，目"):
        lines = [
            reading("项,目", places=tuple((a + b) / 2 / (spans[-1][1] + 5) for a, b in spans))
            for spans in (page, between)
        ]
        found = with_seen_marks(lines, [blocks(*page), blocks(*between)], [0, 1], 20.0)
        assert found[1].text == width


def test_brackets_match() -> None:
    assert seen("项(目)", (2, 20), (34, 38), (41, 60), (63, 67)) == "项（目）"
    # a half-width bracket before, one that looks wide behind: what both show together decides
    assert seen("项(目)项", (2, 20), (23, 27), (30, 48), (51, 55), (66, 84)) == "项(目)项"


def test_brackets_match_across_two_lines_of_a_cell() -> None:
    pictures = [blocks((2, 20), (34, 38), (41, 60)), blocks((2, 20), (23, 27), (35, 54))]
    lines = [reading("局(本", places=(0.17, 0.55, 0.8)), reading("级)项", places=(0.19, 0.42, 0.75))]
    assert [one.text for one in with_seen_marks(lines, pictures, ["cell", "cell"], 20.0)] == ["局（本", "级）项"]
    assert [one.text for one in with_seen_marks(lines, pictures, ["cell", "other"], 20.0)] == ["局（本", "级)项"]


def test_a_lone_level_stroke_is_a_dash() -> None:
    picture = blocks((2, 22))
    assert stroke_as_seen(reading("一"), picture, (20, 2), 20.0).text == "—"
    assert stroke_as_seen(reading("一"), picture, (8, 2), 20.0).text == "-"
    assert stroke_as_seen(reading("一级"), picture, (40, 18), 20.0).text == "一级"
    assert stroke_as_seen(reading("-级指标"), picture, (80, 18), 20.0).text == "一级指标"
    assert stroke_as_seen(reading("-5级"), picture, (60, 18), 20.0).text == "-5级"


def test_a_slanting_stroke_is_a_slash() -> None:
    slash = np.full((40, 30), 255, np.uint8)
    upright = slash.copy()
    for y in range(5, 35):
        x = 20 - y // 2
        slash[y, x : x + 2] = 0
        upright[y, 14:16] = 0
    assert stroke_as_seen(reading("1"), slash, (15, 30), 30.0).text == "/"
    assert stroke_as_seen(reading("1"), upright, (2, 30), 30.0).text == "1"


def test_two_readings_that_agree_are_surer_than_each() -> None:
    found = weighed(reading("项，", 0.5, 0.9), reading("项,", 0.8, 0.5), None)
    assert found.text == "项，" and found.second == "项，"
    assert found.scores == pytest.approx((0.9, 0.95))


def test_readings_at_odds_are_unsure_and_both_kept() -> None:
    found = weighed(reading("V9", 0.99, 0.9), reading("≥9", 0.9, 0.8), reading("29", 0.9, 0.9))
    assert (found.text, found.second) == ("V9", "≥9")
    assert found.lowest < 0.5


def test_two_of_three_readings_win_but_are_not_sure() -> None:
    outvoted = weighed(reading("V9", 0.99, 0.9), reading("≥9", 0.9, 0.8), reading("≥9", 0.9, 0.9))
    assert (outvoted.text, outvoted.second) == ("≥9", "V9")
    confirmed = weighed(reading("V9", 1.0, 1.0), reading("≥9", 0.9, 0.8), reading("V9", 0.9, 0.9))
    assert (confirmed.text, confirmed.second) == ("V9", "≥9")
    assert max(outvoted.lowest, confirmed.lowest) <= 0.7


@pytest.mark.parametrize("text", ["1O0", "5l", ">95%", "l0.5", "12..5", "10。", "”罗湖”平台"])
def test_common_confusions_of_numbers_are_not_sure(text: str) -> None:
    assert confidence(reading(text)) < 0.9


@pytest.mark.parametrize(
    "text", ["100", "≥95%", "2023年", "10.00", "VPN链路", "6,630.80", "3.完成", "ISO9001", "“罗湖”平台"]
)
def test_plain_texts_are_as_sure_as_their_characters(text: str) -> None:
    assert confidence(reading(text)) == 1.0


def test_a_stroke_in_which_another_model_sees_nothing_is_a_remnant() -> None:
    nothing = reading("", places=())
    assert is_remnant(weighed(reading("1", 0.7), nothing, nothing), 0.8)
    assert is_remnant(weighed(reading("·", 0.6), nothing, reading("·", 0.5)), 0.8)
    assert not is_remnant(weighed(reading("5", 0.7), nothing, nothing), 0.8)
    assert not is_remnant(weighed(reading("1", 0.7), reading("1", 0.6), None), 0.8)
    assert not is_remnant(reading("1", 0.7), 0.8)


def test_a_dot_beside_other_lines_is_dirt() -> None:
    assert is_remnant(reading("•", 0.99), 0.2)
    assert not is_remnant(reading("。", 0.99), 0.4)


def test_specks_before_and_behind_a_text_are_no_part_of_it() -> None:
    alphabet = Alphabet(["项", "·", "•"])

    def text(*numbers: int) -> LineReading:
        scores = np.zeros((1, len(numbers), 5), np.float32)
        scores[0, range(len(numbers)), numbers] = 0.9
        best, found = alphabet.best_path(scores)
        return alphabet.decode(best[0], found[0], len(numbers))

    assert text(3, 1, 0, 1, 2).text == "项项"
    assert text(3, 1, 0, 1, 2).places == pytest.approx((1.5 / 5, 3.5 / 5))
    assert text(1, 2, 1).text == "项·项"
    assert text(2, 3).text == "" and text(2, 3).scores == ()
