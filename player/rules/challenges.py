"""Challenges: small questions that a person answers in a second and a script has to be taught.

They prove that somebody answers, not who, and not attention (docs/threat-model.md).
Each is made of drawn numbers, so that the server's chance stays outside, and each carries the
same question in plain words for those who cannot see a drawing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Draw = Callable[[int], int]
"""Returns a whole number from 0 to n - 1, each as likely; the server's chance."""

Text = dict[str, str]


@dataclass(frozen=True, slots=True)
class Challenge:
    """What is asked, in the shape of the protocol, and the options that are right."""

    kind: str
    question: Mapping[str, Any]
    right: frozenset[str]

    def met_by(self, answer: str) -> bool:
        """True when *answer* is the id of a right option, of the drawing or of the words."""
        return answer in self.right


KINDS = ("shape", "kin", "character", "number")


def drawn(draw: Draw) -> Challenge:
    """Return a challenge of a drawn kind."""
    return MAKERS[KINDS[draw(len(KINDS))]](draw)


def _text(zh: str, en: str) -> Text:
    return {"zh": zh, "en": en}


def _id(draw: Draw) -> str:
    return f"{draw(1 << 32):08x}"


def _shuffled(items: Sequence[Any], draw: Draw) -> list[Any]:
    rest, mixed = list(items), []
    while rest:
        mixed.append(rest.pop(draw(len(rest))))
    return mixed


def _in_words(kind: str, prompt: Text, right: Text, wrong: Sequence[Text], draw: Draw) -> Challenge:
    """Return a question whose drawing and words are the same."""
    answer = _id(draw)
    options = [{"id": answer, "label": right}, *({"id": _id(draw), "label": w} for w in wrong)]
    options = _shuffled(options, draw)
    return Challenge(
        kind,
        {
            "prompt": prompt,
            "options": [option | {"figure": None} for option in options],
            "scene": None,
            "spoken": {"prompt": prompt, "options": options},
        },
        frozenset({answer}),
    )


# --- A figure among others -----------------------------------------------------------------

FORMS = {
    "circle": _text("圆形", "circle"),
    "square": _text("正方形", "square"),
    "triangle": _text("三角形", "triangle"),
    "star": _text("五角星", "star"),
    "diamond": _text("菱形", "diamond"),
    "hexagon": _text("六边形", "hexagon"),
}
COLOURS = {
    "#b42318": _text("红色", "red"),
    "#175cd3": _text("蓝色", "blue"),
    "#067647": _text("绿色", "green"),
    "#6941c6": _text("紫色", "purple"),
    "#b54708": _text("橙色", "orange"),
}
WIDTH, HEIGHT, PLACES = 360, 200, ((60, 55), (180, 50), (300, 60), (110, 145), (245, 150))


def shape(draw: Draw) -> Challenge:
    """Return "click the blue triangle": one figure is right, others share colour or form."""
    forms = _shuffled(list(FORMS), draw)[: len(PLACES)]
    colours = _shuffled(list(COLOURS), draw)
    right = draw(len(PLACES))
    paints = [colours[number % len(colours)] for number in range(len(PLACES))]
    paints[(right + 1) % len(PLACES)] = paints[right]  # colour alone does not tell it
    words = _text(
        COLOURS[paints[right]]["zh"] + "的" + FORMS[forms[right]]["zh"],
        f"{COLOURS[paints[right]]['en']} {FORMS[forms[right]]['en']}",
    )
    options = []
    for number, (x, y) in enumerate(PLACES):
        colour, form = COLOURS[paints[number]], FORMS[forms[number]]
        options.append(
            {
                "id": _id(draw),
                "label": _text(f"{colour['zh']}的{form['zh']}", f"{colour['en']} {form['en']}"),
                "figure": {
                    "form": forms[number],
                    "colour": paints[number],
                    "x": x + draw(21) - 10,
                    "y": y + draw(21) - 10,
                    "size": 44 + draw(17),
                    "turn": draw(40) - 20,
                },
            }
        )
    answer = str(options[right]["id"])
    words_of_it = kin(draw)
    return Challenge(
        "shape",
        {
            "prompt": _text(f"请选择{words['zh']}", f"Choose the {words['en']}"),
            "options": _shuffled(options, draw),
            "scene": {"width": WIDTH, "height": HEIGHT},
            "spoken": words_of_it.question["spoken"],
        },
        frozenset({answer}) | words_of_it.right,
    )


# --- Words ---------------------------------------------------------------------------------

FAMILIES = (
    (("苹果", "apple"), ("香蕉", "banana"), ("葡萄", "grape"), ("龙眼", "longan")),
    (("春天", "spring"), ("夏天", "summer"), ("秋天", "autumn"), ("冬天", "winter")),
    (("老虎", "tiger"), ("山羊", "goat"), ("骏马", "horse"), ("白兔", "rabbit")),
    (("火车", "train"), ("轮船", "ship"), ("飞机", "aeroplane"), ("汽车", "car")),
    (("铅笔", "pencil"), ("毛笔", "writing brush"), ("钢笔", "fountain pen"), ("粉笔", "chalk")),
    (("红色", "red"), ("黄色", "yellow"), ("蓝色", "blue"), ("绿色", "green")),
    (("米饭", "rice"), ("面条", "noodles"), ("馒头", "steamed bun"), ("饺子", "dumpling")),
    (("东方", "east"), ("西方", "west"), ("南方", "south"), ("北方", "north")),
)


def kin(draw: Draw) -> Challenge:
    """Return "which word goes with apple?": one of its family among three strangers."""
    families = _shuffled(FAMILIES, draw)[:4]
    one, other = _shuffled(families[0], draw)[:2]
    wrong = [_text(*family[draw(len(family))]) for family in families[1:]]
    return _in_words(
        "kin",
        _text(f"哪一个词与“{one[0]}”属于同一类？", f"Which word belongs with “{one[1]}”?"),
        _text(*other),
        wrong,
        draw,
    )


CHARACTERS = (
    ("学", "study", "学习", "learning"),
    ("山", "mountain", "山峰", "mountain peak"),
    ("水", "water", "泉水", "spring water"),
    ("花", "flower", "花园", "flower garden"),
    ("书", "book", "书架", "bookshelf"),
    ("海", "sea", "海洋", "sea and ocean"),
    ("月", "moon", "月亮", "moonlight"),
    ("树", "tree", "树林", "trees of a grove"),
    ("茶", "tea", "茶叶", "tea leaves"),
    ("桥", "bridge", "石桥", "stone bridge"),
)


def character(draw: Draw) -> Challenge:
    """Return "which word holds this character?"."""
    one, *others = _shuffled(CHARACTERS, draw)[:4]
    return _in_words(
        "character",
        _text(f"请选出含有“{one[0]}”字的词语", f"Choose the words about “{one[1]}”"),
        _text(one[2], one[3]),
        [_text(other[2], other[3]) for other in others],
        draw,
    )


def number(draw: Draw) -> Challenge:
    """Return "which number is the largest (smallest)?" of four that differ."""
    start = 11 + draw(40)
    numbers = [start, start + 7 + draw(9), start + 20 + draw(9), start + 34 + draw(9)]
    largest = draw(2) == 1
    right = max(numbers) if largest else min(numbers)
    prompt = (
        _text("下面哪个数最大？", "Which number is the largest?")
        if largest
        else _text("下面哪个数最小？", "Which number is the smallest?")
    )
    wrong = [_text(str(one), str(one)) for one in numbers if one != right]
    return _in_words("number", prompt, _text(str(right), str(right)), wrong, draw)


MAKERS: Mapping[str, Callable[[Draw], Challenge]] = {
    "shape": shape,
    "kin": kin,
    "character": character,
    "number": number,
}
