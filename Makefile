# 班主任工作室 · 知识助手. `make help` lists the targets.
PYTHON ?= python3
comma := ,
VENV := .venv
BIN := $(VENV)/bin
EXTRAS ?= dev
STAMP := $(VENV)/installed-$(subst $(comma),-,$(EXTRAS))

.DEFAULT_GOAL := help
.PHONY: help install run test test-fast lint format bench eval gate corpus-report corpus-files docs screenshots clean

help: ## 列出可用的命令
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

install: $(STAMP) ## 建虚拟环境并安装（依赖没变就不重装；EXTRAS=dev,ocr 连扫描件识别一起装）

$(STAMP): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check -q -c constraints.txt -e '.[$(EXTRAS)]'
	@touch $(STAMP)

run: install ## 发布附带的资料（第一次），启动网页并打印地址
	$(BIN)/studio serve

test: install ## 全部测试（含慢的和浏览器的）
	$(BIN)/python -m pytest

test-fast: install ## 只跑快的测试
	$(BIN)/python -m pytest -m 'not slow and not browser'

lint: install ## ruff 和 mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: install ## 按约定排版
	$(BIN)/ruff check --fix-only -q .
	$(BIN)/ruff format -q .

eval: install ## 用附带的题集评估检索
	$(BIN)/studio eval run

gate: install ## 和提交的基线比，检索或回答显著变差就失败
	@rm -rf build/gate
	$(BIN)/studio --home build/gate eval gate --set gold_450 --split tune --baseline eval/baselines/gold_450.json

bench: install ## 基准（需要 ../shared/data 的项目会说明并跳过）
	$(BIN)/python -m eval.benchmarks

corpus-report: install ## 清点附带的语料：docs/corpus_report.md 和热力图
	$(BIN)/python -m eval.corpus.report docs

corpus-files: install ## 把几篇政策做成 PDF 和 DOCX（build/corpus-files，读取器的已知答案）
	$(BIN)/python -m eval.corpus.truth_files build/corpus-files

docs: install ## 重新生成 README 中的设置表和命令帮助
	$(BIN)/python -m app.docs README.md

screenshots: install ## 给每一页拍图（浅色、深色、手机宽）到 docs/screenshots，要装 chromium
	$(BIN)/python -m tests.screenshots docs/screenshots

clean: ## 删除虚拟环境和缓存（不动 data）
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info
