// @ts-check
// The session API by the types that openapi-typescript makes of the description: PATCH of one field changes no other.
import assert from "node:assert/strict";
import createClient from "openapi-fetch";

/** @type {import("openapi-fetch").Client<import("./schema.js").paths>} */
const api = createClient({
  baseUrl: process.env.URL,
  headers: { Authorization: `Bearer ${process.env.ADMIN_TOKEN}` },
});

const made = await api.POST("/api/v1/sessions", {
  body: { name: "Generated", settings: { voteDelta: 5, theme: "light", weights: { vip: 2 } } },
});
assert.ok(made.data);
const path = { params: { path: { id: made.data.id } } };

const patched = await api.PATCH("/api/v1/sessions/{id}", { ...path, body: { settings: { decayRate: 1 } } });
assert.ok(patched.data);
assert.deepEqual(patched.data, { ...made.data, settings: { ...made.data.settings, decayRate: 1 } });

const restored = await api.PATCH("/api/v1/sessions/{id}", { ...path, body: { settings: { weights: { vip: null }, theme: null } } });
assert.equal(restored.data?.settings.theme, "dark");
assert.equal(restored.data?.settings.weights?.vip, 1);

const refused = await api.PATCH("/api/v1/sessions/{id}", { ...path, body: { settings: { voteDelta: 1000 } } });
assert.equal(refused.error?.errors?.[0].field, "settings.voteDelta");
console.log("generated types: well");
