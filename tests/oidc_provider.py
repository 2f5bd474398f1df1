"""A provider of identities, run as a program of its own over loopback HTTP: OpenID Connect, and a stub of ClaveÚnica.

The protocol is authlib's server: codes that count once, client secrets, PKCE,
signed id_tokens. Who signs in is whoever the form says; `fault` makes the
provider lie in one way, to see that it is noticed.

    python -m tests.oidc_provider CLIENT SECRET

prints its address in one line and serves until it is ended.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # loopback only; before authlib is imported

from authlib.common.security import generate_token
from authlib.oauth2.rfc6749 import AuthorizationServer, OAuth2Payload, OAuth2Request
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core.grants import OpenIDCode
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

KID = "key-1"
KEY = RSAKey.generate_key(2048, {"kid": KID, "use": "sig", "alg": "RS256"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": KID, "use": "sig", "alg": "RS256"})
LIES = {
    "other-issuer": {"iss": "https://elsewhere.example"},
    "other-audience": {"aud": ["another-client"]},
    "other-party": {"azp": "another-client"},
    "other-nonce": {"nonce": "of-another-sign-in"},
    "over": {"iat": int(time.time()) - 7200, "exp": int(time.time()) - 3600},
}


class Payload(OAuth2Payload):
    def __init__(self, pairs):
        self.pairs = pairs

    @property
    def data(self):
        return dict(self.pairs)

    @property
    def datalist(self):
        found = defaultdict(list)
        for name, value in self.pairs:
            found[name].append(value)
        return found


class Request(OAuth2Request):
    def __init__(self, method, uri, headers, form):
        super().__init__(method, uri, headers=headers)
        self.args, self.form = dict(parse_qsl(urlsplit(uri).query)), dict(form)
        self.payload = Payload([*self.args.items(), *self.form.items()])

    args = form = None


class Client:
    """The one client: knows its secret and comes back to an address under accounts/."""

    def __init__(self, client_id, secret):
        self.client_id, self.secret = client_id, secret

    def get_client_id(self):
        return self.client_id

    def get_default_redirect_uri(self):
        return None

    def get_allowed_scope(self, scope):
        return scope

    def check_redirect_uri(self, redirect_uri):
        parts = urlsplit(redirect_uri)
        return parts.path.startswith("/accounts/") and parts.path.endswith("/login/callback/") and not parts.query

    def check_client_secret(self, secret):
        return secret == self.secret

    def check_endpoint_auth_method(self, method, endpoint):
        return method == "client_secret_post"

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return grant_type == "authorization_code"


class Code:
    """A code given to a client for somebody; it counts once."""

    def __init__(self, code, request):
        asked = request.payload.data
        self.code, self.user = code, request.user
        self.redirect_uri, self.scope, self.nonce = asked["redirect_uri"], asked["scope"], asked.get("nonce")
        self.state, self.client_id = asked.get("state"), request.client.client_id
        self.code_challenge = asked.get("code_challenge")
        self.code_challenge_method = asked.get("code_challenge_method")

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope

    def get_nonce(self):
        return self.nonce

    def get_auth_time(self):
        return None

    get_acr = get_amr = get_auth_time


class CodeGrant(AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_post"]
    AUTHORIZATION_CODE_LENGTH = 32

    def save_authorization_code(self, code, request):
        self.server.codes[code] = Code(code, request)

    def query_authorization_code(self, code, client):
        found = self.server.codes.get(code)
        return found if found and found.client_id == client.client_id else None

    def delete_authorization_code(self, authorization_code):
        del self.server.codes[authorization_code.code]

    def authenticate_user(self, authorization_code):
        return authorization_code.user


class IdToken(OpenIDCode):
    """Sign the id_token, or lie in the way the person asked for."""

    def __init__(self, server):
        super().__init__()
        self.of = server

    def exists_nonce(self, nonce, request):
        return any(code.nonce == nonce for code in self.of.codes.values())

    def get_client_claims(self, client):
        return {"iss": self.of.address, "aud": [client.client_id]}

    def generate_user_info(self, user, scope):
        return {"sub": user["identity"]["sub"]}

    def encode_id_token(self, token, request):
        fault = request.user["fault"]
        claims = {
            **self.get_compatible_claims(request),
            **self.get_authorization_code_claims(request.authorization_code),
            **self.generate_user_info(request.user, token["scope"]),
            **LIES.get(fault, {}),
        }
        if fault == "unsigned":
            return jwt.encode({"alg": "none"}, claims, None, ["none"])
        return jwt.encode({"alg": "RS256", "kid": KID}, claims, OTHER_KEY if fault == "other-key" else KEY, ["RS256"])

    def process_token(self, grant, response):
        token = super().process_token(grant, response)
        if grant.request.user["fault"] == "no-id-token":
            del token["id_token"]
        return token


class Provider(AuthorizationServer):
    """One provider: its address, the codes it has given and whom its tokens stand for."""

    def __init__(self, address, client, *, pkce):
        super().__init__()
        self.address, self.client, self.codes, self.tokens = address, client, {}, {}
        self.register_token_generator("default", BearerTokenGenerator(lambda **_: generate_token(42)))
        self.register_grant(CodeGrant, [IdToken(self), *([CodeChallenge(required=True)] if pkce else [])])

    def query_client(self, client_id):
        return self.client if client_id == self.client.client_id else None

    def save_token(self, token, request):
        self.tokens[token["access_token"]] = request.user

    def create_oauth2_request(self, request):
        return request

    def send_signal(self, name, *args, **kwargs):
        return None

    def handle_response(self, status, body, headers):
        return status, body, headers

    def bearer(self, headers):
        scheme, _, token = headers.get("Authorization", "").partition(" ")
        return self.tokens.get(token) if scheme == "Bearer" else None


class Rooms(BaseHTTPRequestHandler):
    """The addresses: /openid-server/… of OpenID Connect, and /openid/… with /api/… of ClaveÚnica."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_GET(self):
        self.answer(*self.room("GET", ()))

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self.answer(*self.room("POST", parse_qsl(body, keep_blank_values=True)))

    def answer(self, status, body, headers=()):
        content = (json.dumps(body) if isinstance(body, (dict, list)) else str(body or "")).encode()
        self.send_response(status)
        for name, value in [*headers, ("Content-Length", str(len(content)))]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def room(self, method, form):
        address = f"http://{self.headers['Host']}{self.path}"
        request = Request(method, address, self.headers, form)
        path = urlsplit(self.path).path
        handler = self.server.rooms.get((method, path))
        return handler(request) if handler else (404, "nothing here")


JSON = [("Content-Type", "application/json")]


def authorize(provider, demands):
    """Show the form, or sign in whom it says; what the relying party got wrong is a 400."""

    def show(request):
        fault = demands(request)
        return (400, fault) if fault else (200, "Who are you?")

    def decide(request):
        fault = demands(request)
        if fault:
            return 400, fault
        if "identity" not in request.form:
            asked = request.args
            return 302, "", [("Location", f"{asked['redirect_uri']}?error=access_denied&state={asked['state']}")]
        request.user = {"identity": json.loads(request.form["identity"]), "fault": request.form.get("fault", "")}
        grant = provider.get_authorization_grant(request)
        return provider.create_authorization_response(request, grant_user=request.user, grant=grant)

    return show, decide


def openid_demands(request):
    asked = request.args
    if asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge"):
        return "PKCE is demanded"
    return "" if asked.get("nonce") and len(asked.get("state", "")) >= 16 else "state and nonce are demanded"


def claveunica_demands(request):
    asked = request.args
    if asked.get("scope") != "openid run name":
        return "scope"
    if len(asked.get("state", "")) < 30:
        return "state"
    expected = {"client_id", "response_type", "scope", "redirect_uri", "state"}
    return "" if set(asked) == expected else f"unexpected: {sorted(set(asked) ^ expected)}"


def openid_rooms(address, client):
    provider = Provider(f"{address}/openid-server", client, pkce=True)
    show, decide = authorize(provider, openid_demands)

    def configuration(request):
        at = provider.address
        return (
            200,
            {
                "issuer": at,
                "authorization_endpoint": f"{at}/authorize",
                "token_endpoint": f"{at}/token",
                "userinfo_endpoint": f"{at}/userinfo",
                "jwks_uri": f"{at}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            JSON,
        )

    def userinfo(request):
        user = provider.bearer(request.headers)
        if user is None:
            return 401, {}, JSON
        said = user["identity"]
        return 200, {**said, "sub": "somebody-else"} if user["fault"] == "other-subject" else said, JSON

    return {
        ("GET", "/openid-server/.well-known/openid-configuration"): configuration,
        ("GET", "/impostor/.well-known/openid-configuration"): configuration,
        ("GET", "/openid-server/keys"): lambda request: (200, KeySet([KEY]).as_dict(private=False), JSON),
        ("GET", "/openid-server/authorize"): show,
        ("POST", "/openid-server/authorize"): decide,
        ("POST", "/openid-server/token"): provider.create_token_response,
        ("GET", "/openid-server/userinfo"): userinfo,
    }


def claveunica_rooms(address, client):
    provider = Provider(address, client, pkce=False)
    show, decide = authorize(provider, claveunica_demands)

    def token(request):
        code = provider.codes.get(request.form.get("code"))
        if code is None or request.form.get("state") != code.state:
            return 400, {"error": "invalid_request"}, JSON
        return provider.create_token_response(request)

    def userinfo(request):
        user = provider.bearer(request.headers)
        return (200, user["identity"], JSON) if user else (401, {}, JSON)

    def sign_out(request):
        return 302, "", [("Location", request.args["redirect"])]

    return {
        ("GET", "/openid/authorize/"): show,
        ("POST", "/openid/authorize/"): decide,
        ("POST", "/openid/token/"): token,
        ("POST", "/openid/userinfo/"): userinfo,
        ("GET", "/api/v1/accounts/app/logout"): sign_out,
    }


def main(client_id, secret):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Rooms)
    server.daemon_threads = True
    address = f"http://127.0.0.1:{server.server_port}"
    client = Client(client_id, secret)
    server.rooms = {**openid_rooms(address, client), **claveunica_rooms(address, client)}
    print(address, flush=True)  # noqa: T201
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
