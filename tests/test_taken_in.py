"""What the silence machines learn of libraries that take in what was missing."""

from __future__ import annotations

from eval.dataset import load
from eval.intent import taken_in
from eval.intent.asked import LEFT_OUT, SETS
from ingest.model import Kind
from ingest.parsing import parse_file


def test_each_rule_settles_another_tuning_question_that_the_library_leaves_open():
    rules = taken_in.rules()
    open_ones = {
        name: {q.question for q in load(name) if not q.gold and q.type not in LEFT_OUT} for name in SETS
    }
    assert [rule for rule in rules if rule.question not in open_ones[rule.set]] == []
    assert len({rule.question for rule in rules}) == len(rules) == 170
    assert [rule for rule in rules if rule.question in rule.text] == []


def test_the_rules_are_documents_in_which_each_stands_under_its_heading(tmp_path):
    rules = taken_in.rules()[:50]
    folder = taken_in.written(tmp_path, rules)
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())]
    assert len(texts) == 2
    assert all(f"## {rule.heading}\n\n{rule.text}" in "".join(texts) for rule in rules)
    [parsed] = parse_file(folder / "school-1.md", name="school-1.md")
    assert parsed.document.metadata.kind is Kind.POLICY
    assert [clause.name for clause in parsed.document.parse.clauses if clause.name == rules[0].heading] != []
