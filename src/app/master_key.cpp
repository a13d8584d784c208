#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <fcntl.h>
#include <unistd.h>

#include "app/config.h"
#include "core/random.h"
#include "io/crypto/digest.h"

namespace vitrine::app {

std::string kept_master_key(const std::string& var_folder) {
    namespace fs = std::filesystem;
    auto path = var_folder + "/master.key";
    fs::create_directories(var_folder);
    // Exclusive, so that of two programs starting together only one makes it.
    int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0) {
        crypto::Digest key;
        random_bytes(key);
        auto text = crypto::hex(key) + "\n";
        bool is_written = ::write(file, text.data(), text.size()) == ssize_t(text.size());
        ::close(file);
        if (!is_written) throw std::runtime_error("cannot write " + path);
    }
    std::ifstream in(path);
    std::string key;
    if (!(in >> key) || key.size() != 64) throw std::runtime_error(path + " does not hold a key of 64 hex digits");
    return key;
}

Settings with_master_key(Settings settings) {
    if (settings.shop.master_key.empty()) settings.shop.master_key = kept_master_key(settings.var_folder);
    return settings;
}

}  // namespace vitrine::app
