-- Replaces a value if nobody else has since it was read. KEYS[1]; ARGV: the value read, empty if there was none; the new
-- value; its time to live in ms. Returns 1 if replaced, else 0.
local current = redis.call('GET', KEYS[1]) or ''
if current ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1
