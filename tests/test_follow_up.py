"""What tells a follow-up: how a question stands to the one before, and the model that weighs it."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from app import follow_up
from eval.benchmarks.dialogue import load
from eval.intent import dialogue as training
from eval.intent.dialogue import Example, Trained

PHONES = "小学生能带手机进学校吗"


def test_relations_say_what_is_new_and_what_is_shared():
    near = follow_up.relations("手机丢了谁赔", PHONES)
    far = follow_up.relations("毕业典礼请谁主持", PHONES)
    assert near["shared words"] > far.get("shared words", 0) == 0
    assert far["new"] > near["new"]


def test_relations_see_of_whom_only_the_question_before_spoke():
    story = "有个学生连着三天没来"
    assert follow_up.relations("他奶奶说不知道", story)["pronoun alone"] == 1
    assert "pronoun alone" not in follow_up.relations("有学生说他奶奶病了", story)
    assert follow_up.relations("要报警吗", story)["told before"] == 1
    assert "told before" not in follow_up.relations("要报警吗", PHONES)


def test_grams_are_letters_pairs_and_both_ends_without_punctuation():
    assert follow_up.grams("谁批？") == {"^", "谁", "批", "$", "^谁", "谁批", "批$"}
    assert follow_up.grams("，谁 批") == follow_up.grams("谁批")


def test_only_a_lead_at_the_beginning_is_one():
    assert follow_up.LEAD.sub("", "另外，那谁批", count=1) == "谁批"
    assert follow_up.LEAD.sub("", "家长那边怎么说", count=1) == "家长那边怎么说"
    assert follow_up.LEAD.sub("", "那个规定", count=1) == "那个规定"


def test_a_probability_is_the_logistic_of_the_weights(tmp_path: Path):
    path = tmp_path / "dialogue.json"
    stored = {
        "relations": {"pupil": -2.0},
        "grams": {"谁": 0.2, "批": 0.4},
        "bias": 0.5,
        "threshold": 0.6,
        "chained": 0.3,
    }
    path.write_text(json.dumps(stored), "utf-8")
    model = follow_up.load(path)
    score = 0.5 + 5 * (0.2 + 0.4) / math.sqrt(2)
    assert model.probability("谁批", PHONES) == pytest.approx(1 / (1 + math.exp(-score)))
    assert model.probability("学生", PHONES) == pytest.approx(1 / (1 + math.exp(1.5)))
    assert (model.threshold, model.chained) == (0.6, 0.3)


def test_what_is_trained_is_what_is_read():
    """The trainer's probability and the app's, from the weights it writes, are one and the same."""
    pairs = [pair for pair in load(training.TRAIN) if len(pair.previous) == 1][:300]
    examples = training.written(pairs)
    rows = [training.row_of(example) for example in examples]
    trained = Trained(rows, examples)
    model = follow_up.FollowUpModel(
        trained.weights("r:"), trained.weights("g:"), trained.bias, threshold=0.5, chained=0.5
    )
    for row, example in list(zip(rows, examples, strict=True))[:20]:
        (expected,) = trained.probabilities([row], [example])
        if expected:  # thanks are none by rule
            assert model.probability(example.asked, example.earlier) == pytest.approx(expected, abs=0.03)


def test_thresholds_leave_alone_the_share_they_are_asked_to():
    alone = [Example("", "", False, str(n), "written") for n in range(1, 101)]
    typical = [Example("", "", False, str(n), "other") for n in range(1, 101)]
    probabilities = np.array([n / 100 for n in range(1, 101)] + [0.1] * 100)
    asked, between = training.thresholds(probabilities, alone + typical)
    assert (asked, between) == (0.975, 0.921)  # the quantiles of 1 to 100 at .975 and .92
