import { crowdAbove } from "@parley/chat/message/room-log";
import { defineScript } from "./redis-script.ts";
import { batching, policy, prelude } from "./room-script-prelude.ts";

/**
 * What a snapshot writes. ARGV from `at` on: kind, archived, slow ms, head; then, each with its count first,
 * members (user, value), entries (seq, text, id, key, user, subject), seen (key, seq), listeners (connection,
 * user). Installed entries are durable: nobody asks for their digest.
 */
const install = `
local function install(at)
  local function take() at = at + 1; return ARGV[at - 1] end
  local kind, archived, slow, head = take(), take(), take(), tonumber(take())
  local s = { kind = kind, archived = archived == '1', slow = tonumber(slow), head = 0, mark = head, digest = '',
    heat = 0 }
  redis.call('HSET', members, '', '')
  redis.call('HSET', online, '', '')
  redis.call('ZADD', seen, '+inf', '')
  redis.call('XADD', log, '0-1', 'e', '')
  redis.call('XDEL', log, '0-1')
  for _ = 1, tonumber(take()) do redis.call('HSET', members, take(), take()) end
  for _ = 1, tonumber(take()) do
    local seq, text, id, key, user, subject = take(), take(), take(), take(), take(), take()
    push(s, tonumber(seq), text, id, key, user, '', subject, '', '', '')
  end
  for _ = 1, tonumber(take()) do
    local key = take()
    redis.call('ZADD', seen, take(), key)
  end
  local now, restored = nowMs(), 0
  for _ = 1, tonumber(take()) do
    local connection = take()
    restored = restored + redis.call('HSETNX', online, connection, take() .. ' ' .. now)
  end
  s.head, s.digest = head, redis.sha1hex(head .. ' ' .. s.digest)
  redis.call('HSET', meta, 'kind', kind, 'archived', archived, 'slow', slow, 'head', head, 'mark', head,
    'digest', s.digest, 'since', now)
  redis.call('HDEL', meta, 'idle', 'confirmed', 'server')
  if restored > ${crowdAbove} then redis.call('HSET', meta, 'restored', now) end
  redis.call('HSET', meta, 'epoch', now .. '-' .. listenersChanged())
  redis.call('DEL', claim)
  return s
end
local function known(at) return tonumber(ARGV[at + 3]) end
local function lowest(s) return math.max(s and s.mark or 0, tonumber(redis.call('GET', floor) or 0)) end
`;

/** ARGV: token, claim ms */
export const claimScript = defineScript(`${prelude}
if state() then return 'hot' end
if redis.call('SET', claim, ARGV[1], 'NX', 'PX', ARGV[2]) then return 'claimed' end
return 'taken'
`);

/** ARGV: token */
export const unclaimScript = defineScript(`${prelude}
if redis.call('GET', claim) == ARGV[1] then redis.call('DEL', claim) end
return true
`);

/** ARGV: idle ms, then the snapshot */
export const hydrateScript = defineScript(`${prelude}${policy}${install}
if state() then return 'hot' end
if known(2) < lowest() then return 'behind' end
redis.call('DEL', unpack(data))
local s = install(2)
rest(s.head, s.mark, ARGV[1])
return 'installed'
`);

/**
 * ARGV: lease token, lease ms, batch size, batch bytes, idle ms, keys to drop (count first), then the
 * snapshot. What stays is judged anew, in order: by what came before it, it may no longer be allowed.
 */
export const rebaseScript = defineScript(`${prelude}${policy}${batching}${install}
local token, leaseMs, count, bytes, idleMs, drops = unpack(ARGV, 1, 6)
local at = 7 + tonumber(drops)
local held = redis.call('GET', lease)
if held and held ~= token then return { 'lost' } end
local before = state()
if known(at) < lowest(before) then return { 'behind' } end
local left = before and redis.call('XRANGE', log, (before.mark + 1) .. '-0', '+') or {}
if before then stay(before) else redis.call('DEL', online) end
redis.call('DEL', log, members, seen)
local s = install(at)
local all = listeners()
for i = 1, #all, 2 do
  local user = string.match(all[i + 1], '^%S*')
  if all[i] ~= '' and not member(user) then redis.call('HDEL', online, all[i]) end
end
for drop = 7, at - 1 do redis.call('ZADD', seen, '-1', ARGV[drop]) end
local dropped = {}
local function judge(f)
  local seq = tonumber(redis.call('ZSCORE', seen, f.k))
  if seq == -1 then return 'unfit' end
  if seq then return 'repeated', seq end
  if contended(s, f.b) then return 'contended' end
  return refusal(s, f.u, f.r)
end
for _, entry in ipairs(left) do
  local f = {}
  for i = 1, #entry[2], 2 do f[entry[2][i]] = entry[2][i + 1] end
  local reason, seq = judge(f)
  if reason then
    dropped[#dropped + 1] = { reason, seq or 0, { seqOf(entry), f.e, f.i, f.k, f.u, f.o } }
  else
    push(s, s.head + 1, f.e, f.i, f.k, f.u, f.x, f.g, f.r, f.b, f.o)
    apply(s, f.x)
  end
end
for drop = 7, at - 1 do redis.call('ZREM', seen, ARGV[drop]) end
local mark = before and before.mark or -1
if s.head > s.mark then
  redis.call('SET', lease, token, 'PX', leaseMs)
  return { 'rebased', mark, dropped, batch(s.mark, count, bytes), 1 }
end
redis.call('DEL', lease)
local settled = batch(s.mark, 0, 0)
rest(s.head, s.mark, idleMs)
return { 'rebased', mark, dropped, settled, 0 }
`);
