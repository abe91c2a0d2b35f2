"""What may be opened by whom: the table that ``test_access`` holds the server to.

A route, an event's page or a service that is added needs a line here.
"""

from __future__ import annotations

from app.access import Act
from tests.access_parts import EVERYBODY

ALL = set(EVERYBODY)
LOGGED_IN = ALL - {"nobody"}
HOSTS, EVALUATORS, ADMINS = {"host", "admin"}, {"evaluator", "admin"}, {"admin"}
CURATORS = HOSTS | EVALUATORS

ROUTES = {
    ("GET", "/healthz"): ALL,
    ("GET", "/login"): ALL,
    ("POST", "/login"): ALL,
    ("GET", "/logout"): ALL,
    ("POST", "/logout"): ALL,
    ("GET", "/setup"): ALL,
    ("POST", "/setup"): ALL,
    ("GET", "/password"): LOGGED_IN,
    ("POST", "/password"): LOGGED_IN,
    ("POST", "/api/search"): LOGGED_IN,
    ("POST", "/api/ask"): LOGGED_IN,
    ("GET", "/doc/"): LOGGED_IN,
    ("GET", "/doc/{document:path}/diff"): LOGGED_IN,
    ("GET", "/doc/{name:path}"): LOGGED_IN,
    ("GET", "/page/{name:path}/{page}.png"): LOGGED_IN,
    ("GET", "/original/{name:path}"): LOGGED_IN,
    ("GET", "/backup/{name}"): ADMINS,
    ("GET", "/library"): HOSTS,
    ("GET", "/keeping"): HOSTS,
    ("GET", "/gaps"): HOSTS,
    ("GET", "/standard"): CURATORS,
    ("GET", "/evaluate"): EVALUATORS,
    ("GET", "/evaluate/review"): EVALUATORS,
    ("GET", "/admin"): ADMINS,
    ("POST", "/admin/add"): ADMINS,
    ("POST", "/admin/role"): ADMINS,
    ("POST", "/admin/password"): ADMINS,
    ("POST", "/admin/disable"): ADMINS,
    ("POST", "/admin/enable"): ADMINS,
}
PAGES = {
    "": LOGGED_IN,
    "/library": HOSTS,
    "/gaps": HOSTS,
    "/standard": CURATORS,
    "/evaluate": EVALUATORS,
    "/evaluate/review": EVALUATORS,
    "/keeping": HOSTS,
}
UPLOADING = {"/library"}

# What a page of Gradio's serves to whom may open it; what uploads need; what is closed to everybody.
_OPEN = """
/ /config /config/ /static/{path:path} /assets/{path:path} /svelte/{path:path} /favicon.ico /theme.css
/robots.txt /manifest.json /gradio_api/app_id /gradio_api/app_id/ /gradio_api/info /gradio_api/info/
/gradio_api/heartbeat/{session_hash} /gradio_api/queue/join /gradio_api/queue/data /gradio_api/cancel
/gradio_api/reset /gradio_api/reset/ /gradio_api/startup-events /gradio_api/theme.css
"""
OPEN = _OPEN.split()
UPLOADS = ["/gradio_api/upload", "/gradio_api/upload_progress", "/gradio_api/file={path_or_url:path}"]
_SHUT = """
/openapi.json /pwa_icon /pwa_icon/{size} /monitoring /monitoring/summary /monitoring/{key}
/gradio_api/deep_link /gradio_api/user /gradio_api/user/ /gradio_api/login_check /gradio_api/login_check/
/gradio_api/token /gradio_api/token/ /gradio_api/dev/reload /gradio_api/runs /gradio_api/runs/
/gradio_api/openapi.json /gradio_api/custom_component/{id}/{environment}/{type}/{file_name}
/gradio_api/proxy={url_path:path} /gradio_api/stream/{event_id} /gradio_api/stream/{event_id}/close
/gradio_api/stream/{session_hash}/{run}/{component_id}/playlist.m3u8
/gradio_api/stream/{session_hash}/{run}/{component_id}/{segment_id}.{ext}
/gradio_api/stream/{session_hash}/{run}/{component_id}/playlist-file /gradio_api/file/{path:path}
/gradio_api/api/{api_name} /gradio_api/api/{api_name}/ /gradio_api/run/{api_name}
/gradio_api/run/{api_name}/ /gradio_api/call/{api_name} /gradio_api/call/{api_name}/
/gradio_api/call/{api_name}/{event_id} /gradio_api/call/v2/{api_name} /gradio_api/call/v2/{api_name}/
/gradio_api/call/v2/{api_name}/{event_id} /gradio_api/component_server /gradio_api/component_server/
/gradio_api/queue/status /gradio_api/process_recording /gradio_api/vibe-edit /gradio_api/vibe-edit/
/gradio_api/undo-vibe-edit /gradio_api/undo-vibe-edit/ /gradio_api/vibe-code /gradio_api/vibe-code/
/gradio_api/vibe-starter-queries /gradio_api/vibe-starter-queries/
"""
SHUT = _SHUT.split()
# Gradio's own login at the page's path: shut, but at the root, where ours stand before it.
GRADIO_LOGIN = {"/login", "/login/", "/logout"}
BY_THE_GATE = ("/heartbeat/", "/queue/data", "/upload_progress", "/startup-events", "/file=")
"""Streams without an end, the start of the queue, and files, which Gradio refuses by itself: whether a
request is let in is asked of the gate alone."""

SERVICES = {
    "ask": Act.ASK,
    "asking": Act.ASK,
    "search": Act.ASK,
    "source": Act.ASK,
    "published": Act.ASK,
    "reading": Act.BROWSE,
    "version": Act.BROWSE,
    "original": Act.BROWSE,
    "documents": Act.REVIEW,
    "document": Act.REVIEW,
    "states": Act.REVIEW,
    "upload": Act.UPLOAD,
    "publish": Act.PUBLISH,
    "withdraw": Act.WITHDRAW,
    "questions": Act.QUESTIONS,
    "clauses": Act.QUESTIONS,
    "edit_questions": Act.QUESTIONS,
    "propose_questions": Act.QUESTIONS,
}
NO_SERVICES = {"by", "named", "require", "refresh", "changing", "published_anew"}
"""Who acts, what the calendar does, and the lock that other services ask for after they have asked for the role."""
