#include "simulators/framework/webhooks.h"

namespace vitrine::simulators {
namespace {

constexpr size_t log_limit = 200;

}  // namespace

struct WebhookSender::Inner {
    Loop& loop;
    web::Client& web;
    FaultBook& faults;
    WebhookOptions options;
    Sign sign;
    Seal seal;
    std::optional<Webhook> held_back;   // waits to be overtaken
    std::deque<Sent> log;

    void note(const Webhook& webhook, int attempt, int status) {
        log.push_back({webhook.type, attempt, status});
        if (log.size() > log_limit) log.pop_front();
    }

    static Task<bool> attempt(std::shared_ptr<Inner> self, Webhook webhook, int number) {
        bool is_forged = self->faults.take("webhooks." + webhook.type, FaultKind::bad_signature).has_value();
        auto secret = is_forged ? std::string("not the secret") : self->options.secret;
        auto body = self->seal ? self->seal(secret, webhook.body) : webhook.body;
        auto headers = self->sign(secret, body);
        web::Request request{.method = "POST", .url = self->options.url, .headers = std::move(headers), .body = std::move(body)};
        if (webhook.query.empty()) request.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
        else request.method = "GET", request.url += "?" + (is_forged ? webhook.forged_query : webhook.query);
        auto answer = co_await self->web.send(std::move(request));
        self->note(webhook, number, answer.status);
        co_return answer.status >= 200 && answer.status < 300;
    }

    static Task<void> deliver(std::shared_ptr<Inner> self, Webhook webhook) {
        for (int number = 1; number <= self->options.attempts; ++number) {
            if (co_await attempt(self, webhook, number)) break;
            co_await sleep_for(std::chrono::milliseconds(self->options.first_retry_ms) * (1 << (number - 1)));
        }
    }

    static Task<void> deliver_late(std::shared_ptr<Inner> self, Webhook webhook, Duration delay) {
        co_await sleep_for(delay);
        co_await deliver(self, std::move(webhook));
    }

    static Task<void> deliver_before(std::shared_ptr<Inner> self, Webhook first, Webhook second) {
        co_await deliver(self, std::move(first));
        co_await deliver(self, std::move(second));
    }

    static Task<void> release_late(std::shared_ptr<Inner> self, std::string what) {
        co_await sleep_for(std::chrono::milliseconds(self->options.reorder_wait_ms));
        if (self->held_back && self->held_back->body + self->held_back->query == what) {
            auto webhook = std::move(*self->held_back);
            self->held_back.reset();
            co_await deliver(self, std::move(webhook));
        }
    }
};

WebhookSender::WebhookSender(Loop& loop, web::Client& web, FaultBook& faults, WebhookOptions options, Sign sign, Seal seal)
    : inner_(new Inner{loop, web, faults, std::move(options), std::move(sign), seal, {}, {}}) {}

const WebhookOptions& WebhookSender::options() const { return inner_->options; }
const std::deque<WebhookSender::Sent>& WebhookSender::log() const { return inner_->log; }

void WebhookSender::aim(std::string url, std::string secret) {
    inner_->options.url = std::move(url);
    inner_->options.secret = std::move(secret);
}

void WebhookSender::send(Webhook webhook) {
    if (inner_->options.url.empty()) return;
    auto& [loop, web, faults, options, sign, seal, held_back, log] = *inner_;
    auto call = "webhooks." + webhook.type;
    if (faults.take(call, FaultKind::drop)) return;
    if (!held_back && faults.take(call, FaultKind::reorder)) {
        auto what = webhook.body + webhook.query;
        held_back = std::move(webhook);
        return loop.spawn(Inner::release_late(inner_, std::move(what)));
    }
    if (faults.take(call, FaultKind::duplicate)) loop.spawn(Inner::deliver(inner_, webhook));
    if (auto rule = faults.take(call, FaultKind::delay))
        return loop.spawn(Inner::deliver_late(inner_, std::move(webhook), std::chrono::milliseconds(rule->delay_ms.value_or(1'000))));
    if (!held_back) return loop.spawn(Inner::deliver(inner_, std::move(webhook)));
    auto second = std::move(*held_back);
    held_back.reset();
    loop.spawn(Inner::deliver_before(inner_, std::move(webhook), std::move(second)));
}

}  // namespace vitrine::simulators
