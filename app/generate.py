"""The only code that talks to a language model: an OpenAI-compatible endpoint, through LlamaIndex.

LlamaIndex's client is imported when the first request is made, and none is made unless one is configured.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

LONGEST_REPLY = 8000
"""Characters after which a model that does not stop is no longer listened to."""
_STATUS = {401: "密钥不对", 403: "密钥没有权限", 404: "地址或模型名不对", 429: "请求太多，暂时被限流"}


class ModelError(Exception):
    """The endpoint gave nothing that can be used. Its text says why, in Chinese, without a full stop."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible chat endpoint. ``timeout`` is for a whole reply, in seconds."""

    url: str
    model: str
    timeout: float
    key: str = field(default="", repr=False)

    @property
    def host(self) -> str:
        """Scheme, host and port: what may be shown. An address can carry a password or a token."""
        parts = urlsplit(self.url)
        name = parts.hostname or ""
        shown = f"[{name}]" if ":" in name else name
        return f"{parts.scheme}://{shown}{f':{parts.port}' if parts.port else ''}"

    def stream(self, system: str, user: str) -> Iterator[str]:
        """The reply in parts as they arrive.

        Raises ModelError when the endpoint is down, refuses, breaks off, sends something else than a reply,
        or has not finished in time, however slowly it goes on sending.
        """
        arrived: queue.Queue[str | Exception | None] = queue.Queue()
        stop = threading.Event()
        reader = threading.Thread(
            target=self._read, args=(system, user, arrived, stop), name="language model", daemon=True
        )
        deadline = time.monotonic() + self.timeout
        received = 0
        reader.start()
        try:
            while True:
                try:
                    part = arrived.get(timeout=max(deadline - time.monotonic(), 0.0))
                except queue.Empty:
                    raise ModelError(f"{self.timeout:g} 秒内没有答完") from None
                if part is None:
                    return
                if isinstance(part, Exception):
                    raise part
                received += len(part)
                if received > LONGEST_REPLY:
                    raise ModelError("写得太长，没有停下来")
                yield part
        finally:
            stop.set()

    def _read(
        self, system: str, user: str, arrived: queue.Queue[str | Exception | None], stop: threading.Event
    ) -> None:
        """Runs in a thread of its own: a reply that trickles in would outlast any socket's time-out."""
        try:
            for part in self._parts(system, user):
                if stop.is_set():
                    return
                arrived.put(part)
        except Exception as error:  # noqa: BLE001 - handed to the caller's thread, which raises it
            arrived.put(error)
        else:
            arrived.put(None)

    def _parts(self, system: str, user: str) -> Iterator[str]:
        import httpx
        import openai
        from llama_index.core.llms import ChatMessage
        from llama_index.llms.openai_like import OpenAILike

        # At level DEBUG these write whole requests into the log, and a question must not stand there.
        for name in ("openai", "httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)
        model = OpenAILike(
            model=self.model,
            api_base=self.url,
            api_key=self.key or "none",
            is_chat_model=True,
            max_retries=0,
            timeout=self.timeout,
            temperature=0.0,
        )
        messages = [ChatMessage(role="system", content=system), ChatMessage(role="user", content=user)]
        finished = None
        try:
            for chunk in model.stream_chat(messages):
                finished = _finish(chunk.raw) or finished
                if chunk.delta:
                    yield chunk.delta
        except openai.APIStatusError as error:
            words = _STATUS.get(error.status_code, "服务器出错" if error.status_code >= 500 else "请求被拒绝")
            raise ModelError(f"{words}（{error.status_code}）") from error
        except (openai.APITimeoutError, httpx.TimeoutException) as error:
            raise ModelError(f"{self.timeout:g} 秒内没有答完") from error
        except openai.APIConnectionError as error:
            raise ModelError("连不上") from error
        except httpx.HTTPError as error:
            raise ModelError("回答中途断了") from error
        # What an endpoint sends in place of a reply (HTML, a list, an error object) surfaces as any of these.
        except (openai.OpenAIError, ValueError, TypeError, AttributeError, LookupError) as error:
            raise ModelError("返回的不是可以读的回答") from error
        if finished not in ("stop", "length"):
            raise ModelError("回答中途断了" if finished is None else "没有给出回答")


def _finish(raw: Any) -> str | None:
    """Why the reply ended, in the chunk that ends it; None in all others."""
    choices = getattr(raw, "choices", None) or [None]
    return getattr(choices[0], "finish_reason", None)
