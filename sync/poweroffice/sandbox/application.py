"""The WSGI application: the gateway's checks in their order, the faults, the endpoint, and the refusals as answers.

Order of the checks: route, subscription key, rate limit, token, privilege. Runs on the server's threads.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map
from werkzeug.wrappers import Request, Response

from . import control
from .answers import Refusal, json_answer, unknown_route
from .faults import Wire, suffer
from .office import Call, Office, Visit
from .routes import TOKEN_PATH, Route, api_map
from .rules.invoicing import InvoiceDesk
from .server import LONGEST_BODY, WIRE

LONGEST_URL = 2000


class Application:
    """Answers every request to one sandbox."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._map: Map = api_map()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """WSGI. What is to happen to the bytes on the wire goes into `environ[WIRE]`."""
        request = Request(environ)
        request.max_content_length = LONGEST_BODY
        if control.is_for(request.path):
            response = control.answer(self._office, request)
        else:
            response, environ[WIRE] = self._with_faults(request)
        return response(environ, start_response)

    def _with_faults(self, request: Request) -> tuple[Response, Wire]:
        office = self._office
        body = request.get_data(parse_form_data=False, cache=True)
        fault = office.faults.meet(request.method, request.path)
        wire = Wire()
        if fault is None:
            response = self._served(request)
        else:
            response, wire = suffer(fault, lambda: self._served(request), office.sleep)
        # The token request's body holds no secret, but its kin elsewhere might: only API bodies are kept.
        kept = b"" if request.path == TOKEN_PATH else body
        status = None if wire.drop else response.status_code
        query = request.query_string.decode("latin-1")
        agent = request.headers.get("User-Agent", "")
        visit = Visit(office.clock(), request.method, request.path, query, status, kept, agent)
        office.log.note(visit, self._label(request))
        return response, wire

    def _served(self, request: Request) -> Response:
        try:
            return self._through_the_gateway(request)
        except Refusal as refusal:
            return refusal.response()

    def _through_the_gateway(self, request: Request) -> Response:
        office = self._office
        # Measured at the real one: an over-long URL is answered as an unknown route.
        if len(request.full_path) > LONGEST_URL:
            raise unknown_route()
        is_token = request.path == TOKEN_PATH and request.method == "POST"
        matched = None if is_token else self._matched(request)
        office.doorkeeper.check_subscription(request)
        if office.rules.enforce_rate_limit:
            office.throttle.admit(office.rules.say_retry_after)
        if matched is None:
            return json_answer(office.doorkeeper.grant(request))
        route, args = matched
        caller = office.doorkeeper.caller(request)
        if not caller.may(route.roles):
            raise Refusal(403)
        now = office.clock()
        with office.books.writing():
            InvoiceDesk(office.books, office.seed, now, office.rules.read_lag_s).settle()
        return route.endpoint(Call(office, request, caller, now, args))

    def _matched(self, request: Request) -> tuple[Route, dict[str, Any]]:
        try:
            route, args = self._map.bind_to_environ(request.environ).match()
        except HTTPException as error:
            raise unknown_route() from error
        if not isinstance(route, Route):
            raise unknown_route()
        return route, dict(args)

    def _label(self, request: Request) -> str:
        """The path with placeholders, so that the counts stay few."""
        if request.path == TOKEN_PATH:
            return TOKEN_PATH
        try:
            return self._matched(request)[0].path.replace("<int:id>", "{id}").replace("<uuid:id>", "{id}")
        except Refusal:
            return "(unknown)"
