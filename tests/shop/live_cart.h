#pragma once
// A cart that devices have open, in one process.
#include <gtest/gtest.h>

#include "tests/shop/cart_device.h"
#include "tests/shop/shop.h"

namespace vitrine::carts {

using namespace live_messages;
using test::PocketSocket;
using test::Shop;

class LiveCart : public testing::Test {
protected:
    Shop shop;
    VariantId pen = shop.article("PEN-1", Shop::rupees(250), 10), ink = shop.article("INK-1", Shop::rupees(900), 5);
    CartView made = *shop.run(create(shop.app, shop.ctx, AddLine{pen, {2}, {}}));
    Access access{*made.token};
    LiveCarts carts{shop.app, shop.database.worker(1)};

    ~LiveCart() override { shop.run(carts.stop()); }

    /// A device whose conversation goes on whenever the loop runs.
    struct Device {
        PocketSocket socket;
        bool is_over = false;
    };
    std::vector<std::unique_ptr<Device>> devices;

    Task<void> talk(Device& device, CartId id, Access with, Stay stay) {
        co_await converse(live_hub_of(shop.app.loop), shop.ctx, id, with, device.socket, stay);
        device.is_over = true;
    }
    Device& connect(std::optional<Access> with = {}, std::string greeting = test::hello("phone12345"), Stay stay = {}) {
        devices.push_back(std::make_unique<Device>());
        auto& device = *devices.back();
        device.socket.inbox.push_back(std::move(greeting));
        auto start = [&]() -> Task<bool> {
            Loop::here().spawn(talk(device, made.id, with.value_or(access), stay));
            co_return true;
        };
        shop.run(start());
        return device;
    }
    /// Runs until `holds`, at most five seconds.
    bool until(std::function<bool()> holds) {
        auto wait = [&]() -> Task<bool> {
            for (auto end = clock_now() + Duration(5s); !holds() && clock_now() < end;) co_await sleep_for(1ms);
            co_return holds();
        };
        return shop.run(wait());
    }
    static size_t count(const Device& device, const std::string& type) {
        return size_t(std::ranges::count_if(device.socket.said, [&](const auto& text) { return text.starts_with("{\"type\":\"" + type + "\""); }));
    }
    static std::string last(const Device& device, const std::string& type) {
        std::string out;
        for (const auto& text : device.socket.said)
            if (text.starts_with("{\"type\":\"" + type + "\"")) out = text;
        return out;
    }
    bool hears(Device& device, const std::string& type, size_t times = 1) {
        return until([&] { return count(device, type) >= times; });
    }
    void edit(Device& device, rules::Edit edit) { device.socket.inbox.push_back(test::text_of(edit)); }
    rules::Edit step(std::int64_t number, std::int64_t quantity, const char* name = "phone12345") { return {name, number, 0, rules::EditKind::add, pen, quantity, 0}; }
};

}  // namespace vitrine::carts
