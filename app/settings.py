"""The only place that reads the environment. The README's table is generated from these fields."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

CHECKOUT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Every setting, read from ``STUDIO_…`` variables; the command line overrides some of them."""

    model_config = SettingsConfigDict(env_prefix="STUDIO_", extra="ignore")

    home: Path = Field(Path("data"), description="数据目录：目录库、原件、索引、日志都在里面")
    corpus: Path = Field(CHECKOUT / "corpus", description="随软件附带的资料所在目录")
    catalog_url: str = Field("", description="目录库的 SQLAlchemy 地址；空＝数据目录里的 SQLite")
    chroma_url: str = Field("", description="Chroma 服务器地址；空＝在本进程内")
    encoder: str = Field(
        "", description="向量模型：空＝自带；hashed＝散列；其他＝sentence-transformers 模型名或目录"
    )
    reranker: str = Field(
        "", description="重排模型：空＝不用；否则 sentence-transformers CrossEncoder 模型名或目录"
    )
    host: str = Field("127.0.0.1", description="网页服务监听的地址")
    port: int = Field(7860, ge=0, le=65535, description="网页服务的端口")
    read_without_account: bool = Field(
        False, description="不登录也能提问和阅读：只在监听本机、请求不经代理时有效"
    )
    second_person: bool = Field(False, description="资料要由第二位主持人发布：先提交审核，提交人自己不能发布")
    log_level: str = Field("INFO", description="日志级别：DEBUG、INFO、WARNING、ERROR")
    llm_url: str = Field(
        "", description="语言模型（OpenAI 兼容）的地址，例如 http://127.0.0.1:8000/v1；空＝不用语言模型"
    )
    llm_model: str = Field("", description="语言模型的名字")
    llm_key: SecretStr = Field(SecretStr(""), description="语言模型的密钥；没有就留空")
    llm_timeout: float = Field(30.0, gt=0, le=600, description="等语言模型答完最多多少秒，超过就只显示原文")
    question_days: int = Field(180, ge=0, le=3650, description="提问记录保留多少天；0＝不保存，已有的也删")
    actor: str = Field("命令行", description="命令行操作在审计记录里写的名字")

    @property
    def law_questions(self) -> Path:
        """Typical questions for national laws that a studio takes in itself."""
        return self.corpus / "questions" / "laws.tsv.gz"


def table() -> str:
    """The Markdown table of all variables, for the README (a test holds the two together)."""
    rows = ["| 变量 | 默认 | 含义 |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = field.default
        shown = "软件目录下的 corpus" if name == "corpus" else str(default) or "（空）"
        rows.append(f"| `STUDIO_{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(rows)
