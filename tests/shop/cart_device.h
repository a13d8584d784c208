#pragma once
// One device that has a live cart open: what it shows, what it wants and what of that is not acknowledged yet. The same rules as web/storefront/elements/basket.ts,
// pure, for tests and simulations; and a socket that a test holds both ends of.
#include <deque>
#include <map>

#include "modules/carts/live_hub.h"

namespace vitrine::test {

class CartDevice {
public:
    explicit CartDevice(std::string name) : name(std::move(name)) {}

    /// The number on the screen: what the server said last, with what is not saved yet laid over it.
    std::int64_t on_screen(catalog::VariantId variant) const {
        auto found = shown.find(variant);
        auto quantity = found == shown.end() ? std::int64_t(0) : found->second;
        for (const auto& edit : waiting) {
            if (edit.variant != variant) continue;
            quantity = edit.kind == carts::rules::EditKind::add ? std::clamp<std::int64_t>(quantity + edit.quantity, 0, 9'999) : edit.quantity;
        }
        return quantity;
    }
    void add(catalog::VariantId variant, std::int64_t step) { waiting.push_back({name, next++, 0, carts::rules::EditKind::add, variant, step, 0}); }
    void set(catalog::VariantId variant, std::int64_t quantity) { waiting.push_back({name, next++, 0, carts::rules::EditKind::set, variant, quantity, on_screen(variant)}); }

    /// All that waits, oldest first, each with the number of the one it must not overtake.
    std::vector<carts::rules::Edit> to_send() const {
        std::vector<carts::rules::Edit> out(waiting.begin(), waiting.end());
        for (size_t i = 1; i < out.size(); ++i) out[i].after = out[i - 1].number;
        return out;
    }
    /// The server has this device's edits up to `heard`.
    void acknowledge(std::int64_t heard) {
        while (!waiting.empty() && waiting.front().number <= heard) waiting.pop_front();
    }
    void show(std::int64_t at, std::map<catalog::VariantId, std::int64_t> lines) {
        if (at < version) return;  // older news came late
        version = at;
        shown = std::move(lines);
    }

    std::string name;
    std::int64_t next = 1, version = 0;
    std::deque<carts::rules::Edit> waiting;
    std::map<catalog::VariantId, std::int64_t> shown;
};

/// A WebSocket of which the test is the other end. Slow: nothing leaves until it is fast again. Cut: what is on its way is lost in both directions.
class PocketSocket : public http::Socket {
public:
    Task<std::optional<std::string>> receive() override {
        while (inbox.empty() && !is_cut) co_await sleep_for(1ms);
        if (is_cut) co_return std::nullopt;
        auto text = std::move(inbox.front());
        inbox.pop_front();
        co_return text;
    }
    Task<bool> send(std::string text) override {
        while (is_slow && !is_cut) co_await sleep_for(1ms);
        if (is_cut) co_return false;
        said.push_back(std::move(text));
        co_return true;
    }
    Task<void> close(int with, std::string) override {
        code = with;
        is_cut = true;
        co_return;
    }
    /// What was said since the last look.
    std::vector<std::string> take() { return std::exchange(said, {}); }

    std::deque<std::string> inbox;
    std::vector<std::string> said;
    bool is_slow = false, is_cut = false;
    int code = 0;
};

inline std::string hello(const std::string& device, const std::string& seen = {}) { return R"({"type":"hello","device":")" + device + R"(","seen":")" + seen + "\"}"; }

inline std::string text_of(const carts::rules::Edit& edit) {
    carts::live_messages::Incoming out{.type = "edit", .device = edit.device, .number = edit.number, .after = edit.after, .kind = edit.kind, .variant = edit.variant, .quantity = edit.quantity};
    if (edit.kind == carts::rules::EditKind::set) out.seen_quantity = edit.seen;
    return to_json(out);
}

/// A device behind a socket: reads what the server says and keeps its screen.
class LiveDevice {
public:
    explicit LiveDevice(std::string name) : device(std::move(name)) {}

    void hear(const std::string& text) {
        using namespace carts::live_messages;
        if (text.starts_with(R"({"type":"welcome")")) {
            device.acknowledge(read_json<Welcome>(text)->heard);
            is_greeted = true;
        } else if (text.starts_with(R"({"type":"snapshot")")) {
            auto message = *read_json<Snapshot>(text);
            lines.clear();
            for (const auto& line : message.cart.lines) lines[line.id] = {line.variant, line.quantity};
            take(message.cart.version, message.tag);
            if (message.reason == "resync") sent_up_to = 0;
        } else if (text.starts_with(R"({"type":"delta")")) {
            auto message = *read_json<Delta>(text);
            if (message.from != tag) faults.push_back("a delta from " + message.from + " reached a device that shows " + tag);
            for (const auto& line : message.lines) lines[line.id] = {line.variant, line.quantity};
            for (auto line : message.gone) lines.erase(line);
            take(message.version, message.tag);
        } else if (text.starts_with(R"({"type":"current")")) {
            auto message = *read_json<Current>(text);
            if (message.tag != tag) faults.push_back("told that nothing changed, but it did");
        } else if (text.starts_with(R"({"type":"ack")")) {
            auto message = *read_json<Ack>(text);
            device.acknowledge(message.heard);
            outcomes.push_back(message.outcome);
        }
    }

    CartDevice device;
    std::map<carts::LineId, std::pair<catalog::VariantId, std::int64_t>> lines;
    std::string tag;
    std::int64_t sent_up_to = 0;
    bool is_greeted = false;
    std::vector<std::string> faults;
    std::vector<carts::rules::Outcome> outcomes;

private:
    void take(std::int64_t version, std::string name) {
        std::map<catalog::VariantId, std::int64_t> shown;
        for (const auto& [id, line] : lines) shown[line.first] = line.second;
        device.show(version, std::move(shown));
        tag = std::move(name);
    }
};

}  // namespace vitrine::test
