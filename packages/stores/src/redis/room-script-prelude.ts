/**
 * What the room log's scripts have in common. Each script is one atomic step on one room's keys, all of
 * them in the room's slot:
 *
 *   meta     hash     head (last seq given), mark (last seq durable and delivered), digest (of the log up to
 *                     head), kind, archived, slow (ms), audience (a number that changes with `online`), idle
 *                     (set while the keys expire), epoch (changes when all this is built anew), since, server,
 *                     confirmed, pruned (for the sweep), restored (when it was given a crowd of listeners back),
 *                     asked (when somebody was asked to drain the room, until they come), heat (the time until
 *                     which the room has had its share of events)
 *   log      stream   the last events; id `seq-0`; fields e (text), i (event id), k (key), u (actor),
 *                     x (effect), g (subject), r (requirement), b (guard: `basis subject`), o (origin),
 *                     h (digest up to here)
 *   members  hash     user → `role mutedUntilMs joinedSeq`
 *   seen     zset     key → seq, of the last events
 *   online   hash     connection → `user attachedAtMs`
 *   lease    string   the drainer's token, with a time to live
 *   floor    string   what a drainer committed while the room was cold: a snapshot from before is too old
 *   claim    string   whoever hydrates the room, for a short time
 *
 * A room is hot when its first five keys exist; each of them holds an entry under the empty name, so that
 * it exists when it is empty. Evicting any of them makes the room cold: half a room is none. They expire
 * together, and only when nobody listens and nothing is pending; that is why every script that finds the
 * room expiring and needs it makes all keys stay. A lease that lasts longer than it was given (`drive`) is by a clock
 * that has been set back, and nobody's.
 */
export const prelude = `
local meta, log, members, seen, online, lease, floor, claim = unpack(KEYS)
local data = { meta, log, members, seen, online }
local facts = { 'head', 'mark', 'kind', 'archived', 'audience', 'idle', 'digest', 'slow', 'heat' }
local function state()
  local m = redis.call('HMGET', meta, unpack(facts))
  if not m[1] then return nil end
  if redis.call('EXISTS', log, members, seen, online) < 4 then
    redis.call('DEL', unpack(data))
    return nil
  end
  return { head = tonumber(m[1]), mark = tonumber(m[2]), kind = m[3], archived = m[4] == '1',
    audience = tonumber(m[5]), idle = m[6], digest = m[7], slow = tonumber(m[8]), heat = tonumber(m[9] or 0) }
end
local function stay(s)
  if s.idle then
    for _, key in ipairs(data) do redis.call('PERSIST', key) end
    redis.call('HDEL', meta, 'idle')
    s.idle = nil
  end
end
local function rest(head, mark, idleMs)
  if head == mark and redis.call('HLEN', online) == 1 then
    redis.call('HSET', meta, 'idle', '1')
    for _, key in ipairs(data) do redis.call('PEXPIRE', key, idleMs) end
  end
end
local asked
local function nowMs()
  if not asked then
    local t = redis.call('TIME')
    asked = t[1] * 1000 + math.floor(t[2] / 1000)
  end
  return asked
end
local function member(user)
  local role, muted, since = string.match(redis.call('HGET', members, user) or '', '^(%a+) (%d+) (%d+)$')
  return role and { role = role, muted = tonumber(muted), since = tonumber(since) }
end
local function reader(s, user)
  local me = member(user)
  return me and me.since <= s.mark and me
end
local function denied(s) return s.kind == 'public' and 'forbidden' or 'not_found' end
local function mayNotSpeak(s, me) return s.archived or me.muted > nowMs() end
local function listenersChanged() return redis.call('HINCRBY', meta, 'audience', 1) end
local function listeners() return redis.call('HGETALL', online) end
local function drive(token, leaseMs)
  if redis.call('SET', lease, token, 'NX', 'PX', leaseMs) or redis.call('GET', lease) == token then return true end
  if redis.call('PTTL', lease) <= tonumber(leaseMs) then return false end
  redis.call('SET', lease, token, 'PX', leaseMs)
  return true
end
local function seqOf(entry) return tonumber(string.match(entry[1], '^%d+')) end
`;

/** Who may append what, and what it changes: the same in `append` and in `rebase`. */
export const policy = `
local rank = { member = 1, moderator = 2, owner = 3 }
local function refusal(s, user, requires)
  local be, target, grants = string.match(requires, '^(%a+) ?(%S*) ?(%a*)$')
  if be == 'steward' then return nil end
  local me = member(user)
  if be == 'stranger' then return me and 'conflict' or nil end
  if not me then return denied(s) end
  if be == 'poster' or be == 'speaker' then
    if mayNotSpeak(s, me) then return 'forbidden' end
  elseif be == 'host' then
    if me.role == 'member' then return 'forbidden' end
    if target ~= '' and member(target) then return 'conflict' end
  elseif be == 'above' then
    local other, mine = member(target), rank[me.role]
    if not other then return 'not_found' end
    if target == user then
      if grants == '' or rank[grants] > mine then return 'forbidden' end
    elseif rank[other.role] >= mine then
      return 'forbidden'
    elseif grants ~= '' and me.role ~= 'owner' and rank[grants] >= mine then
      return 'forbidden'
    end
  end
end
local function contended(s, guard)
  if guard == '' then return false end
  local basis, subject = string.match(guard, '^(%d+) (.+)$')
  local since = redis.call('XRANGE', log, (basis + 1) .. '-0', '+')
  if #since < s.head - basis then return true end
  for _, entry in ipairs(since) do
    if entry[2][12] == subject then return true end
  end
  return false
end
local function apply(s, effect)
  local change, who, first, second = string.match(effect, '^(%a) (%S+) ?(%S*) ?(%S*)$')
  if change == 'j' then redis.call('HSET', members, who, first .. ' 0 ' .. s.head) end
  if change == 'r' then redis.call('HSET', members, who, first .. ' ' .. second .. ' ' .. member(who).since) end
  if change == 'f' then
    s.kind, s.archived, s.slow = who, first == '1', tonumber(second)
    redis.call('HSET', meta, 'kind', who, 'archived', first, 'slow', second)
  end
  if change == 'l' then
    redis.call('HDEL', members, who)
    local all = listeners()
    for at = 1, #all, 2 do
      if string.match(all[at + 1], '^%S*') == who and all[at] ~= '' then redis.call('HDEL', online, all[at]) end
    end
    listenersChanged()
  end
end
local function push(s, seq, text, id, key, user, effect, subject, requires, guard, origin)
  s.head, s.digest = seq, redis.sha1hex(s.digest .. id)
  redis.call('XADD', log, seq .. '-0', 'e', text, 'i', id, 'k', key, 'u', user, 'x', effect, 'g', subject,
    'r', requires, 'b', guard, 'o', origin, 'h', s.digest)
  redis.call('ZADD', seen, seq, key)
  redis.call('HSET', meta, 'head', seq, 'digest', s.digest, 'heat', s.heat)
end
`;

/**
 * How busy a room is: each event weighs some ms of the time to come, and a room that is further ahead of the
 * clock than `afterMs` has events faster than one per weight. It has cooled down soon after the last. Where that
 * many listen that an event per weight would cost more posts than a room may have, it weighs what they take.
 *
 * The pace's ARGV: event's weight ms, busy after ms, window per listener ms, window max ms, posts per ms, window
 * limit ms
 */
export const heating = `
local function paceOf(weightMs, afterMs, perListenerMs, maxMs, postsPerMs, limitMs)
  local listening = redis.call('HLEN', online) - 1
  local postingMs = math.floor(listening / postsPerMs)
  local times = math.max(1, postingMs / weightMs)
  return { weightMs = weightMs * times, afterMs = afterMs * times,
    windowMs = math.max(math.min(listening * perListenerMs, tonumber(maxMs)), math.min(postingMs, tonumber(limitMs))) }
end
local function warm(s, pace)
  s.heat = math.floor(math.min(math.max(s.heat, nowMs()) + pace.weightMs, nowMs() + 3 * pace.afterMs))
end
local function window(s, pace)
  return s.heat - nowMs() > pace.afterMs and pace.windowMs or 0
end
`;

/** What a drainer gets: entries up to `count` and `bytes`, the digest at their end, and who listens. */
export const batching = `
local perRead = 64
local function batch(mark, count, bytes, known)
  local entries, size, digest = {}, 0, ''
  count, bytes = tonumber(count), tonumber(bytes)
  while #entries < count do
    local from = (mark + 1 + #entries) .. '-0'
    local found = redis.call('XRANGE', log, from, '+', 'COUNT', math.min(perRead, count - #entries))
    for _, entry in ipairs(found) do
      size = size + #entry[2][2]
      if size > bytes and #entries > 0 then found = {} break end
      digest = entry[2][20]
      entries[#entries + 1] = { seqOf(entry), entry[2][2], entry[2][4], entry[2][6], entry[2][8], entry[2][18] }
    end
    if #found == 0 then break end
  end
  local audience, epoch = unpack(redis.call('HMGET', meta, 'audience', 'epoch'))
  return { entries, digest, audience, audience ~= known and listeners() or false, epoch or '' }
end
`;
