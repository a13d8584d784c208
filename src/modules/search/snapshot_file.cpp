#include "modules/search/snapshot_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <system_error>

#include <sys/stat.h>
#include <unistd.h>

#include "core/check.h"
#include "modules/search/segment_columns.h"

namespace vitrine::search {
namespace {

constexpr std::uint64_t magic = 0x31'50'41'4e'53'52'54'56;  // "VTRSNAP1"

/// Eight bytes a step: finds torn and damaged files, not forgers. Multiplier from Knuth's MMIX generator.
std::uint64_t mixed(std::uint64_t hash, const char* bytes, size_t size) {
    constexpr std::uint64_t multiplier = 6364136223846793005ull;
    hash = (hash ^ size) * multiplier;
    for (; size >= 8; bytes += 8, size -= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes, 8);
        hash = (hash ^ word) * multiplier;
        hash ^= hash >> 29;
    }
    std::uint64_t rest = 0;
    if (size > 0) std::memcpy(&rest, bytes, size);  // an empty vector has no address
    hash = (hash ^ rest) * multiplier;
    return hash ^ hash >> 32;
}

/// Tells builds of the program apart.
std::uint64_t this_build() {
    struct stat program {};
    if (stat("/proc/self/exe", &program) != 0) return 0;
    std::int64_t marks[] = {program.st_size, program.st_mtim.tv_sec, program.st_mtim.tv_nsec};
    return mixed(magic, reinterpret_cast<const char*>(marks), sizeof marks);
}

struct Closing {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Closing>;

class Writer {
public:
    explicit Writer(const std::string& path) : file_(std::fopen(path.c_str(), "wb")) { need(file_ != nullptr); }

    void put(std::uint64_t number) { bytes(&number, sizeof number); }
    void put(const Uuid& id) { bytes(id.bytes.data(), id.bytes.size()); }
    void put(std::string_view text) { put(text.size()), bytes(text.data(), text.size()); }
    template <class T>
    void put(const std::vector<T>& values) {
        static_assert(std::is_trivially_copyable_v<T>);
        put(values.size()), bytes(values.data(), values.size() * sizeof(T));
    }
    template <class T>
    void put(const Lists<T>& lists) { put(lists.begin), put(lists.items); }
    void put(const Arena& arena) { put(std::string_view(arena.raw())); }
    void put(const Roaring& bitmap) {
        std::string text(bitmap.getSizeInBytes(), '\0');
        bitmap.write(text.data());
        put(text);
    }
    void finish() {
        put(hash_);
        need(std::fclose(file_.release()) == 0);
    }

private:
    void bytes(const void* from, size_t size) {
        hash_ = mixed(hash_, static_cast<const char*>(from), size);
        if (size) need(std::fwrite(from, 1, size, file_.get()) == size);
    }
    static void need(bool fine) {
        if (!fine) throw std::system_error(errno, std::generic_category(), "cannot write a snapshot");
    }
    File file_;
    std::uint64_t hash_ = magic;
};

class Reader {
public:
    Reader(File file, std::uint64_t size) : file_(std::move(file)), left_(size) {}

    std::uint64_t number() {
        std::uint64_t value = 0;
        bytes(&value, sizeof value);
        return value;
    }
    Uuid uuid() {
        Uuid id;
        bytes(id.bytes.data(), id.bytes.size());
        return id;
    }
    void get(std::string& text) {
        text.resize(count(1));
        bytes(text.data(), text.size());
    }
    template <class T>
    void get(std::vector<T>& values) {
        values.resize(count(sizeof(T)));
        bytes(values.data(), values.size() * sizeof(T));
    }
    template <class T>
    void get(Lists<T>& lists) { get(lists.begin), get(lists.items); }
    void get(Arena& arena) { get(arena.raw()); }
    std::string text() {
        std::string out;
        get(out);
        return out;
    }
    void finish() {
        auto hash = hash_;
        if (number() != hash || left_ != 0) throw std::runtime_error("damaged");
    }

private:
    /// How many elements come: never more than the file still holds, whatever it says.
    size_t count(size_t element) {
        auto wanted = number();
        if (wanted > left_ / element) throw std::runtime_error("torn");
        return wanted;
    }
    void bytes(void* into, size_t size) {
        if (size > left_ || (size && std::fread(into, 1, size, file_.get()) != size)) throw std::runtime_error("torn");
        left_ -= size;
        hash_ = mixed(hash_, static_cast<const char*>(into), size);
    }
    File file_;
    std::uint64_t left_;
    std::uint64_t hash_ = magic;
};

}  // namespace

void write_snapshot_file(const std::string& path, const KeptStore& store) {
    auto growing = path + "." + std::to_string(getpid()) + ".new";
    try {
        Writer to(growing);
        to.put(magic), to.put(this_build()), to.put(store.store.value), to.put(store.origin), to.put(store.floor), to.put(store.version);
        to.put(store.currency.is_none() ? std::string_view() : store.currency.code());
        to.put(store.parts.size());
        for (const auto& part : store.parts) {
            check(listed_size(*part.segment) == sizeof(Segment), "a column of the segment is not listed in segment_columns.h");
            for_each_column(*part.segment, [&](const auto& column) { to.put(column); });
            to.put(*part.dead);
        }
        to.finish();
        std::filesystem::rename(growing, path);
    } catch (...) {
        std::error_code ignored;
        std::filesystem::remove(growing, ignored);
        throw;
    }
}

std::optional<KeptStore> read_snapshot_file(const std::string& path) {
    File file(std::fopen(path.c_str(), "rb"));
    if (!file) return {};
    Reader from(std::move(file), std::filesystem::file_size(path));
    if (from.number() != magic) throw std::runtime_error("of another format");
    if (from.number() != this_build()) throw std::runtime_error("of another build");
    KeptStore store;
    store.store = {from.uuid()};
    store.origin = from.text();
    store.floor = from.number();
    store.version = from.number();
    if (auto code = from.text(); !code.empty()) {
        auto currency = Currency::parse(code);
        if (!currency) throw std::runtime_error("damaged");
        store.currency = *currency;
    }
    std::vector<std::shared_ptr<Segment>> segments;
    std::vector<std::string> dead;
    for (auto parts = from.number(); parts > 0; --parts) {
        segments.push_back(std::make_shared<Segment>());
        for_each_column(*segments.back(), [&](auto& column) { from.get(column); });
        dead.push_back(from.text());
    }
    from.finish();  // only now are the columns what they say
    for (size_t i = 0; i < segments.size(); ++i) {
        segments[i]->seal();
        store.parts.push_back({std::move(segments[i]), std::make_shared<const Roaring>(Roaring::readSafe(dead[i].data(), dead[i].size()))});
    }
    return store;
}

}  // namespace vitrine::search
