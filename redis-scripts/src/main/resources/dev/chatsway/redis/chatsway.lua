#!lua name=chatsway

-- The law and the votes of Chatsway, decided and applied in one place and on one clock: Redis's.
-- docs/interface.md, section 3, is this file's contract; ADR 0003 says why the state is packed.

-- A whole number. Raise it with every change: instances replace an older library and leave a newer one alone.
local VERSION = 14

-- Keys of a session; {n} is the hash tag of its bucket, CRC32(session id) mod 256, which keeps them in one slot (HashTags.java).
--   chatsway:{n}:live:<session id>     string   the live state, packed as STATE says, or TOMBSTONE for 7 days after deletion
--   chatsway:{n}:session:<session id>  hash     the record: name, ids, tokens, channels, settings (JSON), and the rules that votes need
--   chatsway:{n}:rate:<session id>     string   votes counted in the current window of votesPerMinute
--   chatsway:{n}:bucket:<session id>   string   votes of the 10 s in which the last one came, packed as ENTRY says
--   chatsway:{n}:timeline:<session id> list     the entries before that one, of the last 12 h, oldest first, up to 60 or so in an element
--   chatsway:{n}:rounds:<session id>   list     results of rounds but for the newest, which is in the record, newest first
--   chatsway:{n}:undo:<session id>     string   the live state before the last reset, for 10 s
--   chatsway:{n}:webhooks:<session id> hash    where events are sent to: target:<number> (JSON, as TARGET says), and counters
--   chatsway:{n}:outbox:<session id>   list    what is sent to all of them, oldest first (JSON), the last MAX_MESSAGES of the last two days
--   chatsway:{n}:voter:<keyed hash>    string   this voter voted within debounceMillis
--   chatsway:{n}:seen:<keyed hash>     string   this message was answered before
-- Keys of an owner, an account that has signed in; its name is the hash tag:
--   chatsway:owner:{<account>}         hash     secret (its sign-ins are good while it is the same), login, suspended ('1'), and what instances note
--   chatsway:owner:{<account>}:bars    zset     ids of its sessions, by when they were made (ms)

-- What instances read for their clients as it is written, and follow the law from: append only.
-- Eight little-endian doubles: value, for, against, at (microseconds), decay rate (1/s), revision, settings revision, scale.
local STATE = '<dddddddd'
local STATE_BYTES = 64
-- Behind them, once there was a vote: how many votes for and against have counted since the last reset.
local COUNTS = '<dd'
local COUNTED_BYTES = STATE_BYTES + 16
-- Behind those, while there is a round: its number, when it was opened, when its timer runs out (0: never), when it ends as far as is known (0: it is
-- not), the ending that is (ENDINGS), how long its result is shown, the value that wins when held (0: none does), for how long, since when it is held
-- (0: it is not), and its outcome (OUTCOMES; 0: not decided). All times in microseconds.
local ROUND = '<dddddddddd'
local TIMER, HOLD, HAND = 1, 2, 3
local ENDINGS = { 'timer', 'hold', 'hand' }
local OUTCOMES = { 'for', 'against', 'tie', 'none' }
local SCALES = { sum = 0, share = 1, auto = 2 }
local TOMBSTONE = 'deleted'

local SEEN_MILLIS = 15 * 60 * 1000
local RATE_MILLIS = 60 * 1000
local TOMBSTONE_MILLIS = 7 * 24 * 3600 * 1000
local DAY_MILLIS = 24 * 3600 * 1000
local UNDO_MILLIS = 10 * 1000
local MAX_OLD_SECRETS = 20
local MAX_RESULTS, MAX_SECONDS = 100, 3600
local SHARE_PRIOR, AUTO_PRIOR = 3, 4
local MOST_UNPACKED = 1000 -- Lua's stack ends before 8000

-- An entry of the timeline, in 26 bytes: kind * 2 + scale (auto: kind * 2 + 128), sources, bucket (10 s since 1970), milliseconds into it, votes for and against,
-- and from when on the law is to be followed from where: the shown value, the sum of the tallies, the decay rate. ADR 0012.
local ENTRY = '<BBI4I2I3I3fff'
local BUCKET_MILLIS = 10 * 1000
local TIMELINE_MILLIS = 12 * 3600 * 1000
local CHUNK_BYTES = 60 * 26
local TIMELINE_CHUNKS = 84 -- 12 h of buckets with votes in each fill 72; the others are room for what else happened
local POINT, CREATED, RESET, PAUSED, RESUMED, SETTINGS, ROUND_OPENED, ROUND_ENDED, ROUND_CLEARED, UNDONE = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9

-- Where votes come from: the bit that says so in an entry's sources.
local SOURCES = { twitch = 1, kick = 2, signed = 4, bearer = 8, link = 16, relay = 32, test = 64 }

-- Fields of the record that change neither what is shown nor how a vote is judged: they move no settings revision.
local UNJUDGED = { name = true, revocations = true, coHosts = true }

-- Callers of builds before this version do not know the status of a vote that comes while a result is shown: to them it is paused.
local FROZEN_SINCE = 9

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

-- How far the round of a state has come: nil (there is none), 'open', 'frozen' (it has ended, its result is shown) or 'over'; and when it ends.
-- A round that was decided has ended whatever the clock says since.
local function phase(state, now)
  if #state <= COUNTED_BYTES then return nil end
  local _, _, _, ends_at, _, result_micros, _, _, _, outcome = struct.unpack(ROUND, state, COUNTED_BYTES + 1)
  if outcome == 0 and (ends_at == 0 or now < ends_at) then return 'open', ends_at end
  return now < ends_at + result_micros and 'frozen' or 'over', ends_at
end

-- The state after the time since it was written, whatever its round: value, for, against, rate, revision, settings revision, scale.
-- Elapsed time is never below 0: a clock that went back (a failover) must not move anything away from 0.
local function decayed_by_law(state, now)
  local value, pro, contra, at, rate, revision, settings_revision, scale = struct.unpack(STATE, state)
  if now > at and rate > 0 then
    local left = math.exp(-rate * (now - at) * 1e-6)
    return value * left, pro * left, contra * left, rate, revision, settings_revision, scale
  end
  return value, pro, contra, rate, revision, settings_revision, scale
end

-- The same with its round: time stands still while a result is shown, and when that is over the bar is neutral.
local function decayed(state, now)
  if #state > COUNTED_BYTES then
    local round, ends_at = phase(state, now)
    if round == 'frozen' then return decayed_by_law(state, math.min(now, ends_at)) end
    if round == 'over' then
      local _, _, _, rate, revision, settings_revision, scale = decayed_by_law(state, now)
      return 0, 0, 0, rate, revision, settings_revision, scale
    end
  end
  return decayed_by_law(state, now)
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

-- The counts and the round of a state, packed; empty where none was counted, as in what builds before version 4 wrote.
local function counts(state)
  return state:sub(STATE_BYTES + 1)
end

local function unpack_counts(state)
  if #state < COUNTED_BYTES then return 0, 0 end
  local votes_for, votes_against = struct.unpack(COUNTS, state, STATE_BYTES + 1)
  return votes_for, votes_against
end

-- The counts after one more vote, and the round behind them. A vote of weight 0 moves nothing and is not counted.
local function counted(state, side, weight)
  if weight == 0 then return counts(state) end
  local votes_for, votes_against = unpack_counts(state)
  if side == 'for' then return struct.pack(COUNTS, votes_for + 1, votes_against) .. state:sub(COUNTED_BYTES + 1) end
  return struct.pack(COUNTS, votes_for, votes_against + 1) .. state:sub(COUNTED_BYTES + 1)
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
  local alert_at, alert_seconds = number_within(settings.alertAt or 0, 0, 100), number_within(settings.alertSeconds or 0, 0, 600)
  if not (alert_at and alert_seconds) then return nil, 'alertAt: 0 to 100, alertSeconds: 0 to 600' end
  fields.alertAt, fields.alertSeconds = tostring(exact(alert_at)), tostring(exact(alert_seconds))
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

-- A round as a table, from a state or behind its counts, whichever begins `from` there.
local function unpack_round(packed, from)
  local number, opened_at, timer_at, ends_at, ending, result_micros, win_at, hold_micros, held_since, outcome = struct.unpack(ROUND, packed, from)
  return {
    number = number, opened_at = opened_at, timer_at = timer_at, ends_at = ends_at, ending = ending, result_micros = result_micros,
    win_at = win_at, hold_micros = hold_micros, held_since = held_since, outcome = outcome,
  }
end

local function pack_round(round)
  return struct.pack(ROUND, round.number, round.opened_at, round.timer_at, round.ends_at, round.ending, round.result_micros, round.win_at, round.hold_micros,
    round.held_since, round.outcome)
end

-- The counts and the open round of a state that is about to be written with another value, `before` being what was shown until now. A round that is won by
-- holding ends at the timer or when the value will have been held, whichever comes first. Between two writes a value only falls: what is beyond winAt
-- at the end was so throughout.
local function rescheduled(tail, now, before, value, pro, contra, rate, scale)
  local round = unpack_round(tail, COUNTED_BYTES - STATE_BYTES + 1)
  if round.win_at == 0 then return tail end
  local after = shown(value, pro, contra, scale)
  local was_held = round.held_since > 0 and math.abs(before) >= round.win_at and before * after > 0
  if math.abs(after) < round.win_at then round.held_since = 0 elseif not was_held then round.held_since = now end
  round.ends_at, round.ending = round.timer_at, TIMER
  if round.held_since > 0 then
    local wins_at = math.max(now, round.held_since + round.hold_micros)
    local left = math.exp(-rate * (wins_at - now) * 1e-6)
    local held = math.abs(shown(value * left, pro * left, contra * left, scale)) >= round.win_at
    if held and (round.timer_at == 0 or wins_at <= round.timer_at) then round.ends_at, round.ending = wins_at, HOLD end
  end
  return tail:sub(1, COUNTED_BYTES - STATE_BYTES) .. pack_round(round)
end

-- What came out of a round: who held on won, else who has more votes.
local function outcome(round, value, votes_for, votes_against)
  if round.ending == HOLD then return value > 0 and 1 or 2 end
  if votes_for + votes_against == 0 then return 4 end
  if votes_for == votes_against then return 3 end
  return votes_for > votes_against and 1 or 2
end

-- The words of the newest round, as a table. What it does not name is named by the session's settings.
local function round_words(session)
  local record = redis.call('HMGET', session, 'round', 'settings')
  local words, settings = cjson.decode(record[1] or '{}'), cjson.decode(record[2] or '{}')
  return {
    question = words.question or settings.question or '',
    forLabel = words.forLabel or settings.forLabel or '',
    againstLabel = words.againstLabel or settings.againstLabel or '',
  }
end

-- The result of a round that was decided, as JSON; its times are in milliseconds.
local function result(session, round, votes_for, votes_against)
  local decided = round_words(session)
  decided.number, decided.ending, decided.winner = round.number, ENDINGS[round.ending], OUTCOMES[round.outcome]
  decided.openedAt, decided.endedAt = math.floor(round.opened_at / 1000), math.floor(round.ends_at / 1000)
  decided.forVotes, decided.againstVotes = votes_for, votes_against
  return cjson.encode(decided)
end

-- Overlays and votes go by other words from now on: a revision that both notice.
local function write_settings_revision(session, settings_revision)
  redis.call('HSET', session, 'settingsRevision', string.format('%.0f', settings_revision))
end

-- Brings a session up to its round: the first call after the end decides the result and writes it into the record, the first after it was shown makes
-- the bar neutral. What is decided depends on the state alone, so it is the same whoever comes first. Returns the state as it is then. Callers have
-- checked all they were given.
local function settled(state, now, live, session, timeline, bucket)
  local at, ends_at = phase(state, now)
  if not at or at == 'open' then return state end
  local round = unpack_round(state, COUNTED_BYTES + 1)
  local value, pro, contra, rate, revision, settings_revision, scale = decayed_by_law(state, math.min(now, ends_at))
  local votes_for, votes_against = unpack_counts(state)
  local tail
  if round.outcome == 0 then
    round.outcome = outcome(round, value, votes_for, votes_against)
    redis.call('HSET', session, 'result', result(session, round, votes_for, votes_against))
    note_event(timeline, bucket, ends_at, ROUND_ENDED, value, pro, contra, 0, scale)
    revision = revision + 1
    tail = struct.pack(COUNTS, votes_for, votes_against) .. pack_round(round)
  end
  if at == 'over' then
    value, pro, contra, tail = 0, 0, 0, ''
    revision, settings_revision = revision + 1, settings_revision + 1
    write_settings_revision(session, settings_revision)
    note_event(timeline, bucket, ends_at + round.result_micros, ROUND_CLEARED, 0, 0, 0, rate, scale)
  end
  if not tail then return state end
  write_state(live, now, value, pro, contra, rate, revision, settings_revision, scale, tail)
  return redis.call('GET', live)
end

-- Whether the message that asks for something was answered before, and noting that it is now. Only what was asked for in chat has such a key.
local function was_seen(seen)
  return seen and redis.call('EXISTS', seen) == 1
end

local function note_seen(seen)
  if seen then redis.call('SET', seen, '', 'PX', SEEN_MILLIS) end
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
  state = settled(state, now, keys[1], keys[2], keys[3], keys[4])
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
  local before, round = shown(value, pro, contra, scale), phase(state, now)
  scale, rate, revision = new_scale or scale, new_rate or rate, revision + 1
  write_fields(keys[2], fields)
  write_state(keys[1], now, value, pro, contra, rate, revision, settings_revision, scale,
    round == 'open' and rescheduled(counts(state), now, before, value, pro, contra, rate, scale) or counts(state))
  if fields.settings and fields.settings ~= old.settings then
    local kind = fields.paused == old.paused and SETTINGS or fields.paused == '1' and PAUSED or RESUMED
    note_event(keys[3], keys[4], now, kind, value, pro, contra, round == 'frozen' and 0 or rate, scale)
  end
  return answer('ok', value, pro, contra, rate, revision, settings_revision, scale)
end

-- reset_session: value, tallies and counts become 0. A round that is open ends without a result, a result that is shown goes. undo_reset can restore
-- it all for 10 s; a reset of a bar that is neutral already leaves what the one before it can restore.
--   KEYS live, timeline, bucket, session, undo, and seen if a message in chat asks for it   ARGS caller's library version
--   Without session and undo (builds before version 9) nothing can be restored, and a session with a round is answered stale.
--   status ok | duplicate | no_session | deleted | stale | invalid | outdated
local function reset_session(keys, args)
  local refused = refusal(keys, args, 1, 1)
  if refused then return refused end
  local live, timeline, bucket, session, undo, seen = unpack(keys)
  local state = redis.call('GET', live)
  if not is_live(state) then return nothing(absence(state)) end
  if was_seen(seen) then return nothing('duplicate') end
  local now = now_micros()
  if session then state = settled(state, now, live, session, timeline, bucket) end
  local value, pro, contra, rate, revision, settings_revision, scale = decayed(state, now)
  local round = phase(state, now)
  if round and not session then return answer('stale', value, pro, contra, rate, revision, settings_revision, scale) end
  if undo and (counts(state) ~= '' or pro + contra > 0) then redis.call('SET', undo, state, 'PX', UNDO_MILLIS) end
  if round then
    settings_revision = settings_revision + 1
    write_settings_revision(session, settings_revision)
  end
  write_state(live, now, 0, 0, 0, rate, revision + 1, settings_revision, scale, '')
  note_event(timeline, bucket, now, RESET, 0, 0, 0, rate, scale)
  note_seen(seen)
  return answer('ok', 0, 0, 0, rate, revision + 1, settings_revision, scale)
end

-- undo_reset: restores what the last reset took, as it would be now, and adds the votes that have counted since.
--   KEYS live, timeline, bucket, session, undo   ARGS caller's library version
--   status ok | gone (no reset in the last 10 s, or a round was opened since, or the one that was reset would be over) | no_session | deleted | invalid
--   | outdated
local function undo_reset(keys, args)
  local refused = refusal(keys, args, 5, 1)
  if refused then return refused end
  local live, timeline, bucket, session, undo = unpack(keys)
  local state, saved = unpack(redis.call('MGET', live, undo))
  if not is_live(state) then return nothing(absence(state)) end
  local now = now_micros()
  local value, pro, contra, rate, revision, settings_revision, scale = decayed(state, now)
  local round = saved and phase(saved, now)
  if not saved or phase(state, now) or round == 'over' then
    return answer('gone', value, pro, contra, rate, revision, settings_revision, scale)
  end
  local saved_value, saved_pro, saved_contra = decayed(saved, now)
  local votes_for, votes_against = unpack_counts(saved)
  local before = shown(saved_value, saved_pro, saved_contra, scale)
  if round == 'frozen' then
    value, pro, contra = saved_value, saved_pro, saved_contra
  else
    local since_for, since_against = unpack_counts(state)
    value, pro, contra = math.max(-100, math.min(100, saved_value + value)), saved_pro + pro, saved_contra + contra
    votes_for, votes_against = votes_for + since_for, votes_against + since_against
  end
  if round then
    settings_revision = settings_revision + 1
    write_settings_revision(session, settings_revision)
  end
  redis.call('DEL', undo)
  local tail = struct.pack(COUNTS, votes_for, votes_against) .. saved:sub(COUNTED_BYTES + 1)
  write_state(live, now, value, pro, contra, rate, revision + 1, settings_revision, scale,
    round == 'open' and rescheduled(tail, now, before, value, pro, contra, rate, scale) or tail)
  note_event(timeline, bucket, now, UNDONE, value, pro, contra, round == 'frozen' and 0 or rate, scale)
  return answer('ok', value, pro, contra, rate, revision + 1, settings_revision, scale)
end

-- delete_session: leaves a tombstone where the live state was, so that overlays can tell a deletion from a loss.
--   KEYS live, session, rate, timeline, bucket, rounds, undo, webhooks, outbox   ARGS caller's library version
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
--   status, in this order: invalid | outdated | no_session | deleted | stale | duplicate | paused | frozen | debounced | limited | ok
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
  local round = phase(state, now)
  if round and round ~= 'open' then
    local before = state
    state = settled(before, now, live, session, timeline, bucket)
    if state ~= before then open, round = bucket and redis.call('GET', bucket), phase(state, now) end
  end
  local value, pro, contra, rate, revision, settings_revision, scale = decayed(state, now)
  local function unchanged(status)
    return answer(status, value, pro, contra, rate, revision, settings_revision, scale)
  end
  local function answered(status)
    if seen then redis.call('SET', seen, '', 'PX', SEEN_MILLIS) end
    return unchanged(status)
  end
  local function final(status)
    if bucket then
      redis.call('SET', bucket, note_vote(timeline, open, now, source, 0, 0, value, pro, contra, round == 'frozen' and 0 or rate, scale))
    end
    return answered(status)
  end

  if judged_by ~= settings_revision then return unchanged('stale') end
  if seen and redis.call('EXISTS', seen) == 1 then return unchanged('duplicate') end
  if rules[4] == '1' then return final('paused') end
  if round == 'frozen' then return final(tonumber(args[1]) >= FROZEN_SINCE and 'frozen' or 'paused') end
  local debounce_millis, votes_per_minute = tonumber(rules[2]), tonumber(rules[3])
  if debounce_millis > 0 and redis.call('EXISTS', voter) == 1 then return final('debounced') end
  if votes_per_minute > 0 and tonumber(redis.call('GET', rate_key) or 0) >= votes_per_minute then return final('limited') end

  if votes_per_minute > 0 and redis.call('INCR', rate_key) == 1 then redis.call('PEXPIRE', rate_key, RATE_MILLIS) end
  if debounce_millis > 0 then redis.call('SET', voter, '', 'PX', debounce_millis) end
  local before = shown(value, pro, contra, scale)
  local delta = rules[1] * weight
  if side == 'for' then
    value, pro = math.min(100, value + delta), pro + weight
  else
    value, contra = math.max(-100, value - delta), contra + weight
  end
  revision = revision + 1
  local tail = counted(state, side, weight)
  if round then tail = rescheduled(tail, now, before, value, pro, contra, rate, scale) end
  local after = struct.pack(STATE, value, pro, contra, now, rate, revision, settings_revision, scale) .. tail
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
  if not is_live(state) then return nothing(absence(state)) end
  local reply = answer('ok', decayed(state, now))
  if phase(state, now) == 'frozen' then reply[5] = 0 end
  return reply
end

-- get_decayed_value: what the session's clients are to see now.
--   KEYS live   ARGS none   status ok | no_session | deleted
local function get_decayed_value(keys)
  if #keys ~= 1 then return nothing('invalid', 'keys: 1, not ' .. #keys) end
  return read_state(redis.call('GET', keys[1]), now_micros())
end

-- get_session: the record too, in the same instant.
--   KEYS live, session   ARGS none
--   The array with a ninth element: field, value, field, value … Old webhook secrets are left out once their day is over, and the words of a round
--   once that is; `frozen` is there while a result is shown.
local function get_session(keys)
  if #keys ~= 2 then return nothing('invalid', 'keys: 2, not ' .. #keys) end
  local now = now_micros()
  local state = redis.call('GET', keys[1])
  local reply = read_state(state, now)
  local record = redis.call('HGETALL', keys[2])
  if reply[3] == 'ok' and #record == 0 then return nothing('no_session') end
  local round = is_live(state) and phase(state, now) or 'over'
  if round == 'frozen' then record[#record + 1], record[#record + 2] = 'frozen', '1' end
  for i = 1, #record, 2 do
    if record[i] == 'oldWebhookSecrets' then
      record[i + 1] = table.concat(unexpired(record[i + 1], now), ' ')
    elseif record[i] == 'round' and round == 'over' then
      record[i + 1] = ''
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

-- What the functions on rounds answer: the array with a ninth to a twelfth element: now (microseconds), the live state, the words of its round (JSON;
-- empty if it has none), and the results (JSON), newest first.
local function rounds_answer(status, state, now, session, rounds)
  local reply = read_state(state, now)
  local results, newest = redis.call('LRANGE', rounds, 0, -1), redis.call('HGET', session, 'result')
  if newest then table.insert(results, 1, newest) end
  reply[3], reply[9], reply[10], reply[11], reply[12] = status, now, state, phase(state, now) and cjson.encode(round_words(session)) or '', results
  return reply
end

-- The start of every function on rounds, once it has checked its arguments: the state with its round settled, and now; or nil, and what to answer.
local function begun(keys)
  local state = redis.call('GET', keys[1])
  if not is_live(state) or redis.call('EXISTS', keys[2]) == 0 then return nil, nothing(absence(state)) end
  local now = now_micros()
  return settled(state, now, keys[1], keys[2], keys[3], keys[4]), now
end

-- open_round: makes the bar neutral and opens a round. One whose result is still shown makes way.
--   KEYS live, session, timeline, bucket, rounds, undo, and seen if a message in chat asks for it
--   ARGS caller's library version, the round's words (JSON: question, forLabel and againstLabel where they are not the session's), seconds until it
--   ends (0: it does not by itself), seconds that its result is shown, the value that wins when it is held (0: none does), for how many seconds
--   status ok | exists (one is open) | duplicate | no_session | deleted | invalid | outdated
local function open_round(keys, args)
  local refused = refusal(keys, args, 6, 6)
  if refused then return refused end
  local readable, words = pcall(cjson.decode, args[2])
  if not readable or type(words) ~= 'table' then return nothing('invalid', 'words: a JSON object') end
  local seconds, result_seconds = number_within(args[3], 0, MAX_SECONDS), number_within(args[4], 0, MAX_SECONDS)
  local win_at, hold_seconds = number_within(args[5], 0, 100), number_within(args[6], 0, MAX_SECONDS)
  if not (seconds and result_seconds and win_at and hold_seconds) then
    return nothing('invalid', 'seconds: 0 to ' .. MAX_SECONDS .. ', value: 0 to 100, not ' .. table.concat(args, ' ', 3))
  end
  local state, now = begun(keys)
  if not state then return now end
  local live, session, timeline, bucket, rounds, undo, seen = unpack(keys)
  if was_seen(seen) then return rounds_answer('duplicate', state, now, session, rounds) end
  note_seen(seen)
  if phase(state, now) == 'open' then return rounds_answer('exists', state, now, session, rounds) end

  local earlier = redis.call('HGET', session, 'result')
  if earlier then
    redis.call('LPUSH', rounds, earlier)
    redis.call('LTRIM', rounds, 0, MAX_RESULTS - 2)
    redis.call('PEXPIRE', rounds, TIMELINE_MILLIS)
    redis.call('HDEL', session, 'result')
  end
  redis.call('DEL', undo)
  local _, _, _, rate, revision, settings_revision, scale = decayed(state, now)
  local timer_at = seconds > 0 and now + seconds * 1e6 or 0
  local round = {
    number = redis.call('HINCRBY', session, 'rounds', 1), opened_at = now, timer_at = timer_at, ends_at = timer_at, ending = TIMER,
    result_micros = result_seconds * 1e6, win_at = win_at, hold_micros = hold_seconds * 1e6, held_since = 0, outcome = 0,
  }
  redis.call('HSET', session, 'round', args[2])
  write_settings_revision(session, settings_revision + 1)
  write_state(live, now, 0, 0, 0, rate, revision + 1, settings_revision + 1, scale, struct.pack(COUNTS, 0, 0) .. pack_round(round))
  note_event(timeline, bucket, now, ROUND_OPENED, 0, 0, 0, rate, scale)
  return rounds_answer('ok', redis.call('GET', live), now, session, rounds)
end

-- close_round: ends the round that is open.
--   KEYS live, session, timeline, bucket, rounds, undo, and seen if a message in chat asks for it   ARGS caller's library version
--   status ok | gone (none is open) | duplicate | no_session | deleted | invalid | outdated
local function close_round(keys, args)
  local refused = refusal(keys, args, 6, 1)
  if refused then return refused end
  local state, now = begun(keys)
  if not state then return now end
  local live, session, timeline, bucket, rounds, _, seen = unpack(keys)
  if was_seen(seen) then return rounds_answer('duplicate', state, now, session, rounds) end
  note_seen(seen)
  if phase(state, now) ~= 'open' then return rounds_answer('gone', state, now, session, rounds) end
  local round = unpack_round(state, COUNTED_BYTES + 1)
  round.ends_at, round.ending = now, HAND
  local closed = state:sub(1, COUNTED_BYTES) .. pack_round(round)
  return rounds_answer('ok', settled(closed, now, live, session, timeline, bucket), now, session, rounds)
end

-- get_rounds: the round that is open, and results. It writes: whoever reads first decides.
--   KEYS live, session, timeline, bucket, rounds, undo   ARGS caller's library version
--   status ok | no_session | deleted | invalid | outdated
local function get_rounds(keys, args)
  local refused = refusal(keys, args, 6, 1)
  if refused then return refused end
  local state, now = begun(keys)
  if not state then return now end
  return rounds_answer('ok', state, now, keys[2], keys[5])
end

-- Webhooks (ADR 0022). A session's outbox is a log of messages, counted from 1 by `noted`; each target reads it in order, from a place of its own. Nobody
-- writes into it when a round is decided: whoever claims deliveries finds the result in the record, notes it once, and claims it in the same call. So
-- it does not matter which call decided, or which build made that call.
-- TARGET, JSON: number, url, secret, createdAt, next (the message that is due), failures (of that message, in a row), failingSince, nextAt (not tried
-- before), claimedUntil, lastAt, lastStatus (of HTTP; 0: no answer), lastError, off (why it is switched off), offAt, skipped (messages that fell out
-- of the outbox before it had them). All times in milliseconds; 0: never.
local MAX_TARGETS, MAX_MESSAGES = 3, 100
local MESSAGE_MILLIS = 2 * DAY_MILLIS
local TARGET = 'target:'

local function read_targets(webhooks)
  local stored, targets, count = redis.call('HGETALL', webhooks), {}, 0
  for i = 1, #stored, 2 do
    if stored[i]:sub(1, #TARGET) == TARGET then
      targets[stored[i]] = cjson.decode(stored[i + 1])
      count = count + 1
    end
  end
  return targets, count
end

local function write_target(webhooks, target)
  local json = cjson.encode(target)
  redis.call('HSET', webhooks, TARGET .. string.format('%.0f', target.number), json)
  return json
end

local function note_message(webhooks, outbox, kind, at, message)
  message.type, message.at, message.seq = kind, at, redis.call('HINCRBY', webhooks, 'noted', 1)
  redis.call('RPUSH', outbox, cjson.encode(message))
  redis.call('LTRIM', outbox, -MAX_MESSAGES, -1)
  redis.call('PEXPIRE', outbox, MESSAGE_MILLIS)
end

-- What rounds have come to since the last call: `opened` and `decided` are the numbers of the newest that were noted. A round that a reset took was opened
-- and is never decided; one that an undo brings back still can be.
local function note_rounds(webhooks, outbox, state, session, rounds)
  local record = redis.call('HMGET', session, 'rounds', 'result')
  local newest = tonumber(record[1] or 0)
  local noted = redis.call('HMGET', webhooks, 'opened', 'decided')
  local opened, decided = tonumber(noted[1] or 0), tonumber(noted[2] or 0)
  if opened >= newest and decided >= newest then return end
  local results, stored, i = {}, record[2], 0
  while stored do
    local decoded = cjson.decode(stored)
    if decoded.number <= decided then break end
    table.insert(results, 1, decoded)
    stored, i = redis.call('LINDEX', rounds, i), i + 1
  end
  for _, each in ipairs(results) do
    if each.number > opened then
      opened = each.number
      note_message(webhooks, outbox, 'round.opened', each.openedAt, {
        number = each.number, question = each.question, forLabel = each.forLabel, againstLabel = each.againstLabel, openedAt = each.openedAt,
      })
    end
    decided = each.number
    note_message(webhooks, outbox, 'round.decided', each.endedAt, each)
  end
  if opened < newest and #state > COUNTED_BYTES then
    local round, message = unpack_round(state, COUNTED_BYTES + 1), round_words(session)
    message.number, message.openedAt = round.number, math.floor(round.opened_at / 1000)
    if round.timer_at > 0 then message.endsAt = math.floor(round.timer_at / 1000) end
    note_message(webhooks, outbox, 'round.opened', message.openedAt, message)
    opened = newest
  end
  redis.call('HSET', webhooks, 'opened', string.format('%.0f', opened), 'decided', string.format('%.0f', decided))
end

-- Whether one side has been beyond the threshold of the settings for long enough, looked at with every claim. `beyond` is that side, `since` when it was
-- first so as far as is known, `told` that it was noted: then not again before the value was below REARM of the threshold, or beyond it on the
-- other side. Between two writes a value only falls: what is beyond it now was so since the last write.
-- Returns the least and the most that may be shown without another call having anything to do, and when one has nevertheless (microseconds; nil: never).
local REARM = 0.9
local EDGE = 1e-9 -- what is at the threshold is beyond it

local function within(side, least)
  if side == 'for' then return least, 100 end
  return -100, -least
end

local function below(at)
  if at == 0 then return -100, 100 end
  return EDGE - at, at - EDGE
end

local function note_crossing(webhooks, outbox, state, session, now)
  local record = redis.call('HMGET', session, 'alertAt', 'alertSeconds')
  local at = tonumber(record[1] or 0)
  local round, ends_at = phase(state, now)
  if round == 'frozen' then return -100, 100, ends_at + unpack_round(state, COUNTED_BYTES + 1).result_micros end
  local value, pro, contra, _, _, _, scale = decayed(state, now)
  value = shown(value, pro, contra, scale)
  local beyond, since, told = unpack(redis.call('HMGET', webhooks, 'beyond', 'since', 'told'))
  if at == 0 or math.abs(value) < (told and at * REARM or at) then
    if beyond then redis.call('HDEL', webhooks, 'beyond', 'since', 'told') end
    return below(at)
  end
  local side = value > 0 and 'for' or 'against'
  if math.abs(value) < at then return within(beyond, at * REARM) end
  if beyond ~= side then
    local _, _, _, written = struct.unpack(STATE, state)
    since, told = math.min(written, now), false
    redis.call('HDEL', webhooks, 'told')
    redis.call('HSET', webhooks, 'beyond', side, 'since', string.format('%.0f', since))
  end
  local tells_at = since + tonumber(record[2]) * 1e6
  if not told and now < tells_at then
    local least, most = within(side, at)
    return least, most, tells_at
  end
  if not told then
    local words = round_words(session)
    redis.call('HSET', webhooks, 'told', '1')
    note_message(webhooks, outbox, 'threshold.reached', math.floor(now / 1000), {
      side = side, label = side == 'for' and words.forLabel or words.againstLabel, value = math.floor(value * 100 + 0.5) / 100, threshold = at,
      seconds = tonumber(record[2]),
    })
  end
  return within(side, at * REARM)
end

-- add_webhook: a target, which is sent what happens from now on.
--   KEYS live, session, timeline, bucket, rounds, undo, webhooks, outbox   ARGS caller's library version, URL, secret
--   The array with a ninth element: the target.
--   status ok | limited (there are MAX_TARGETS) | no_session | deleted | invalid | outdated
local function add_webhook(keys, args)
  local refused = refusal(keys, args, 8, 3)
  if refused then return refused end
  local state, now = begun(keys)
  if not state then return now end
  local session, webhooks = keys[2], keys[7]
  local _, count = read_targets(webhooks)
  if count >= MAX_TARGETS then return nothing('limited') end
  if count == 0 then
    local record = redis.call('HMGET', session, 'rounds', 'result')
    local decided = record[2] and cjson.decode(record[2]).number or 0
    redis.call('HSET', webhooks, 'opened', record[1] or '0', 'decided', string.format('%.0f', decided))
    redis.call('HDEL', webhooks, 'beyond', 'since', 'told')
  end
  local reply = read_state(state, now)
  reply[9] = write_target(webhooks, {
    number = redis.call('HINCRBY', webhooks, 'targets', 1), url = args[2], secret = args[3], createdAt = math.floor(now / 1000),
    next = tonumber(redis.call('HGET', webhooks, 'noted') or 0) + 1, failures = 0, failingSince = 0, nextAt = 0, claimedUntil = 0, lastAt = 0,
    lastStatus = 0, lastError = '', off = '', offAt = 0, skipped = 0,
  })
  return reply
end

-- remove_webhook
--   KEYS webhooks   ARGS caller's library version, the target's number
--   status ok | gone | invalid | outdated
local function remove_webhook(keys, args)
  local refused = refusal(keys, args, 1, 2)
  if refused then return refused end
  return nothing(redis.call('HDEL', keys[1], TARGET .. args[2]) == 1 and 'ok' or 'gone')
end

-- enable_webhook: switches a target on again, which is sent what happens from now on.
--   KEYS webhooks   ARGS caller's library version, the target's number
--   status ok | gone | invalid | outdated
local function enable_webhook(keys, args)
  local refused = refusal(keys, args, 1, 2)
  if refused then return refused end
  local stored = redis.call('HGET', keys[1], TARGET .. args[2])
  if not stored then return nothing('gone') end
  local target = cjson.decode(stored)
  if target.off ~= '' then
    target.off, target.offAt, target.failures, target.failingSince, target.nextAt, target.claimedUntil = '', 0, 0, 0, 0, 0
    target.next = tonumber(redis.call('HGET', keys[1], 'noted') or 0) + 1
    write_target(keys[1], target)
  end
  return nothing('ok')
end

-- claim_deliveries: settles the session's round, notes what has happened since the last call, and claims the message that is due of each target that is
-- neither switched off, nor waiting to be tried again, nor claimed.
--   KEYS live, session, timeline, bucket, rounds, undo, webhooks, outbox   ARGS caller's library version, milliseconds that a claim lasts
--   The array with a ninth to a twelfth element: target, message, target, message …; the time (milliseconds) at which another call has something to do
--   although nothing was written (0: never), unless the value that is shown leaves the range from the eleventh to the twelfth, or a round has ended. Until
--   then only another round or other settings give it something to do: a caller that watches the live state needs no other call.
--   status ok | no_session | deleted | invalid | outdated
local function claim_deliveries(keys, args)
  local refused = refusal(keys, args, 8, 2)
  if refused then return refused end
  local millis = number_within(args[2], 1, DAY_MILLIS)
  if not millis then return nothing('invalid', 'milliseconds: 1 to ' .. DAY_MILLIS .. ', not ' .. args[2]) end
  local state, now = begun(keys)
  if not state then return now end
  local session, rounds, webhooks, outbox = keys[2], keys[5], keys[7], keys[8]
  local targets, count = read_targets(webhooks)
  local reply, now_millis, claimed = read_state(state, now), math.floor(now / 1000), {}
  local least, most, due_at = below(tonumber(redis.call('HGET', session, 'alertAt') or 0))
  if count > 0 then
    note_rounds(webhooks, outbox, state, session, rounds)
    least, most, due_at = note_crossing(webhooks, outbox, state, session, now)
  end
  local due = due_at and math.ceil(due_at / 1000) or math.huge
  local noted = tonumber(redis.call('HGET', webhooks, 'noted') or 0)
  for _, target in pairs(targets) do
    if target.off == '' and target.next <= noted and target.nextAt <= now_millis and target.claimedUntil <= now_millis then
      local oldest = noted - redis.call('LLEN', outbox) + 1
      if target.next < oldest then
        target.skipped, target.next, target.failures = target.skipped + oldest - target.next, oldest, 0
      end
      local message = redis.call('LINDEX', outbox, target.next - noted - 1)
      if message then target.claimedUntil = now_millis + millis end
      local json = write_target(webhooks, target)
      if message then
        claimed[#claimed + 1] = json
        claimed[#claimed + 1] = message
      end
    end
    if target.off == '' and target.next <= noted then due = math.min(due, math.max(target.nextAt, target.claimedUntil)) end
  end
  reply[9], reply[10], reply[11], reply[12] = claimed, due < math.huge and due or 0, exact(least), exact(most)
  return reply
end

-- finish_delivery: what became of a delivery. Whoever says first that a message has arrived is believed.
--   KEYS webhooks
--   ARGS caller's library version, the target's number, the message, outcome (ok | failed | gone: not to be tried again), HTTP status (0: no answer),
--   why it failed, milliseconds until it is tried again, and after how many milliseconds of failures the target is switched off
--   status ok | stale (that message is not due any more, or the target is gone) | invalid | outdated
local function finish_delivery(keys, args)
  local refused = refusal(keys, args, 1, 8)
  if refused then return refused end
  local message, status = number_within(args[3], 1, 1e15), number_within(args[5], 0, 999)
  local pause, give_up = number_within(args[7], 0, DAY_MILLIS), number_within(args[8], 0, 7 * DAY_MILLIS)
  if not (message and status and pause and give_up) then return nothing('invalid', 'numbers: ' .. table.concat(args, ' ', 2)) end
  local stored = redis.call('HGET', keys[1], TARGET .. args[2])
  local target = stored and cjson.decode(stored)
  if not target or target.next ~= message then return nothing('stale') end
  local now = math.floor(now_micros() / 1000)
  target.claimedUntil, target.lastAt, target.lastStatus, target.lastError = 0, now, status, args[6]
  if args[4] == 'ok' then
    target.next, target.failures, target.failingSince, target.nextAt, target.lastError = message + 1, 0, 0, 0, ''
  else
    target.failures, target.nextAt = target.failures + 1, now + pause
    if target.failingSince == 0 then target.failingSince = now end
    if args[4] == 'gone' or now - target.failingSince >= give_up then
      target.off, target.offAt = args[4] == 'gone' and 'gone' or 'failing', now
    end
  end
  write_target(keys[1], target)
  return nothing('ok')
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

-- claim_bar: lets an owner have one more bar, if there are fewer than it may have.
--   KEYS owner, bars   ARGS caller's library version, session id, the most bars (0 to 1000000)
--   status ok | gone (no such owner) | paused (it is suspended) | limited | invalid | outdated
local function claim_bar(keys, args)
  local refused = refusal(keys, args, 2, 3)
  if refused then return refused end
  local most = number_within(args[3], 0, 1e6)
  if not most then return nothing('invalid', 'most: 0 to 1000000, not ' .. args[3]) end
  local owner = redis.call('HMGET', keys[1], 'secret', 'suspended')
  if not owner[1] then return nothing('gone') end
  if owner[2] == '1' then return nothing('paused') end
  if redis.call('ZCARD', keys[2]) >= most then return nothing('limited') end
  redis.call('ZADD', keys[2], string.format('%.0f', math.floor(now_micros() / 1000)), args[2])
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
redis.register_function { function_name = 'undo_reset', callback = undo_reset }
redis.register_function { function_name = 'open_round', callback = open_round }
redis.register_function { function_name = 'close_round', callback = close_round }
redis.register_function { function_name = 'get_rounds', callback = get_rounds }
redis.register_function { function_name = 'add_webhook', callback = add_webhook }
redis.register_function { function_name = 'remove_webhook', callback = remove_webhook }
redis.register_function { function_name = 'enable_webhook', callback = enable_webhook }
redis.register_function { function_name = 'claim_deliveries', callback = claim_deliveries }
redis.register_function { function_name = 'finish_delivery', callback = finish_delivery }
redis.register_function { function_name = 'delete_session', callback = delete_session }
redis.register_function { function_name = 'renew_lease', callback = renew_lease }
redis.register_function { function_name = 'release_lease', callback = release_lease }
redis.register_function { function_name = 'claim_bar', callback = claim_bar }
redis.register_function { function_name = 'get_decayed_value', callback = get_decayed_value, flags = { 'no-writes' } }
redis.register_function { function_name = 'get_decayed_values', callback = get_decayed_values, flags = { 'no-writes' } }
redis.register_function { function_name = 'get_session', callback = get_session, flags = { 'no-writes' } }
redis.register_function { function_name = 'get_timeline', callback = get_timeline, flags = { 'no-writes' } }
redis.register_function { function_name = 'chatsway_version', callback = chatsway_version, flags = { 'no-writes' } }
