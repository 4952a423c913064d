import { defineScript } from "./redis-script.ts";

/**
 * The room log's scripts. Each is one atomic step on one room's keys, all of them in the room's slot:
 *
 *   meta     hash     head (last seq given), mark (last seq durable and delivered), kind, archived,
 *                     audience (a number that changes with `online`), idle (set while the keys expire)
 *   log      stream   the last events; id `seq-0`; fields e (text), i (event id), k (key), u (actor),
 *                     x (effect), g (what the event is about, for guards)
 *   members  hash     user → `role mutedUntilMs`
 *   seen     zset     key → seq, of the last events
 *   online   hash     connection → user
 *   lease    string   the drainer's token, with a time to live
 *
 * A room is hot when `meta` exists. The keys expire together, and only when nobody listens and nothing is
 * pending; that is why every script that finds the room expiring and needs it makes all keys stay.
 */
const prelude = `
local meta, log, members, seen, online, lease = unpack(KEYS)
local function state()
  local m = redis.call('HMGET', meta, 'head', 'mark', 'kind', 'archived', 'audience', 'idle')
  if not m[1] then return nil end
  return { head = tonumber(m[1]), mark = tonumber(m[2]), kind = m[3], archived = m[4] == '1', audience = tonumber(m[5]), idle = m[6] }
end
local function stay(s)
  if s.idle then
    for _, key in ipairs(KEYS) do if key ~= lease then redis.call('PERSIST', key) end end
    redis.call('HDEL', meta, 'idle')
  end
end
local function rest(head, mark, idleMs)
  if head == mark and redis.call('HLEN', online) == 0 then
    redis.call('HSET', meta, 'idle', '1')
    for _, key in ipairs(KEYS) do if key ~= lease then redis.call('PEXPIRE', key, idleMs) end end
  end
end
local function member(user)
  local value = redis.call('HGET', members, user)
  if not value then return nil end
  local role, muted = string.match(value, '^(%a+) (%d+)$')
  return { role = role, muted = tonumber(muted) }
end
local function denied(s)
  if s.kind == 'public' then return { 'refused', 'forbidden' } end
  return { 'refused', 'not_found' }
end
local function nowMs()
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end
local function listenersChanged() return redis.call('HINCRBY', meta, 'audience', 1) end
local function apply(effect)
  local change, user, role = string.match(effect, '^(%a) (%S+) ?(%a*)$')
  if change == 'j' then redis.call('HSET', members, user, role .. ' 0') end
  if change == 'l' then
    redis.call('HDEL', members, user)
    local all = redis.call('HGETALL', online)
    for i = 1, #all, 2 do
      if all[i + 1] == user then redis.call('HDEL', online, all[i]) end
    end
    listenersChanged()
  end
end
local function pending(mark, count)
  return redis.call('XRANGE', log, (mark + 1) .. '-0', '+', 'COUNT', count)
end
local function batch(mark, count)
  return { pending(mark, count), redis.call('HGET', meta, 'audience'), redis.call('HGETALL', online) }
end
local function push(seq, text, id, key, user, effect, subject)
  redis.call('XADD', log, seq .. '-0', 'e', text, 'i', id, 'k', key, 'u', user, 'x', effect, 'g', subject)
  redis.call('ZADD', seen, seq, key)
end
`;

const script = (body: string) => defineScript(prelude + body);

/** ARGV: user, key, event id, text, requirement, target, effect, subject, basis, lease token, lease ms, batch size */
export const appendScript = script(`
local user, key, id, text, requires, target, effect, subject, basis, token, leaseMs, count = unpack(ARGV)
local s = state()
if not s then return { 'cold' } end
local kind, seq = 'repeated', tonumber(redis.call('ZSCORE', seen, key))
if not seq then
  local me = member(user)
  if requires == 'stranger' then
    if me then return { 'refused', 'conflict' } end
  elseif not me then
    return denied(s)
  elseif requires == 'speaker' then
    if s.archived or me.muted > nowMs() then return { 'refused', 'forbidden' } end
  elseif requires == 'host' then
    if me.role == 'member' then return { 'refused', 'forbidden' } end
    if member(target) then return { 'refused', 'conflict' } end
  end
  if subject ~= '' then
    for _, entry in ipairs(redis.call('XRANGE', log, (basis + 1) .. '-0', '+')) do
      if entry[2][12] == subject then return { 'contended' } end
    end
  end
  stay(s)
  kind, seq = 'appended', s.head + 1
  s.head = seq
  push(seq, text, id, key, user, effect, subject)
  redis.call('HSET', meta, 'head', seq)
  apply(effect)
end
if s.head > s.mark and redis.call('SET', lease, token, 'NX', 'PX', leaseMs) then
  return { kind, seq, s.mark, batch(s.mark, count) }
end
return { kind, seq, s.mark }
`);

/** ARGV: key */
export const findScript = script(`
local s = state()
if not s then return false end
local seq = redis.call('ZSCORE', seen, ARGV[1])
if not seq then return false end
return { tonumber(seq), s.mark }
`);

/** ARGV: lease token, lease ms, batch size */
export const acquireScript = script(`
local token, leaseMs, count = unpack(ARGV)
local s = state()
if not s or s.head == s.mark then return false end
if not redis.call('SET', lease, token, 'NX', 'PX', leaseMs) then return false end
return batch(s.mark, count)
`);

/** ARGV: lease token, lease ms, batch size, up to seq, audience version, events kept, keys kept, idle ms */
export const settleScript = script(`
local token, leaseMs, count, upTo, audience, logKept, seenKept, idleMs = unpack(ARGV)
upTo = tonumber(upTo)
local s = state()
if not s or redis.call('GET', lease) ~= token then return { 'lost' } end
if s.head < upTo then
  redis.call('DEL', unpack(KEYS))
  return { 'lost' }
end
redis.call('HSET', meta, 'mark', upTo)
redis.call('XTRIM', log, 'MINID', '~', math.max(0, upTo - logKept + 1) .. '-0')
redis.call('ZREMRANGEBYSCORE', seen, '-inf', upTo - seenKept)
if s.head > upTo then
  redis.call('PEXPIRE', lease, leaseMs)
  return { 'more', batch(upTo, count) }
end
redis.call('DEL', lease)
rest(s.head, upTo, idleMs)
if s.audience == tonumber(audience) then return { 'quiet' } end
return { 'quiet', { {}, s.audience, redis.call('HGETALL', online) } }
`);

/** ARGV: lease token */
export const releaseScript = script(`
if redis.call('GET', lease) == ARGV[1] then redis.call('DEL', lease) end
return true
`);

/**
 * What a snapshot writes. ARGV from `at` on: kind, archived, head; then, each with its count first,
 * members (user, value), entries (seq, text, id, key, user), seen (key, seq), listeners (connection, user).
 */
const install = `
local function install(at)
  local function take() at = at + 1; return ARGV[at - 1] end
  local kind, archived, head = take(), take(), take()
  redis.call('HSET', meta, 'kind', kind, 'archived', archived, 'head', head, 'mark', head)
  redis.call('HDEL', meta, 'idle')
  for _ = 1, tonumber(take()) do redis.call('HSET', members, take(), take()) end
  for _ = 1, tonumber(take()) do push(take(), take(), take(), take(), take(), '', '') end
  for _ = 1, tonumber(take()) do
    local key = take()
    redis.call('ZADD', seen, take(), key)
  end
  for _ = 1, tonumber(take()) do redis.call('HSET', online, take(), take()) end
  listenersChanged()
  return tonumber(head)
end
`;

/** ARGV: idle ms, then the snapshot */
export const hydrateScript = script(`
${install}
if redis.call('EXISTS', meta) == 1 then return false end
redis.call('DEL', unpack(KEYS))
local head = install(2)
rest(head, head, ARGV[1])
return true
`);

/** ARGV: lease token, lease ms, batch size, idle ms, then the snapshot */
export const rebaseScript = script(`
${install}
local token, leaseMs, count, idleMs = unpack(ARGV, 1, 4)
local held = redis.call('GET', lease)
if held and held ~= token then return { 'lost' } end
local s = state()
local left = s and pending(s.mark, '100000') or {}
redis.call('DEL', log, members, seen)
local head = install(5)
local mark = head
for _, entry in ipairs(left) do
  local f = {}
  for i = 1, #entry[2], 2 do f[entry[2][i]] = entry[2][i + 1] end
  if not redis.call('ZSCORE', seen, f.k) then
    head = head + 1
    push(head, f.e, f.i, f.k, f.u, f.x, f.g)
    apply(f.x)
  end
end
redis.call('HSET', meta, 'head', head)
if head == mark then
  redis.call('DEL', lease)
  rest(head, mark, idleMs)
  return { 'rebased' }
end
redis.call('SET', lease, token, 'PX', leaseMs)
return { 'rebased', batch(mark, count) }
`);

const readTail = `
local function answer(s, after, count)
  local texts, first = {}, s.mark + 1
  local oldest = redis.call('XRANGE', log, '-', '+', 'COUNT', 1)[1]
  if oldest then first = tonumber(string.match(oldest[1], '^%d+')) end
  if after ~= '' and tonumber(after) < s.mark and tonumber(after) + 1 >= first then
    for _, entry in ipairs(redis.call('XRANGE', log, (after + 1) .. '-0', s.mark .. '-0', 'COUNT', count)) do
      texts[#texts + 1] = tonumber(string.match(entry[1], '^%d+'))
      texts[#texts + 1] = entry[2][2]
    end
  end
  local stalled = s.head > s.mark and redis.call('EXISTS', lease) == 0
  return { 'read', s.mark, s.head, first, stalled and 1 or 0, texts }
end
`;

/** ARGV: user, connection, after seq or '', count */
export const attachScript = script(`
${readTail}
local user, connection, after, count = unpack(ARGV)
local s = state()
if not s then return { 'cold' } end
if not member(user) then return denied(s) end
stay(s)
if redis.call('HSET', online, connection, user) == 1 then listenersChanged() end
return answer(s, after, count)
`);

/** ARGV: connection, idle ms */
export const detachScript = script(`
local s = state()
if not s then return false end
if redis.call('HDEL', online, ARGV[1]) == 1 then listenersChanged() end
rest(s.head, s.mark, ARGV[2])
return true
`);

/** ARGV: user, after seq or '', count */
export const readScript = script(`
${readTail}
local user, after, count = unpack(ARGV)
local s = state()
if not s then return { 'cold' } end
if not member(user) then return denied(s) end
return answer(s, after, count)
`);

/** ARGV: user, count */
export const readLastScript = script(`
${readTail}
local s = state()
if not s then return { 'cold' } end
if not member(ARGV[1]) then return denied(s) end
return answer(s, math.max(0, s.mark - ARGV[2]), ARGV[2])
`);

/** KEYS 7: the mark of the last signal. ARGV: user, interval ms. Nothing is appended. */
export const signalScript = script(`
local s = state()
if not s then return { 'cold' } end
if not member(ARGV[1]) then return denied(s) end
if not redis.call('SET', KEYS[7], '1', 'NX', 'PX', ARGV[2]) then return { 'held' } end
return { 'passed', { {}, s.audience, redis.call('HGETALL', online) } }
`);

/** No ARGV. Whether something is pending and nobody drains it. */
export const stalledScript = script(`
local s = state()
if s and s.head > s.mark and redis.call('EXISTS', lease) == 0 then return 1 end
return 0
`);
