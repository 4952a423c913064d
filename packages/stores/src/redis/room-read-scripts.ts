import { defineRelief, defineScript } from "./redis-script.ts";
import { prelude } from "./room-script-prelude.ts";

const readTail = `
local function answer(s, after, count, connection)
  local texts, first = {}, s.mark + 1
  local oldest = redis.call('XRANGE', log, '-', '+', 'COUNT', 1)[1]
  if oldest then first = seqOf(oldest) end
  if after ~= '' and tonumber(after) < s.mark and tonumber(after) + 1 >= first then
    for _, entry in ipairs(redis.call('XRANGE', log, (after + 1) .. '-0', s.mark .. '-0', 'COUNT', count)) do
      texts[#texts + 1] = seqOf(entry)
      texts[#texts + 1] = entry[2][2]
    end
  end
  local stalled = s.head > s.mark and redis.call('EXISTS', lease) == 0
  local listening = connection ~= '' and redis.call('HEXISTS', online, connection) or 0
  local epoch = redis.call('HGET', meta, 'epoch') or ''
  return { 'read', s.mark, s.head, first, stalled and 1 or 0, texts, listening, epoch }
end
`;

/** ARGV: user, connection, after seq or '', count */
export const attachScript = defineScript(`${prelude}${readTail}
local user, connection, after, count = unpack(ARGV)
local s = state()
if not s then return { 'cold' } end
if not reader(s, user) then return { 'refused', denied(s) } end
stay(s)
if redis.call('HSET', online, connection, user .. ' ' .. nowMs()) == 1 then listenersChanged() end
return answer(s, after, count, connection)
`);

/** ARGV: connection, idle ms */
export const detachScript = defineRelief(`${prelude}
local s = state()
if not s then return false end
if redis.call('HDEL', online, ARGV[1]) == 1 then listenersChanged() end
rest(s.head, s.mark, ARGV[2])
return true
`);

/** ARGV: user, after seq or '', count, connection or '' */
export const readScript = defineScript(`${prelude}${readTail}
local user, after, count, connection = unpack(ARGV)
local s = state()
if not s then return { 'cold' } end
if not reader(s, user) then return { 'refused', denied(s) } end
return answer(s, after, count, connection)
`);

/** ARGV: user, count */
export const readLastScript = defineScript(`${prelude}${readTail}
local s = state()
if not s then return { 'cold' } end
if not reader(s, ARGV[1]) then return { 'refused', denied(s) } end
return answer(s, math.max(0, s.mark - ARGV[2]), ARGV[2], '')
`);

/** KEYS 9: the mark of the last signal. ARGV: user, interval ms. Nothing is appended. */
export const signalScript = defineScript(`${prelude}
local s = state()
if not s then return { 'cold' } end
local me = reader(s, ARGV[1])
if not me then return { 'refused', denied(s) } end
if mayNotSpeak(s, me) then return { 'refused', 'forbidden' } end
if not redis.call('SET', KEYS[9], '1', 'NX', 'PX', ARGV[2]) then return { 'held' } end
return { 'passed', { {}, '', s.audience, listeners() } }
`);

/** ARGV: ms since the room was given its listeners back. By a clock that has been set back it was long ago. */
export const listenersScript = defineScript(`${prelude}
local s = state()
local sinceMs = nowMs() - (redis.call('HGET', meta, 'restored') or 0)
local counts = s and (sinceMs < 0 or sinceMs >= tonumber(ARGV[1]))
return { {}, '', s and s.audience or 0, counts and listeners() or {} }
`);

/** ARGV: connections. One number each: 1 for those that listen; nothing when the room is cold. */
export const stillListeningScript = defineScript(`${prelude}
if not state() then return false end
local found = redis.call('HMGET', online, unpack(ARGV))
for at = 1, #ARGV do found[at] = found[at] and 1 or 0 end
return found
`);

/**
 * ARGV: the server's identity, ms after which a connection cannot be any more, ms between two looks for
 * such, idle ms. Answers stalled, unconfirmed, head.
 */
export const inspectScript = defineScript(`${prelude}
local server, connectionMs, pruneMs, idleMs = unpack(ARGV)
local s = state()
if not s then return false end
local now = nowMs()
local looked = redis.call('HMGET', meta, 'confirmed', 'since', 'pruned')
if now - (looked[3] or looked[2] or 0) >= tonumber(pruneMs) then
  local all, gone = listeners(), 0
  for at = 1, #all, 2 do
    local attached = tonumber(string.match(all[at + 1], '%d+$') or now)
    if now - attached > tonumber(connectionMs) then gone = gone + redis.call('HDEL', online, all[at]) end
  end
  if gone > 0 then listenersChanged() end
  redis.call('HSET', meta, 'pruned', now)
  if not s.idle then rest(s.head, s.mark, idleMs) end
end
local stalled = s.head > s.mark and redis.call('EXISTS', lease) == 0
return { stalled and 1 or 0, looked[1] == server and 0 or 1, s.head }
`);

/**
 * ARGV: the server's identity, ms for which a room stays in question. What a drainer of its former life has
 * under way may become durable after the first comparison; only one that much later counts.
 */
export const confirmScript = defineScript(`${prelude}
if not state() then return false end
local now, looked = nowMs(), redis.call('HMGET', meta, 'server', 'since')
if looked[1] ~= ARGV[1] then
  redis.call('HSET', meta, 'server', ARGV[1], 'since', now)
elseif now - (looked[2] or 0) >= tonumber(ARGV[2]) then
  redis.call('HSET', meta, 'confirmed', ARGV[1])
end
return true
`);
