#!lua name=chatsway

-- The law and the votes of Chatsway, decided and applied in one place and on one clock: Redis's.
-- docs/interface.md, section 3, is this file's contract; ADR 0003 says why the state is packed.

-- A whole number. Raise it with every change: instances replace an older library and leave a newer one alone.
local VERSION = 8

-- Keys of a session; {n} is the hash tag of its bucket, CRC32(session id) mod 256, which keeps them in one slot (HashTags.java).
--   chatsway:{n}:live:<session id>     string   the live state, packed as STATE says, or TOMBSTONE for 7 days after deletion
--   chatsway:{n}:session:<session id>  hash     the record: name, ids, tokens, channels, settings (JSON), and the rules that votes need
--   chatsway:{n}:rate:<session id>     string   votes counted in the current window of votesPerMinute
--   chatsway:{n}:bucket:<session id>   string   votes of the 10 s in which the last one came, packed as ENTRY says
--   chatsway:{n}:timeline:<session id> list     the entries before that one, of the last 12 h, oldest first, up to 60 or so in an element
--   chatsway:{n}:voter:<keyed hash>    string   this voter voted within debounceMillis
--   chatsway:{n}:seen:<keyed hash>     string   this message was answered before

-- What instances read for their clients as it is written, and follow the law from: append only.
-- Eight little-endian doubles: value, for, against, at (microseconds), decay rate (1/s), revision, settings revision, scale.
local STATE = '<dddddddd'
local STATE_BYTES = 64
-- Behind them, once there was a vote: how many votes for and against have counted since the last reset.
local COUNTS = '<dd'
local SCALES = { sum = 0, share = 1, auto = 2 }
local TOMBSTONE = 'deleted'

local SEEN_MILLIS = 15 * 60 * 1000
local RATE_MILLIS = 60 * 1000
local TOMBSTONE_MILLIS = 7 * 24 * 3600 * 1000
local DAY_MILLIS = 24 * 3600 * 1000
local MAX_OLD_SECRETS = 20
local SHARE_PRIOR, AUTO_PRIOR = 3, 4
local MOST_UNPACKED = 1000 -- Lua's stack ends before 8000

-- An entry of the timeline, in 26 bytes: kind * 2 + scale (auto: kind * 2 + 128), sources, bucket (10 s since 1970), milliseconds into it, votes for and against,
-- and from when on the law is to be followed from where: the shown value, the sum of the tallies, the decay rate. ADR 0012.
local ENTRY = '<BBI4I2I3I3fff'
local BUCKET_MILLIS = 10 * 1000
local TIMELINE_MILLIS = 12 * 3600 * 1000
local CHUNK_BYTES = 60 * 26
local TIMELINE_CHUNKS = 84 -- 12 h of buckets with votes in each fill 72; the others are room for what else happened
local POINT, CREATED, RESET, PAUSED, RESUMED, SETTINGS = 0, 1, 2, 3, 4, 5

-- Where votes come from: the bit that says so in an entry's sources.
local SOURCES = { twitch = 1, kick = 2, signed = 4, bearer = 8, link = 16 }

-- Fields of the record that change neither what is shown nor how a vote is judged: they move no settings revision.
local UNJUDGED = { name = true, channels = true, revocations = true }

-- Settings that apply_vote needs, with their ranges; they are kept beside the settings' JSON so that a vote parses none.
local RULES = {
  { name = 'voteDelta', least = 0.1, most = 100 },
  { name = 'decayRate', least = 0, most = 10 },
  { name = 'debounceMillis', least = 0, most = 60000 },
  { name = 'votesPerMinute', least = 0, most = 1e9 },
}

local function now_micros()
  local time = redis.call('TIME')
  return time[1] * 1e6 + time[2]
end

-- A number within [least, most], or nil. NaN is within no range.
local function number_within(text, least, most)
  local number = tonumber(text)
  if number and number >= least and number <= most then return number end
  return nil
end

-- Whole numbers travel as integers, others as a string that reads back the same: 0.2, not 0.20000000000000001.
local function exact(number)
  if number % 1 == 0 and number > -1e15 and number < 1e15 then return number end
  local short = string.format('%.15g', number)
  return tonumber(short) == number and short or string.format('%.17g', number)
end

-- The state after the time since it was written: value, for, against, rate, revision, settings revision, scale.
-- Elapsed time is never below 0: a clock that went back (a failover) must not move anything away from 0.
local function decayed(state, now)
  local value, pro, contra, at, rate, revision, settings_revision, scale = struct.unpack(STATE, state)
  if now > at and rate > 0 then
    local left = math.exp(-rate * (now - at) * 1e-6)
    return value * left, pro * left, contra * left, rate, revision, settings_revision, scale
  end
  return value, pro, contra, rate, revision, settings_revision, scale
end

-- What a client is shown, by the session's scale.
local function shown(value, pro, contra, scale)
  if scale == SCALES.share then return 100 * (pro - contra) / (pro + contra + SHARE_PRIOR) end
  if scale == SCALES.auto then return 100 * (pro - contra) / math.sqrt((pro + contra) ^ 2 + AUTO_PRIOR) end
  return value
end

local function nothing(status, why)
  return { 0, VERSION, status, 0, 0, 0, 0, 0, why }
end

local function answer(status, value, pro, contra, rate, revision, settings_revision, scale)
  return {
    exact(shown(value, pro, contra, scale)), VERSION, status, revision, exact(rate), settings_revision, exact(pro), exact(contra),
  }
end

local function is_live(state)
  return state and #state >= STATE_BYTES
end

-- The counts of a state, packed; empty where none was counted, as in what builds before version 4 wrote.
local function counts(state)
  return state:sub(STATE_BYTES + 1)
end

-- The counts after one more vote. One of weight 0 moves nothing and is not counted.
local function counted(state, side, weight)
  local before, votes_for, votes_against = counts(state), 0, 0
  if before ~= '' then votes_for, votes_against = struct.unpack(COUNTS, before) end
  if weight == 0 then return before end
  if side == 'for' then return struct.pack(COUNTS, votes_for + 1, votes_against) end
  return struct.pack(COUNTS, votes_for, votes_against + 1)
end

-- Why there is no state to speak of: only a tombstone means deleted.
local function absence(state)
  return state == TOMBSTONE and 'deleted' or 'no_session'
end

local function write_state(key, now, value, pro, contra, rate, revision, settings_revision, scale, packed_counts)
  redis.call('SET', key, struct.pack(STATE, value, pro, contra, now, rate, revision, settings_revision, scale) .. packed_counts)
end

-- The first byte of an entry.
local function kind_and_scale(kind, scale)
  return kind * 2 + (scale == SCALES.auto and 128 or scale)
end

local function pack_entry(kind, sources, millis, votes_for, votes_against, value, pro, contra, rate, scale)
  return struct.pack(ENTRY, kind_and_scale(kind, scale), sources, math.floor(millis / BUCKET_MILLIS), millis % BUCKET_MILLIS, votes_for, votes_against,
    shown(value, pro, contra, scale), pro + contra, rate)
end

local function keep_entries(timeline, entries)
  local newest = redis.call('LINDEX', timeline, -1)
  if newest and #newest < CHUNK_BYTES then
    redis.call('LSET', timeline, -1, newest .. entries)
  else
    redis.call('RPUSH', timeline, entries)
    redis.call('LTRIM', timeline, -TIMELINE_CHUNKS, -1)
  end
  redis.call('PEXPIRE', timeline, TIMELINE_MILLIS)
end

-- Adds to the timeline what moved the curve and is no vote. Callers of builds before version 4 bring no such keys.
local function note_event(timeline, bucket, now, kind, value, pro, contra, rate, scale)
  if not bucket then return end
  local event = pack_entry(kind, 0, math.floor(now / 1000), 0, 0, value, pro, contra, rate, scale)
  keep_entries(timeline, (redis.call('GETDEL', bucket) or '') .. event)
end

-- The entry of the bucket of now with a vote added to it, `votes_for` and `votes_against` being 1 and 0, 0 and 1, or 0 and 0 of one that did not count:
-- it only says that its source delivers. `open` is the entry so far, or false; one of an earlier bucket goes to the timeline. A clock that went back
-- adds to the one that is open.
local function note_vote(timeline, open, now, source, votes_for, votes_against, value, pro, contra, rate, scale)
  local millis, sources = math.floor(now / 1000), SOURCES[source] or 0
  if open then
    local kind, delivered, bucket, offset, earlier_for, earlier_against = struct.unpack(ENTRY, open)
    if bucket >= math.floor(millis / BUCKET_MILLIS) and kind == kind_and_scale(POINT, scale) then
      sources, votes_for, votes_against = bit.bor(delivered, sources), earlier_for + votes_for, earlier_against + votes_against
      millis = math.max(millis, bucket * BUCKET_MILLIS + offset)
    else
      keep_entries(timeline, open)
    end
  end
  return pack_entry(POINT, sources, millis, votes_for, votes_against, value, pro, contra, rate, scale)
end

-- A refusal if this call cannot be answered by this build: too few keys or arguments, or a caller that is newer.
local function refusal(keys, args, least_keys, least_args)
  if #keys < least_keys then return nothing('invalid', 'keys: at least ' .. least_keys .. ', not ' .. #keys) end
  if #args < least_args then return nothing('invalid', 'arguments: at least ' .. least_args .. ', not ' .. #args) end
  local needed = number_within(args[1], 1, 1e9)
  if not needed then return nothing('invalid', 'library version: a whole number from 1, not ' .. args[1]) end
  if needed > VERSION then return nothing('outdated', 'library version ' .. VERSION .. ', needed ' .. args[1]) end
  return nil
end

-- The record's fields from field, value, field, value … behind position `first`, with the rules drawn from the settings.
-- Returns fields, scale, decay rate; or nil and why not. Scale and rate are nil where no settings were given.
local function parse_fields(args, first)
  if (#args - first + 1) % 2 ~= 0 then return nil, 'fields: name and value in pairs' end
  local fields = {}
  for i = first, #args, 2 do fields[args[i]] = args[i + 1] end
  if not fields.settings then return fields end
  local readable, settings = pcall(cjson.decode, fields.settings)
  if not readable or type(settings) ~= 'table' then return nil, 'settings: a JSON object' end
  for _, rule in ipairs(RULES) do
    local number = number_within(settings[rule.name], rule.least, rule.most)
    if not number then
      return nil, rule.name .. ': ' .. rule.least .. ' to ' .. rule.most .. ', not ' .. tostring(settings[rule.name])
    end
    fields[rule.name] = exact(number)
  end
  local scale = SCALES[settings.scale]
  if not scale then return nil, 'scale: sum, share or auto, not ' .. tostring(settings.scale) end
  fields.paused = settings.paused == true and '1' or '0'
  return fields, scale, tonumber(fields.decayRate)
end

local function write_fields(key, fields)
  local flat = {}
  for field, value in pairs(fields) do
    flat[#flat + 1] = field
    flat[#flat + 1] = value
  end
  redis.call('HSET', key, unpack(flat))
end

-- create_session
--   KEYS live, session, timeline, bucket   ARGS caller's library version, field, value …  (settings is needed)
--   status ok | exists | invalid | outdated
local function create_session(keys, args)
  local refused = refusal(keys, args, 2, 3)
  if refused then return refused end
  local fields, scale, rate = parse_fields(args, 2)
  if not fields then return nothing('invalid', scale) end
  if not scale then return nothing('invalid', 'settings: needed') end
  if redis.call('EXISTS', keys[1], keys[2]) > 0 then return nothing('exists') end
  local now = now_micros()
  fields.edits, fields.settingsRevision = '1', '1'
  write_fields(keys[2], fields)
  write_state(keys[1], now, 0, 0, 0, rate, 1, 1, scale, '')
  note_event(keys[3], keys[4], now, CREATED, 0, 0, 0, rate, scale)
  return answer('ok', 0, 0, 0, rate, 1, 1, scale)
end

-- Old webhook secrets whose day is not over, from and as "secret until-millis".
local function unexpired(text, now)
  local kept = {}
  for secret, till in string.gmatch(text or '', '(%S+) (%d+)') do
    if tonumber(till) * 1000 > now then kept[#kept + 1] = secret .. ' ' .. till end
  end
  return kept
end

-- update_session: patches and rotations. A new decay rate first decays what there is under the old one.
--   KEYS live, session, timeline, bucket   ARGS caller's library version, edits (as read with the record that was changed), field, value …
--   status ok | no_session | deleted | stale (somebody else changed it since) | invalid | outdated
local function update_session(keys, args)
  local refused = refusal(keys, args, 2, 2)
  if refused then return refused end
  local fields, new_scale, new_rate = parse_fields(args, 3)
  if not fields then return nothing('invalid', new_scale) end
  local state = redis.call('GET', keys[1])
  local record = redis.call('HGETALL', keys[2])
  if not is_live(state) or #record == 0 then return nothing(absence(state)) end
  local old = {}
  for i = 1, #record, 2 do old[record[i]] = record[i + 1] end
  local now = now_micros()
  local value, pro, contra, rate, revision, settings_revision, scale = decayed(state, now)
  if old.edits ~= args[2] then return answer('stale', value, pro, contra, rate, revision, settings_revision, scale) end
  for field, text in pairs(fields) do
    if old[field] ~= text and not UNJUDGED[field] then
      settings_revision = settings_revision + 1
      break
    end
  end
  if fields.webhookSecret and fields.webhookSecret ~= old.webhookSecret then
    local kept = unexpired(old.oldWebhookSecrets, now)
    kept[#kept + 1] = old.webhookSecret .. ' ' .. string.format('%.0f', math.floor(now / 1000) + DAY_MILLIS)
    while #kept > MAX_OLD_SECRETS do table.remove(kept, 1) end
    fields.oldWebhookSecrets = table.concat(kept, ' ')
  end
  fields.edits = string.format('%.0f', args[2] + 1)
  fields.settingsRevision = string.format('%.0f', settings_revision)
  scale, rate, revision = new_scale or scale, new_rate or rate, revision + 1
  write_fields(keys[2], fields)
  write_state(keys[1], now, value, pro, contra, rate, revision, settings_revision, scale, counts(state))
  if fields.settings and fields.settings ~= old.settings then
    local kind = fields.paused == old.paused and SETTINGS or fields.paused == '1' and PAUSED or RESUMED
    note_event(keys[3], keys[4], now, kind, value, pro, contra, rate, scale)
  end
  return answer('ok', value, pro, contra, rate, revision, settings_revision, scale)
end

-- reset_session: value, tallies and counts become 0.
--   KEYS live, timeline, bucket   ARGS caller's library version
--   status ok | no_session | deleted | invalid | outdated
local function reset_session(keys, args)
  local refused = refusal(keys, args, 1, 1)
  if refused then return refused end
  local state = redis.call('GET', keys[1])
  if not is_live(state) then return nothing(absence(state)) end
  local now = now_micros()
  local _, _, _, rate, revision, settings_revision, scale = decayed(state, now)
  write_state(keys[1], now, 0, 0, 0, rate, revision + 1, settings_revision, scale, '')
  note_event(keys[2], keys[3], now, RESET, 0, 0, 0, rate, scale)
  return answer('ok', 0, 0, 0, rate, revision + 1, settings_revision, scale)
end

-- delete_session: leaves a tombstone where the live state was, so that overlays can tell a deletion from a loss.
--   KEYS live, session, rate, timeline, bucket   ARGS caller's library version
--   status ok | no_session | deleted | invalid | outdated
local function delete_session(keys, args)
  local refused = refusal(keys, args, 3, 1)
  if refused then return refused end
  local state = redis.call('GET', keys[1])
  if not is_live(state) then return nothing(absence(state)) end
  redis.call('DEL', unpack(keys, 2))
  redis.call('SET', keys[1], TOMBSTONE, 'PX', TOMBSTONE_MILLIS)
  return nothing('ok')
end

-- apply_vote: decides and applies one vote, or changes nothing.
--   KEYS live, session, rate, voter, timeline, bucket, and seen if the message has an id
--   ARGS caller's library version, settings revision that the text was judged by, side (for | against), weight (0 to 100), source (SOURCES)
--   Without a source (builds before version 4) there are no timeline and bucket among the keys either.
--   status, in this order: invalid | outdated | no_session | deleted | stale | duplicate | paused | debounced | limited | ok
local function apply_vote(keys, args)
  local refused = refusal(keys, args, args[5] and 6 or 4, 4)
  if refused then return refused end
  local judged_by = number_within(args[2], 0, 1e15)
  if not judged_by then return nothing('invalid', 'settings revision: a whole number, not ' .. args[2]) end
  local side = args[3]
  if side ~= 'for' and side ~= 'against' then return nothing('invalid', 'side: for or against, not ' .. side) end
  local weight = number_within(args[4], 0, 100)
  if not weight then return nothing('invalid', 'weight: 0 to 100, not ' .. args[4]) end

  local live, session, rate_key, voter = keys[1], keys[2], keys[3], keys[4]
  local source, timeline, bucket, seen = args[5], keys[5], keys[6], keys[7]
  if not source then bucket, seen = nil, keys[5] end
  local state, open = unpack(redis.call('MGET', live, bucket or live))
  local rules = redis.call('HMGET', session, 'voteDelta', 'debounceMillis', 'votesPerMinute', 'paused')
  if not is_live(state) or not rules[1] then return nothing(absence(state)) end
  local now = now_micros()
  local value, pro, contra, rate, revision, settings_revision, scale = decayed(state, now)
  local function unchanged(status)
    return answer(status, value, pro, contra, rate, revision, settings_revision, scale)
  end
  local function answered(status)
    if seen then redis.call('SET', seen, '', 'PX', SEEN_MILLIS) end
    return unchanged(status)
  end
  local function final(status)
    if bucket then redis.call('SET', bucket, note_vote(timeline, open, now, source, 0, 0, value, pro, contra, rate, scale)) end
    return answered(status)
  end

  if judged_by ~= settings_revision then return unchanged('stale') end
  if seen and redis.call('EXISTS', seen) == 1 then return unchanged('duplicate') end
  if rules[4] == '1' then return final('paused') end
  local debounce_millis, votes_per_minute = tonumber(rules[2]), tonumber(rules[3])
  if debounce_millis > 0 and redis.call('EXISTS', voter) == 1 then return final('debounced') end
  if votes_per_minute > 0 and tonumber(redis.call('GET', rate_key) or 0) >= votes_per_minute then return final('limited') end

  if votes_per_minute > 0 and redis.call('INCR', rate_key) == 1 then redis.call('PEXPIRE', rate_key, RATE_MILLIS) end
  if debounce_millis > 0 then redis.call('SET', voter, '', 'PX', debounce_millis) end
  local delta = rules[1] * weight
  if side == 'for' then
    value, pro = math.min(100, value + delta), pro + weight
  else
    value, contra = math.max(-100, value - delta), contra + weight
  end
  revision = revision + 1
  local after = struct.pack(STATE, value, pro, contra, now, rate, revision, settings_revision, scale) .. counted(state, side, weight)
  if bucket then
    local votes = weight > 0 and 1 or 0 -- one of weight 0 moves nothing and is not counted
    local votes_for = side == 'for' and votes or 0
    redis.call('MSET', live, after, bucket, note_vote(timeline, open, now, source, votes_for, votes - votes_for, value, pro, contra, rate, scale))
  else
    redis.call('SET', live, after)
  end
  return answered('ok')
end

local function read_state(state, now)
  if is_live(state) then return answer('ok', decayed(state, now)) end
  return nothing(absence(state))
end

-- get_decayed_value: what the session's clients are to see now.
--   KEYS live   ARGS none   status ok | no_session | deleted
local function get_decayed_value(keys)
  if #keys ~= 1 then return nothing('invalid', 'keys: 1, not ' .. #keys) end
  return read_state(redis.call('GET', keys[1]), now_micros())
end

-- get_session: the record too, in the same instant.
--   KEYS live, session   ARGS none
--   The array with a ninth element: field, value, field, value … Old webhook secrets are left out once their day is over.
local function get_session(keys)
  if #keys ~= 2 then return nothing('invalid', 'keys: 2, not ' .. #keys) end
  local now = now_micros()
  local reply = read_state(redis.call('GET', keys[1]), now)
  local record = redis.call('HGETALL', keys[2])
  if reply[3] == 'ok' and #record == 0 then return nothing('no_session') end
  for i = 1, #record, 2 do
    if record[i] == 'oldWebhookSecrets' then
      record[i + 1] = table.concat(unexpired(record[i + 1], now), ' ')
    end
  end
  reply[9] = record
  return reply
end

-- get_timeline: what happened in the last 12 h, and what is now, in the same instant.
--   KEYS live, timeline, bucket   ARGS none
--   The array with a ninth and a tenth element: now (microseconds), and the entries as one string, oldest first.
local function get_timeline(keys)
  if #keys ~= 3 then return nothing('invalid', 'keys: 3, not ' .. #keys) end
  local now = now_micros()
  local reply = read_state(redis.call('GET', keys[1]), now)
  reply[9], reply[10] = now, table.concat(redis.call('LRANGE', keys[2], 0, -1)) .. (redis.call('GET', keys[3]) or '')
  return reply
end

-- get_decayed_values: the same of many sessions.
--   KEYS live …   ARGS none
--   One array a key.
local function get_decayed_values(keys)
  local now = now_micros()
  local states = {}
  for first = 1, #keys, MOST_UNPACKED do
    local part = redis.call('MGET', unpack(keys, first, math.min(first + MOST_UNPACKED - 1, #keys)))
    for i = 1, #part do states[first + i - 1] = read_state(part[i], now) end
  end
  return states
end

-- renew_lease: takes a lease that is free, or makes the caller's own last longer.
--   KEYS lease   ARGS caller's library version, the holder's token, milliseconds (1 to a day)
--   status ok | stale (another holds it) | invalid | outdated
local function renew_lease(keys, args)
  local refused = refusal(keys, args, 1, 3)
  if refused then return refused end
  local millis = number_within(args[3], 1, DAY_MILLIS)
  if not millis then return nothing('invalid', 'milliseconds: 1 to ' .. DAY_MILLIS .. ', not ' .. args[3]) end
  local holder = redis.call('GET', keys[1])
  if holder and holder ~= args[2] then return nothing('stale') end
  redis.call('SET', keys[1], args[2], 'PX', string.format('%.0f', millis))
  return nothing('ok')
end

-- release_lease: lets another have the caller's lease at once.
--   KEYS lease   ARGS caller's library version, the holder's token
--   status ok | stale (another holds it, or no instance does) | invalid | outdated
local function release_lease(keys, args)
  local refused = refusal(keys, args, 1, 2)
  if refused then return refused end
  if redis.call('GET', keys[1]) ~= args[2] then return nothing('stale') end
  redis.call('DEL', keys[1])
  return nothing('ok')
end

-- chatsway_version: the version of this library.
local function chatsway_version()
  return VERSION
end

redis.register_function { function_name = 'apply_vote', callback = apply_vote }
redis.register_function { function_name = 'create_session', callback = create_session }
redis.register_function { function_name = 'update_session', callback = update_session }
redis.register_function { function_name = 'reset_session', callback = reset_session }
redis.register_function { function_name = 'delete_session', callback = delete_session }
redis.register_function { function_name = 'renew_lease', callback = renew_lease }
redis.register_function { function_name = 'release_lease', callback = release_lease }
redis.register_function { function_name = 'get_decayed_value', callback = get_decayed_value, flags = { 'no-writes' } }
redis.register_function { function_name = 'get_decayed_values', callback = get_decayed_values, flags = { 'no-writes' } }
redis.register_function { function_name = 'get_session', callback = get_session, flags = { 'no-writes' } }
redis.register_function { function_name = 'get_timeline', callback = get_timeline, flags = { 'no-writes' } }
redis.register_function { function_name = 'chatsway_version', callback = chatsway_version, flags = { 'no-writes' } }
