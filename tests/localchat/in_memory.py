"""How the tests call the server: its token, its key, a method by its name."""

import json

TOKEN = "700000001:secret"
KEY = "the-key"


class Api:
    """Calls a method and returns its result, or the refusal's description."""

    def __init__(self, client):
        self.client = client

    async def __call__(self, method, files=None, **values):
        answer = await self.refusal(method, files, **values)
        return answer["result"] if answer["ok"] else answer["description"]

    async def refusal(self, method, files=None, **values):
        data = {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in values.items()
        }
        response = await self.client.post(f"/bot{TOKEN}/{method}", data=data, files=files)
        body = response.json()
        assert response.status_code == body.get("error_code", 200)
        return body
