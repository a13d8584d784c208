# The compiler we accept, and the flags everything is built with.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 14)
  message(FATAL_ERROR
    "g++ ${CMAKE_CXX_COMPILER_VERSION} destroys some temporaries of a co_await statement twice; the same code is "
    "clean under clang 19. Use a preset (cmake --preset dev), which selects clang++-19, or g++ 14 or newer.")
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 19)
  message(FATAL_ERROR "clang ${CMAKE_CXX_COMPILER_VERSION} is too old: clang 19 is required (package clang-19).")
endif()

# An older LLVM on the machine brings an llvm-ar, and a plugin of binutils' ar, that cannot read clang 19's link-time code. lld needs no index
# of an archive, so none is made and nobody looks inside.
find_program(VITRINE_AR ar REQUIRED)
set(CMAKE_CXX_ARCHIVE_CREATE "${VITRINE_AR} qcS <TARGET> <OBJECTS>")
set(CMAKE_CXX_ARCHIVE_APPEND "${VITRINE_AR} qS <TARGET> <OBJECTS>")
set(CMAKE_CXX_ARCHIVE_FINISH "")

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/cmake/compile)
endif()

option(VITRINE_LTO "Link-time optimisation" OFF)
set(VITRINE_SANITIZE "" CACHE STRING "Sanitizers, comma separated")

add_library(vitrine_flags INTERFACE)
target_compile_options(vitrine_flags INTERFACE -Wall -Wextra -Werror -fno-omit-frame-pointer)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(vitrine_flags INTERFACE -Wno-missing-field-initializers "SHELL:-Xclang -fno-pch-timestamp")
  target_link_options(vitrine_flags INTERFACE -fuse-ld=lld)
endif()
target_include_directories(vitrine_flags INTERFACE ${CMAKE_SOURCE_DIR}/cmake)  # the precompiled headers, by a name that is the same in every checkout
target_compile_definitions(vitrine_flags INTERFACE BOOST_ASIO_NO_DEPRECATED BOOST_ALLOW_DEPRECATED_HEADERS)
if(VITRINE_SANITIZE)
  target_compile_options(vitrine_flags INTERFACE -fsanitize=${VITRINE_SANITIZE} -fno-sanitize-recover=all)
  target_link_options(vitrine_flags INTERFACE -fsanitize=${VITRINE_SANITIZE})
endif()
if(VITRINE_LTO)
  target_compile_options(vitrine_flags INTERFACE -flto=thin)
  target_link_options(vitrine_flags INTERFACE -flto=thin "-Wl,--thinlto-cache-dir=${CMAKE_BINARY_DIR}/lto" -Wl,--thinlto-jobs=all)
endif()
