#pragma once
#include "io/pg/codec.h"
#include "modules/spins/spin.h"

namespace vitrine::spins {

struct SpinRow {
    ProductId product;
    std::int64_t version = 1, round = 1;
    State state = State::pending;
    std::string source;
    std::int64_t frames = 256, first = 0, at_once = 4, per_second = 20;
    std::int64_t stored = 0, faulty = 0, width = 0, height = 0;
    std::string edition;
    std::optional<Instant> paused_until;
};
SHAPE(SpinRow, product, version, round, state, source, frames, first, at_once, per_second, stored, faulty, width, height, edition, paused_until)
struct FrameRow {
    std::int64_t number = 0;
    std::optional<pg::Bytes> digest, source_digest;
    std::int64_t bytes = 0, width = 0, height = 0, brightness = 0, tries = 0;
    std::optional<FrameFault> fault;
    std::string detail;
};
SHAPE(FrameRow, number, digest, source_digest, bytes, width, height, brightness, tries, fault, detail)
struct ShownRow {
    StoreId store;
    ProductId product;
    std::string edition;
    std::int64_t frames = 0, width = 0, height = 0;
};
SHAPE(ShownRow, store, product, edition, frames, width, height)
struct EditionRow {
    ProductId product;
    std::string edition, digests;
    std::int64_t width = 0, height = 0;
};
SHAPE(EditionRow, product, edition, digests, width, height)
struct FrameCount {
    ProductId product;
    std::int64_t frames = 0;
    std::optional<std::int64_t> wanted;
};
SHAPE(FrameCount, product, frames, wanted)

}  // namespace vitrine::spins
