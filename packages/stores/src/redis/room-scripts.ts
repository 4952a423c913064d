import { defineRelief, defineScript } from "./redis-script.ts";
import { batching, heating, policy, prelude } from "./room-script-prelude.ts";

/**
 * KEYS 9: when the user may post again in slow mode. ARGV: user, key, event id, text, requirement, effect,
 * subject, guard, origin, pending max, lease token, lease ms, batch size, batch bytes, and the pace's
 */
export const appendScript = defineScript(`${prelude}${policy}${heating}${batching}
local user, key, id, text, requires, effect, subject, guard, origin, pendingMax = unpack(ARGV, 1, 10)
local token, leaseMs, count, bytes = unpack(ARGV, 11, 14)
local pace = paceOf(unpack(ARGV, 15))
local s = state()
if not s then return { 'cold' } end
local kind, seq = 'repeated', tonumber(redis.call('ZSCORE', seen, key))
if not seq then
  local code = refusal(s, user, requires)
  if code then return { 'refused', code } end
  if contended(s, guard) then return { 'contended' } end
  if s.head - s.mark >= tonumber(pendingMax) then return { 'refused', 'unavailable' } end
  if requires == 'poster' and s.slow > 0 and member(user).role == 'member' then
    local waitMs = redis.call('PTTL', KEYS[9])
    if waitMs > -2 and waitMs <= s.slow then return { 'refused', 'rate_limited', math.max(1, waitMs) } end
    redis.call('SET', KEYS[9], '1', 'PX', s.slow)
  end
  stay(s)
  warm(s, pace)
  kind, seq = 'appended', s.head + 1
  push(s, seq, text, id, key, user, effect, subject, requires, guard, origin)
  apply(s, effect)
end
if s.head > s.mark then
  if drive(token, leaseMs) then
    local windowMs = window(s, pace)
    if windowMs > 0 then return { kind, seq, s.mark, false, windowMs } end
    return { kind, seq, s.mark, batch(s.mark, count, bytes) }
  end
end
return { kind, seq, s.mark }
`);

/** ARGV: key */
export const findScript = defineScript(`${prelude}
local s = state()
if not s then return false end
local seq = redis.call('ZSCORE', seen, ARGV[1])
if not seq then return false end
return { tonumber(seq), s.mark }
`);

/** ARGV: lease token, lease ms, batch size, batch bytes */
export const acquireScript = defineRelief(`${prelude}${batching}
local token, leaseMs, count, bytes = unpack(ARGV)
local s = state()
if not s then return false end
redis.call('HDEL', meta, 'asked')
if s.head == s.mark then return false end
if not drive(token, leaseMs) then return false end
redis.call('PEXPIRE', lease, leaseMs)
return batch(s.mark, count, bytes)
`);

/**
 * Whether the drainer may go on with what it committed. A lease that nobody took meanwhile is still its own;
 * a log without the very events that it committed is another history. What it committed while the room was
 * cold is left as a floor for whoever hydrates it.
 */
const standing = `
local floorMs = 60000
local function standing(s, token, upTo, digest)
  local held = redis.call('GET', lease)
  if not s then
    if held == token then redis.call('DEL', lease) end
    if upTo > tonumber(redis.call('GET', floor) or 0) then redis.call('SET', floor, upTo, 'PX', floorMs) end
    return 'cold'
  end
  if s.mark < upTo then
    local last = redis.call('XRANGE', log, upTo .. '-0', upTo .. '-0')[1]
    if not last or last[2][20] ~= digest then return 'diverged' end
  end
  if held and held ~= token or not held and s.mark >= upTo then return 'lost' end
  return 'held'
end
`;

/** ARGV: lease token, lease ms, up to seq, digest, audience version */
export const renewScript = defineRelief(`${prelude}${standing}
local token, leaseMs, upTo, digest, audience = unpack(ARGV)
local s = state()
local kind = standing(s, token, tonumber(upTo), digest)
if kind ~= 'held' then return { kind } end
redis.call('SET', lease, token, 'PX', leaseMs)
if s.audience == tonumber(audience) then return { kind } end
return { kind, { {}, '', s.audience, listeners() } }
`);

/**
 * ARGV: lease token, lease ms, batch size, batch bytes, up to seq, digest, audience version, events kept,
 * keys kept, idle ms, and the pace's
 */
export const settleScript = defineRelief(`${prelude}${heating}${batching}${standing}
local token, leaseMs, count, bytes, upTo, digest, audience, logKept, seenKept, idleMs = unpack(ARGV, 1, 10)
upTo = tonumber(upTo)
local s = state()
local kind = standing(s, token, upTo, digest)
if kind ~= 'held' then return { kind } end
if upTo > s.mark then
  s.mark = upTo
  redis.call('HSET', meta, 'mark', upTo)
  redis.call('XTRIM', log, 'MINID', '~', math.max(0, upTo - logKept + 1) .. '-0')
  redis.call('ZREMRANGEBYSCORE', seen, '-inf', upTo - seenKept)
end
local function changed()
  if s.audience ~= tonumber(audience) then return { {}, '', s.audience, listeners() } end
end
if s.head > s.mark then
  redis.call('SET', lease, token, 'PX', leaseMs)
  local windowMs = window(s, paceOf(unpack(ARGV, 11)))
  if windowMs > 0 then return { 'busy', windowMs, changed() } end
  return { 'more', batch(s.mark, count, bytes, audience) }
end
redis.call('DEL', lease)
rest(s.head, s.mark, idleMs)
return { 'quiet', changed() }
`);

/** ARGV: lease token, how long whoever was asked may take to come (ms). Answers whether somebody is to be asked. */
export const releaseScript = defineRelief(`${prelude}
local held = redis.call('GET', lease)
if held == ARGV[1] then
  redis.call('DEL', lease)
  held = false
end
local s = state()
if not s or held or s.head == s.mark then return 0 end
local now = nowMs()
local asked = redis.call('HGET', meta, 'asked')
if asked and math.abs(now - asked) < tonumber(ARGV[2]) then return 0 end
redis.call('HSET', meta, 'asked', now)
return 1
`);

/** No ARGV. The lease goes too: a drainer of what is no more finds the room cold. */
export const forgetScript = defineRelief(`${prelude}
redis.call('DEL', lease, claim, unpack(data))
return true
`);
