# Every library comes from Debian's packages; bin/setup installs them by name.
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(OpenSSL REQUIRED)
find_package(CURL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(EXPAT REQUIRED)
find_package(ICU 72 REQUIRED COMPONENTS uc i18n data)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED)
find_package(PostgreSQL REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(BROTLI REQUIRED IMPORTED_TARGET libbrotlienc libbrotlidec)
pkg_check_modules(NATS REQUIRED IMPORTED_TARGET libnats)
pkg_check_modules(HIREDIS REQUIRED IMPORTED_TARGET hiredis)
pkg_check_modules(TOML REQUIRED IMPORTED_TARGET tomlplusplus)
pkg_check_modules(PANGO REQUIRED pangocairo cairo-pdf)  # print: src/io/pdf/canvas.cpp alone sees its headers
pkg_check_modules(VIPS REQUIRED vips)  # pictures: src/io/images/render.cpp alone sees its headers
pkg_check_modules(XLSXWRITER REQUIRED IMPORTED_TARGET xlsxwriter)
find_library(ROARING_LIBRARY roaring REQUIRED)  # Debian's package brings no .pc file
find_library(STEMMER_LIBRARY stemmer REQUIRED)  # Snowball; no .pc file either
find_package(mimalloc QUIET)

add_library(vitrine_io_dependencies INTERFACE)
target_link_libraries(vitrine_io_dependencies INTERFACE
  Boost::headers Boost::url OpenSSL::SSL OpenSSL::Crypto CURL::libcurl ZLIB::ZLIB PkgConfig::BROTLI PkgConfig::SODIUM
  PkgConfig::NATS PkgConfig::HIREDIS EXPAT::EXPAT PostgreSQL::PostgreSQL spdlog::spdlog prometheus-cpp::core Threads::Threads)

add_library(vitrine_module_dependencies INTERFACE)
target_link_libraries(vitrine_module_dependencies INTERFACE
  ICU::uc ICU::i18n ICU::data ${ROARING_LIBRARY} ${STEMMER_LIBRARY} PkgConfig::TOML PkgConfig::SODIUM OpenSSL::Crypto
  ZLIB::ZLIB EXPAT::EXPAT PkgConfig::XLSXWRITER)

# The sanitizers bring their own allocator.
add_library(vitrine_allocator INTERFACE)
if(mimalloc_FOUND AND NOT VITRINE_SANITIZE)
  # Nothing calls it by name, so the linker must be told to keep it.
  target_link_libraries(vitrine_allocator INTERFACE "-Wl,--push-state,--no-as-needed" mimalloc "-Wl,--pop-state")
endif()
