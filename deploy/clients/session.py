"""The session API through the client that openapi-python-client makes of the description: PATCH of one field changes no other."""

import os

from chatsway_client import AuthenticatedClient
from chatsway_client.api.default import change_session, create_session
from chatsway_client.models import SessionPatch, SessionRequest, SettingsPatch, WeightsPatch

client = AuthenticatedClient(base_url=os.environ["URL"], token=os.environ["ADMIN_TOKEN"])
request = SessionRequest.from_dict(
    {"name": "Generated", "settings": {"voteDelta": 5, "theme": "light", "weights": {"vip": 2}}}
)
made = create_session.sync(client=client, body=request)
before = made.to_dict()

patch = SessionPatch(settings=SettingsPatch(decay_rate=1))
assert patch.to_dict() == {"settings": {"decayRate": 1}}, patch
after = change_session.sync(id=made.id, client=client, body=patch).to_dict()
before["settings"]["decayRate"] = 1
assert after == before, (before, after)

restored = change_session.sync(
    id=made.id, client=client, body=SessionPatch(settings=SettingsPatch(theme=None, weights=WeightsPatch(vip=None)))
).to_dict()
assert restored["settings"]["theme"] == "dark", restored
assert restored["settings"]["weights"]["vip"] == 1, restored
print("Python: well")
