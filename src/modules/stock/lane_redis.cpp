// The queue of queue.cpp in Redis, for several processes. Each step is one script, so that steps of all processes come one after the other. All keys of an article share
// a hash tag and are forgotten an hour after the last step; losing them loses nothing but the queue's order, since the database decides.
#include "core/check.h"
#include "modules/stock/lane_store.h"

namespace vitrine::stock {
namespace {

/// KEYS: state (left, under_way, held, bought, learned), tokens by end, places by arrival, quantities by holder, last signs by holder.
/// ARGV of each: now in milliseconds, patience in milliseconds, then its own.
constexpr std::string_view forget_the_late = R"lua(
local state, tokens, places, quantities, signs = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local now, patience = tonumber(ARGV[1]), tonumber(ARGV[2])
local function number(name) return tonumber(redis.call('hget', state, name) or '0') end
for _, holder in ipairs(redis.call('zrangebyscore', tokens, '-inf', '(' .. now)) do
  redis.call('hincrby', state, 'under_way', -tonumber(redis.call('hget', quantities, holder) or '0'))
  redis.call('zrem', tokens, holder)
  redis.call('hdel', quantities, holder)
end
for _, holder in ipairs(redis.call('zrangebyscore', signs, '-inf', '(' .. now)) do
  redis.call('zrem', signs, holder)
  redis.call('zrem', places, holder)
  redis.call('hdel', quantities, holder)
end
for _, key in ipairs(KEYS) do redis.call('pexpire', key, 3600000) end
)lua";

constexpr std::string_view enter_script = R"lua(
if redis.call('hexists', state, 'learned') == 0 then return {-1, 0, 0} end
local holder, wanted = ARGV[3], tonumber(ARGV[4])
local learned = number('learned')
if redis.call('zscore', tokens, holder) then
  redis.call('zadd', tokens, now + patience, holder)
  return {0, 0, learned}
end
local function give_up()
  redis.call('zrem', places, holder)
  redis.call('zrem', signs, holder)
  redis.call('hdel', quantities, holder)
end
local rank = redis.call('zrank', places, holder)
local before = {}
if rank then
  if rank > 0 then before = redis.call('zrange', places, 0, rank - 1) end
else before = redis.call('zrange', places, 0, -1) end
local ahead = 0
for _, other in ipairs(before) do ahead = ahead + tonumber(redis.call('hget', quantities, other) or '0') end
local left = number('left')
if left - ahead >= wanted then
  give_up()
  redis.call('zadd', tokens, now + patience, holder)
  redis.call('hset', quantities, holder, wanted)
  redis.call('hincrby', state, 'left', -wanted)
  redis.call('hincrby', state, 'under_way', wanted)
  return {0, 0, learned}
end
if ahead + wanted > left + number('under_way') + number('held') then
  give_up()
  return {2, 0, learned}
end
if not rank then
  redis.call('zadd', places, redis.call('hincrby', state, 'arrivals', 1), holder)
  redis.call('hset', quantities, holder, wanted)
end
redis.call('zadd', signs, now + patience, holder)
return {1, #before + 1, learned}
)lua";

constexpr std::string_view leave_script = R"lua(
local holder, bought = ARGV[3], ARGV[4] == '1'
if not redis.call('zscore', tokens, holder) then return 0 end
local taken = tonumber(redis.call('hget', quantities, holder) or '0')
redis.call('zrem', tokens, holder)
redis.call('hdel', quantities, holder)
redis.call('hincrby', state, 'under_way', -taken)
if bought then
  redis.call('hincrby', state, 'bought', taken)
  redis.call('hincrby', state, 'held', taken)
else redis.call('hincrby', state, 'left', taken) end
return 1
)lua";

constexpr std::string_view learn_script = R"lua(
local doubt = number('bought') - tonumber(ARGV[3])
if doubt < 0 then doubt = 0 end
redis.call('hset', state, 'left', math.max(tonumber(ARGV[4]) - number('under_way') - doubt, 0))
redis.call('hset', state, 'held', tonumber(ARGV[5]) + doubt)
redis.call('hset', state, 'learned', now)
return 1
)lua";

std::int64_t milliseconds(Instant at) { return std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count(); }

class RedisLanes final : public LaneStore {
public:
    RedisLanes(Loop& loop, const std::string& url) : client_(loop, url) {}

    Task<Entered> enter(StoreId store, VariantId variant, std::string holder, std::int64_t quantity) override {
        auto reply = co_await run(enter_script, store, variant, {std::move(holder), std::to_string(quantity)});
        if (reply.items.size() != 3) throw redis::Unavailable("a script answered something else than it was written to");
        if (reply.items[0].number < 0) co_return Entered{};
        Door door{Door::Kind(reply.items[0].number), reply.items[1].number};
        co_return Entered{door, Instant(std::chrono::milliseconds(reply.items[2].number))};
    }
    Task<void> leave(StoreId store, VariantId variant, std::string holder, bool bought) override {
        co_await run(leave_script, store, variant, {std::move(holder), bought ? "1" : "0"});
    }
    Task<std::int64_t> mark(StoreId store, VariantId variant) override {
        auto reply = co_await client_.ask({"HGET", keys(store, variant).front(), "bought"});
        co_return reply.is_null ? 0 : std::stoll(reply.text);
    }
    Task<void> learn(StoreId store, VariantId variant, std::int64_t mark, Found found) override {
        co_await run(learn_script, store, variant, {std::to_string(mark), std::to_string(found.available), std::to_string(found.held)});
    }

private:
    static std::vector<std::string> keys(StoreId store, VariantId variant) {
        auto base = "vitrine:lane:{" + store.text() + ":" + variant.text() + "}:";
        return {base + "state", base + "tokens", base + "places", base + "quantities", base + "signs"};
    }
    Task<redis::Reply> run(std::string_view script, StoreId store, VariantId variant, std::vector<std::string> own) {
        std::vector<std::string> words{"EVAL", std::string(forget_the_late) + std::string(script), "5"};
        for (auto& key : keys(store, variant)) words.push_back(std::move(key));
        words.push_back(std::to_string(milliseconds(clock_now())));
        words.push_back(std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(patience).count()));
        for (auto& word : own) words.push_back(std::move(word));
        return client_.ask(std::move(words));
    }

    redis::Client client_;
};

thread_local RedisLanes* here = nullptr;

}  // namespace

struct SharedQueues::Inner {
    Inner(Loop& loop, const std::string& url) : lanes(loop, url) { here = &lanes; }
    ~Inner() { here = nullptr; }
    RedisLanes lanes;
};

SharedQueues::SharedQueues(Loop& loop, const std::string& url) : inner_(std::make_unique<Inner>(loop, url)) {}
SharedQueues::~SharedQueues() = default;

LaneStore* shared_lanes() { return here; }

}  // namespace vitrine::stock
